# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .pooled_common import PooledCommon


class SurplusCommon(PooledCommon):
    """Anne asked for 8 and Bachir for 4; 15 arrived."""

    def setUp(self):
        super().setUp()
        self.pool = self._create_pool(line={"max_per_member": 9, "lot_size": 3})
        self.hers = self._commit(self.pool, self.anne, 8)
        self.his = self._commit(self.pool, self.bachir, 4)
        self.purchase = self._order(self.pool)
        self.purchase.order_line.qty_received = 15
        self.pool.action_allocate()
        self.line = self.pool.line_ids

    def _gets(self, partner):
        mine = self.pool.commitment_ids.filtered(lambda one: one.partner_id == partner)
        return mine.allocated_qty


@tagged("post_install", "-at_install")
class TestPooledSurplus(SurplusCommon):
    def test_what_is_left_is_taken_first_come_first_served(self):
        self.pool.with_user(self.buyer).action_offer_surplus()
        self.line._take_surplus(self.chloe, 2)
        self.assertEqual((self._gets(self.chloe), self.line.left_qty), (2, 1))
        with self.assertRaisesRegex(UserError, "1 Units left for you"):
            self.line._take_surplus(self.anne, 2)
        self.line._take_surplus(self.anne, 1)
        self.assertEqual((self._gets(self.anne), self.line.left_qty), (9, 0))
        self.assertIn("left over", self.hers.with_context(lang="en_US").explanation)
        self.line._take_surplus(self.chloe, 0)
        self.assertEqual((self._gets(self.chloe), self.line.left_qty), (0, 2))

    def test_who_asked_before_comes_first_when_units_go_back(self):
        self.pool.action_offer_surplus()
        self.line._take_surplus(self.chloe, 3)
        self.purchase.order_line.qty_received = 13
        self.pool.action_allocate()
        shares = [self._gets(one) for one in (self.anne, self.bachir, self.chloe)]
        self.assertEqual(shares, [8, 4, 1])
        self.assertEqual(self.line.left_qty, 0)

    def test_units_and_steps_are_conserved_whatever_is_taken(self):
        self.pool.action_offer_surplus()
        for member, quantity in ((self.chloe, 1), (self.dries, 2), (self.chloe, 0)):
            self.line._take_surplus(member, quantity)
            given = sum(self.pool.commitment_ids.mapped("allocated_qty"))
            self.assertEqual(given + self.line.left_qty, 15)
        with self.assertRaises(ValidationError):
            self.line._take_surplus(self.chloe, 0.5)

    def test_nothing_is_offered_without_a_rest_or_after_the_bill(self):
        with self.assertRaisesRegex(UserError, "offers nothing"):
            self.line._take_surplus(self.chloe, 1)
        self.purchase.order_line.qty_received = 12
        self.pool.action_allocate()
        with self.assertRaisesRegex(UserError, "Nothing of"):
            self.pool.action_offer_surplus()

    def test_who_may_offer_and_who_may_see(self):
        stranger = self.env["smart.pooled.order"].with_user(self.chloe.user_ids)
        self.assertNotIn(self.pool, stranger.search([]))
        for user in (self.chloe.user_ids, self.employee):
            with self.assertRaises(AccessError):
                self.pool.with_user(user).action_offer_surplus()
        with self.assertRaises(AccessError):
            self.pool.with_user(self.buyer).write({"has_surplus": True})
        with self.assertRaises(AccessError):
            self.hers.with_user(self.buyer).write({"extra_qty": 3})
        self.pool.with_user(self.buyer).action_offer_surplus()
        self.assertIn(self.pool, stranger.search([]))
        self.pool.with_user(self.buyer).action_stop_surplus()
        self.assertNotIn(self.pool, stranger.search([]))
        with self.assertRaisesRegex(ValidationError, "not a member"):
            self.pool.action_offer_surplus()
            self.line._take_surplus(self.supplier, 1)

    def test_taking_costs_the_same_for_many(self):
        self.pool.action_offer_surplus()
        commitments = self.env["smart.pooled.commitment"].with_context(
            smart_top_up=True
        )
        counts = []
        for size in (3, 30):
            members = self.env["res.partner"].create(
                [{"name": f"{size} {n}", "is_member": True} for n in range(size)]
            )
            commitments.create(
                [{"line_id": self.line.id, "partner_id": one.id} for one in members]
            )
            self.line._take_surplus(self.chloe, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.line._take_surplus(self.chloe, 2)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestPooledSurplusPortal(SurplusCommon, HttpCase):
    def _post(self, **values):
        data = {"csrf_token": Request.csrf_token(self), "line_id": self.line.id}
        path = f"/my/pools/{self.pool.id}/surplus"
        return self.url_open(path, data=data | values)

    def test_a_member_takes_some_on_the_page(self):
        self.authenticate("pooled_chloe", "pooled_chloe")
        self.assertEqual(self._post(quantity="1").status_code, 404)
        self.pool.action_offer_surplus()
        listed = html.fromstring(self.url_open("/my/pools").text)
        self.assertTrue(listed.xpath("//p[contains(@class, 'o_smart_pool_left')]"))
        page = self.url_open(f"/my/pools/{self.pool.id}")
        form = html.fromstring(page.text).xpath(
            "//form[contains(@class, 'o_smart_pool_surplus')]"
        )
        self.assertEqual(len(form), 1)
        for wrong in ("many", "-1", "99", "nan"):
            answer = self._post(quantity=wrong)
            self.assertEqual(answer.status_code, 422)
            found = html.fromstring(answer.text).xpath("//input[@name='quantity']")
            self.assertEqual([one.get("value") for one in found], [wrong])
        self.assertEqual(self._post(quantity="2").status_code, 200)
        self.assertEqual(self._gets(self.chloe), 2)
        self.assertEqual(
            self._post(quantity="1", partner_id=self.anne.id).status_code, 200
        )
        self.assertEqual((self._gets(self.chloe), self._gets(self.anne)), (1, 8))

    def test_who_is_elsewhere_finds_nothing(self):
        self.pool.territory_id = self.territory_liege
        self.pool.action_offer_surplus()
        self.authenticate("pooled_dries", "pooled_dries")
        self.assertEqual(self._post(quantity="1").status_code, 404)
        self.assertFalse(self._gets(self.dries))
