# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ..engine.tender import Offer, Weights, rank
from .charter_common import CharterCommon

DAY = fields.Date.to_date("2026-03-02")
WEIGHTS = Weights(60, 10, 30)


def offer(key, price, days=0, grade="unknown"):
    return Offer(key, price, DAY + timedelta(days=days), grade)


@tagged("post_install", "-at_install")
class TestEngineTender(TransactionCase):
    def test_a_worked_example(self):
        rows = rank(
            [offer(1, 132, 6, "unknown"), offer(2, 148, 0, "exemplary")], WEIGHTS
        )
        # 60 × 132/148 + 10 + 30 = 93.5; 60 + 10 × 24/30 = 68, up to 98
        self.assertEqual((rows[2].low, rows[2].high, rows[2].rank), (93.5, 93.5, 1))
        self.assertEqual((rows[1].low, rows[1].high, rows[1].rank), (68.0, 98.0, 2))
        self.assertFalse(rows[1].is_certain)
        self.assertFalse(rows[2].is_certain)

    def test_unknown_is_neither_the_best_nor_the_worst(self):
        rows = rank(
            [
                offer(1, 100, grade="insufficient"),
                offer(2, 100),
                offer(3, 100, grade="compliant"),
            ],
            WEIGHTS,
        )
        self.assertEqual([rows[key].rank for key in (3, 2, 1)], [1, 2, 3])

    def test_excluded_and_without_price_have_no_place(self):
        rows = rank(
            [offer(1, 10, grade="excluded"), offer(2, 0), offer(3, 100)], WEIGHTS
        )
        self.assertEqual([rows[key].rank for key in (1, 2, 3)], [None, None, 1])
        # and their price is not the lowest that others are measured by
        self.assertEqual(rows[3].price_points, 100)

    def test_equal_offers_share_a_place(self):
        rows = rank([offer(7, 100), offer(5, 100), offer(6, 200)], WEIGHTS)
        self.assertEqual([rows[key].rank for key in (5, 6, 7)], [1, 3, 1])

    def test_no_offer_and_no_date(self):
        self.assertEqual(rank([], WEIGHTS), {})
        rows = rank([Offer(1, 10, None, "compliant")], WEIGHTS)
        self.assertEqual(rows[1].low, 82.5)
        self.assertTrue(rows[1].is_certain)


@tagged("post_install", "-at_install")
class TestTender(CharterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.good = cls._create_supplier("Good printer")
        cls._assess_as(cls.good, "exemplary")
        cls.dear = cls._create_order(cls.good, 148, user=cls.buyer)
        cls.cheap = cls._create_order(cls.supplier, 132, user=cls.buyer)
        cls.group = cls.env["purchase.order.group"].create(
            {"order_ids": [Command.set((cls.dear | cls.cheap).ids)]}
        )
        cls.group = cls.group.with_user(cls.buyer)
        cls.env.flush_all()

    def test_nothing_is_ranked_before_the_offers_are_opened(self):
        self.assertEqual(self.dear.tender_rank, 0)
        self.group.action_open_offers()
        self.assertEqual((self.dear.tender_rank, self.cheap.tender_rank), (1, 2))
        self.assertIn("between 70 and 100", self.cheap.tender_explanation)
        self.assertEqual(self.dear.order_line.tender_rank, 1)
        view = self.env.ref("smart_purchase_charter.purchase_order_group_view_form")
        spec = {
            "ranked_order_ids": {"fields": {"tender_rank": {}}},
            "tender_rule": {},
        }
        [row] = self.group.web_read(spec)
        self.assertEqual(
            [one["tender_rank"] for one in row["ranked_order_ids"]], [1, 2]
        )
        self.assertNotIn("default_order", view.arch)

    def test_the_weighting_is_written_before_and_frozen_after(self):
        self.group.write({"weight_price": 100, "weight_date": 0, "weight_grade": 0})
        self.group.action_open_offers()
        self.assertEqual(self.cheap.tender_rank, 1)
        with self.assertRaisesRegex(UserError, "frozen"):
            self.group.write({"weight_price": 40, "weight_grade": 60})
        with self.assertRaises(UserError):
            self.group.date_opened = False
        self.assertEqual(self.group.opened_by_id, self.buyer)

    def test_the_first_offer_that_arrives_freezes_it(self):
        self.cheap.order_line.price_unit = 131
        self.assertFalse(self.group.date_opened)
        self.cheap.state = "sent"
        self.cheap.order_line.price_unit = 130
        self.assertTrue(self.group.date_opened)

    def test_a_supplier_s_reference_is_an_offer(self):
        self.cheap.partner_ref = "OFFER-7"
        self.assertTrue(self.group.date_opened)

    def test_weights_sum_to_a_hundred(self):
        with self.assertRaises(ValidationError):
            self.group.weight_price = 70
        with self.assertRaises(ValidationError):
            self.group.write({"weight_price": 130, "weight_date": -60})

    def test_the_place_of_the_chosen_offer_stays_in_its_history(self):
        self.group.action_open_offers()
        self.cheap.with_context(skip_alternative_check=True).button_confirm()
        self.assertIn("Place 2", self.cheap.message_ids[0].body)

    def test_a_purchaser_without_the_charter_may_weigh_too(self):
        group = self.group.with_user(self.purchaser)
        group.action_open_offers()
        self.assertEqual(self.dear.with_user(self.purchaser).tender_rank, 1)

    def test_members_and_employees_see_no_call(self):
        for user in (self.member_user, self.supplier_user, self.employee):
            self.assertFalse(self.group.with_user(user).has_access("read"))
        fields_read = self.cheap.with_user(self.supplier_user).fields_get()
        self.assertFalse([name for name in fields_read if name.startswith("tender_")])
