# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledOrder(PooledCommon):
    def _count_queries(self, operation):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_crowd(self, pool, size):
        members = self.env["res.partner"].create(
            [{"name": f"Crowd {n}", "is_member": True} for n in range(size)]
        )
        return self.env["smart.pooled.commitment"].create(
            [
                {
                    "line_id": pool.line_ids.id,
                    "partner_id": member.id,
                    "quantity": 3,
                    "max_price": 5 if number % 2 else 0,
                }
                for number, member in enumerate(members)
            ]
        )

    # === OPENING === #

    def test_a_buyer_prepares_an_order_on_the_form(self):
        form = Form(self.env["smart.pooled.order"].with_user(self.buyer))
        form.name = "Paper"
        form.partner_id = self.supplier
        form.deadline = fields.Datetime.now() + timedelta(days=3)
        with form.line_ids.new() as line:
            line.product_id = self.product
            line.lot_size = 6
            self.assertEqual(line.current_price, 10.0)
            self.assertEqual(line.missing_to_lot, 6)
        pool = form.save()
        self.assertEqual(pool.user_id, self.buyer)
        pool.action_open()
        self.assertEqual(pool.state, "open")
        self.assertTrue(pool.date_open)

    def test_opening_needs_a_product_a_price_and_a_deadline_ahead(self):
        with self.assertRaisesRegex(UserError, "no product"):
            self._create_pool(line_ids=[])
        with self.assertRaisesRegex(UserError, "deadline"):
            self._create_pool(deadline=fields.Datetime.now() - timedelta(hours=1))
        unpriced = self._create_pooled_product("Unpriced", tiers=())
        with self.assertRaisesRegex(UserError, "no price for Unpriced"):
            self._create_pool(unpriced)

    def test_step_lot_and_ceiling_fit_together(self):
        with self.assertRaisesRegex(ValidationError, "not a multiple"):
            self._create_pool(line={"step": 4})
        pool = self._create_pool(line={"step": 0.5, "lot_size": 2.5})
        self._commit(pool, self.anne, 1.5)
        with self.assertRaisesRegex(ValidationError, "already committed"):
            pool.line_ids.lot_size = 5

    # === PROGRESS === #

    def test_line_shows_lots_price_and_what_is_missing(self):
        pool = self._create_pool()
        line = pool.line_ids
        self.assertRecordValues(
            line, [{"member_count": 0, "current_price": 10.0, "missing_to_lot": 6}]
        )
        self._commit(pool, self.anne, 7)
        self.assertRecordValues(
            line,
            [
                {
                    "member_count": 1,
                    "firm_qty": 7,
                    "planned_lots": 1,
                    "planned_qty": 6,
                    "current_price": 10.0,
                    "missing_to_lot": 5,
                    "next_price": 9.2,
                    "missing_to_price": 5,
                    "planned_amount": 60.0,
                }
            ],
        )
        self._commit(pool, self.bachir, 3, 2)
        self.assertEqual((line.planned_lots, line.current_price), (2, 9.2))
        self.assertEqual(pool.commitment_count, 2)
        self.assertEqual(pool.amount_planned, 110.4)

    def test_order_up_advice_when_one_more_costs_less(self):
        pool = self._create_pool(line={"lot_size": 1})
        self._commit(pool, self.anne, 17)
        line = pool.line_ids
        self.assertEqual((line.order_up_qty, line.order_up_saving), (1, 3.4))
        self.assertRegex(pool.order_up_notice, r"3[.,]40")

    def test_prices_follow_the_vendor_discount_and_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        product = self._create_pooled_product("Pens", tiers=())
        self.env["product.supplierinfo"].create(
            {
                "partner_id": self.supplier.id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_uom_id": dozen.id,
                "min_qty": 2,
                "price": 24.0,
                "discount": 10.0,
            }
        )
        pool = self._create_pool(product, line={"lot_size": 12, "min_lots": 2})
        self._commit(pool, self.anne, 24)
        self.assertEqual(pool.line_ids.current_price, 1.8)
        pool.action_close()
        pool.action_create_purchase_order()
        purchase_line = pool.purchase_order_ids.order_line
        self.assertEqual((purchase_line.price_unit, purchase_line.discount), (2.0, 10))
        self.assertEqual(purchase_line.price_subtotal, 43.2)

    def test_progress_takes_as_many_queries_for_ten_as_for_two_hundred(self):
        counts = set()
        for size in (10, 200):
            pool = self._create_pool()
            self._create_crowd(pool, size)
            line = pool.line_ids
            line.mapped("planned_qty")  # what is cached for good is cached now
            counts.add(
                self._count_queries(lambda line=line: line.mapped("planned_qty"))
            )
        self.assertEqual(len(counts), 1)

    # === COMMITMENTS === #

    def test_changing_a_commitment_keeps_its_rank_and_its_row(self):
        pool = self._create_pool()
        first = self._commit(pool, self.anne, 2)
        date = first.commit_date
        with freeze_time(date + timedelta(hours=3)):
            self.assertEqual(self._commit(pool, self.anne, 5, 1, 9.5), first)
            self.assertEqual(first.commit_date, date)
            self._commit(pool, self.anne, 0)
            self.assertEqual(first.state, "withdrawn")
            self._commit(pool, self.anne, 1)
        self.assertGreater(first.commit_date, date)
        self.assertEqual(first.state, "committed")

    def test_wrong_commitments_are_refused_with_the_reason(self):
        pool = self._create_pool(line={"max_per_member": 10})
        stranger = self.env["res.partner"].create({"name": "Not a member"})
        for partner, numbers, message in (
            (self.anne, (-1,), "negative"),
            (self.anne, (1, -1), "negative"),
            (self.anne, (1, 0, -2), "negative"),
            (self.anne, (float("nan"),), "negative"),
            (self.anne, (float("inf"),), "negative"),
            (self.anne, (1.5,), "multiple"),
            (self.anne, (8, 3), "ceiling of 10"),
            (self.anne, (0,), "did not commit"),
            (stranger, (1,), "not a member"),
        ):
            with self.assertRaisesRegex(UserError, message):
                self._commit(pool, partner, *numbers)
        self.assertFalse(pool.commitment_ids)

    def test_after_the_deadline_nobody_commits_and_the_cron_closes(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        with freeze_time(pool.deadline):
            with self.assertRaisesRegex(UserError, "not open any more"):
                self._commit(pool, self.anne, 7)
            self.assertTrue(pool.is_late)
            self.env["smart.pooled.order"]._cron_close_due()
            self.assertEqual(pool.state, "closed")
            self.assertEqual(pool.activity_ids.user_id, self.buyer)
            self.env["smart.pooled.order"]._cron_close_due()
            self.assertEqual(len(pool.activity_ids), 1)

    def test_a_closed_order_takes_no_commitment_by_any_door(self):
        pool = self._create_pool()
        commitment = self._commit(pool, self.anne, 6)
        pool.action_close()
        with self.assertRaisesRegex(UserError, "not open any more"):
            self._commit(pool, self.bachir, 1)
        with self.assertRaisesRegex(UserError, "not open any more"):
            commitment.quantity = 8
        with self.assertRaisesRegex(UserError, "not open any more"):
            commitment.unlink()

    def test_a_new_commitment_is_one_row_of_its_order(self):
        pool = self._create_pool()
        self.assertFalse(pool.commitment_ids)
        commitment = self._commit(pool, self.anne, 6)
        self.assertEqual(pool.commitment_ids, commitment)
        self.assertEqual(commitment.order_id, pool)
        self.assertEqual(commitment.product_id, self.product)

    def test_two_rows_for_one_member_are_impossible(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["smart.pooled.commitment"].create(
                {"line_id": pool.line_ids.id, "partner_id": self.anne.id, "quantity": 1}
            )

    # === ORDER === #

    def test_nothing_is_ordered_below_a_full_lot(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 5)
        pool.action_close()
        with self.assertRaisesRegex(UserError, "No lot"):
            pool.action_create_purchase_order()
        pool.action_open()
        self._commit(pool, self.bachir, 1)
        self._order(pool)
        self.assertEqual(pool.purchase_order_ids.order_line.product_qty, 6)

    def test_who_does_not_accept_the_price_is_released(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        cheap = self._commit(pool, self.bachir, 6, 0, 9.0)
        self._order(pool)
        self.assertEqual(cheap.state, "priced_out")
        self.assertRegex(cheap.explanation, r"10[.,]00.*9[.,]00")
        self.assertEqual(pool.line_ids.ordered_qty, 6)
        self.assertEqual(pool.line_ids.requested_qty, 6)

    def test_steps_out_of_order_are_refused(self):
        pool = self._create_pool(is_open=False)
        for action in ("action_close", "action_distribute"):
            with self.assertRaisesRegex(UserError, "Draft"):
                getattr(pool, action)()
        pool.action_open()
        self._commit(pool, self.anne, 6)
        with self.assertRaisesRegex(UserError, "has to be closed"):
            pool.action_create_purchase_order()
        self._order(pool)
        with self.assertRaisesRegex(UserError, "Nothing of"):
            pool.action_allocate()
        with self.assertRaisesRegex(UserError, "already on the purchase order"):
            pool.action_cancel()
        with self.assertRaises(UserError):
            pool.unlink()

    def test_a_cancelled_purchase_order_reopens_the_way(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        cheap = self._commit(pool, self.bachir, 1, 0, 1.0)
        purchase = self._order(pool)
        refused = self.assertRaisesRegex(UserError, "Cancel its")
        with refused, self.env.cr.savepoint():
            pool.partner_id = self.partner
        purchase.button_cancel()
        self.assertEqual(pool.state, "closed")
        self.assertFalse(pool.is_on_purchase)
        pool.action_open()
        self.assertEqual(cheap.state, "committed")
        self._order(pool)
        self.assertEqual(len(pool.purchase_order_ids), 2)
        self.assertTrue(pool.is_on_purchase)

    def test_several_products_make_one_purchase_order(self):
        pens = self._create_pooled_product("Pens", tiers=((0, 1.0),))
        glue = self._create_pooled_product("Glue", tiers=((0, 2.0),))
        pool = self._create_pool(self.product | pens | glue)
        for line in pool.line_ids[:2]:
            self.env["smart.pooled.commitment"]._commit(self.anne, line, 12)
        self._order(pool)
        lines = pool.purchase_order_ids.order_line
        self.assertEqual(lines.product_id, self.product | pens)
        self.assertEqual(lines.mapped("price_unit"), [9.2, 1.0])

    def test_confirming_adds_no_vendor_price(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        before = self.product.seller_ids
        self._order(pool)
        self.assertEqual(self.product.seller_ids, before)

    def test_ordering_and_sharing_take_a_fixed_number_of_queries(self):
        # The first round fills what is cached for good.
        counts = []
        for size in (10, 10, 200):
            pool = self._create_pool()
            self._create_crowd(pool, size)
            pool.action_close()
            created = self._count_queries(pool.action_create_purchase_order)
            pool.purchase_order_ids.button_confirm()
            pool.purchase_order_ids.order_line.qty_received = size
            counts.append((created, self._count_queries(pool.action_allocate)))
        self.assertEqual(counts[1], counts[2])
        # ten to share, six to write to those who take part
        self.assertLessEqual(counts[2][1], 16)

    # === ALLOCATION === #

    def test_policies_share_thirteen_as_published(self):
        for policy, shares in (
            ("divisor", [6, 3, 3, 1]),
            ("first_come", [7, 4, 2, 0]),
            ("max_min", [5, 4, 3, 1]),
        ):
            pool = self._create_pool(policy=policy)
            commitments = self._commit_the_worked_case(pool)
            purchase = self._order(pool)
            purchase.order_line.qty_received = 13
            pool.action_allocate()
            self.assertEqual(commitments.mapped("allocated_qty"), shares, policy)

    def test_each_share_is_explained_with_its_numbers(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 13
        pool.action_allocate()
        short = commitments[0].with_context(lang="en_US").explanation
        for part in ("13 Units", "15 Units", "7 Units", "6 Units", "In proportion"):
            self.assertIn(part, short)
        self.assertIn("get all", commitments[3].with_context(lang="en_US").explanation)
        purchase.order_line.qty_received = 18
        pool.action_allocate()
        more = commitments[2].with_context(lang="en_US").explanation
        self.assertIn("accepted up to 3 Units more", more)
        self.assertIn("2 Units of them", more)

    def test_sharing_again_without_news_changes_nothing(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 13
        pool.action_allocate()
        first = commitments.mapped("allocated_qty")
        pool.action_allocate()
        self.assertEqual(commitments.mapped("allocated_qty"), first)

    def test_copy_starts_a_new_draft_with_the_same_products(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        copy = pool.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.line_ids.product_id, self.product)
        self.assertFalse(copy.commitment_ids)
        pool.write({"line_ids": [Command.update(pool.line_ids.id, {"sequence": 5})]})
        self.assertEqual(pool.line_ids.sequence, 5)
