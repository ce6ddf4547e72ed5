# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledOutcome(PooledCommon):
    """The last days, the minimum, and what was decided beforehand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for member in (cls.anne, cls.bachir, cls.chloe, cls.dries):
            member.email = f"{member.id}@example.com"

    def _run_cron_after(self, pool):
        later = pool.deadline + timedelta(seconds=1)
        with freeze_time(later):
            self.env.invalidate_all()
            self.env["smart.pooled.order"]._cron_close_due()

    def _count_mails(self):
        members = self.anne | self.bachir | self.chloe | self.dries
        return self.env["mail.mail"].search_count(
            [("recipient_ids", "in", members.ids)]
        )

    # === COMPLETION === #

    def _completing(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 5)
        self._commit(pool, self.bachir, 4)
        pool.completion_date = fields.Datetime.now() - timedelta(hours=1)
        return pool

    def test_in_the_last_days_a_filled_lot_cannot_be_broken(self):
        pool = self._completing()
        for firm, tolerance in ((0, 0), (1, 0), (3, 0), (11, 0)):
            with self.assertRaisesRegex(UserError, "completed"):
                self._commit(pool, self.anne, firm, tolerance)
        self._commit(pool, self.chloe, 3)
        self.assertEqual(pool.line_ids.planned_lots, 2)
        with self.assertRaisesRegex(UserError, "completed"):
            self._commit(pool, self.dries, 1)
        self._commit(pool, self.dries, 0, 2)

    def test_before_that_everything_can_change(self):
        pool = self._completing()
        pool.completion_date = pool.deadline
        self._commit(pool, self.anne, 0)
        self.assertFalse(pool.is_completing)

    def test_completion_ends_with_the_deadline(self):
        pool = self._create_pool()
        with self.assertRaisesRegex(ValidationError, "before the deadline"):
            pool.completion_date = pool.deadline + timedelta(days=1)

    # === QUOTA === #

    def test_nobody_takes_more_than_the_quota(self):
        pool = self._create_pool(line={"max_total": 10})
        self._commit(pool, self.anne, 6, 1)
        with self.assertRaisesRegex(UserError, "no longer available"):
            self._commit(pool, self.bachir, 3, 1)
        self._commit(pool, self.bachir, 3)
        self.assertEqual(pool.line_ids.room_qty, 0)
        self._commit(pool, self.anne, 5)
        self.assertEqual(pool.line_ids.room_qty, 2)

    # === MINIMUM AND OUTCOME === #

    def test_below_the_minimum_value_nothing_is_ordered(self):
        pool = self._create_pool(min_amount=200)
        self._commit(pool, self.anne, 6)
        self.assertEqual(pool.missing_amount, 140)
        self.assertIn("140", pool._get_terms()["minimum"])
        pool.action_close()
        with self.assertRaisesRegex(UserError, "delivers from"):
            pool.action_create_purchase_order()

    def test_the_minimum_itself_is_enough(self):
        pool = self._create_pool(min_amount=60)
        self._commit(pool, self.anne, 6)
        self.assertTrue(self._order(pool))

    def test_what_was_agreed_does_not_change(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        for values in ({"min_amount": 5}, {"outcome": "top_up"}, {"freight_amount": 9}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                pool.write(values)
        with self.assertRaises(AccessError):
            pool.with_user(self.buyer).write({"is_fallback": True})

    def test_prolonged_once_then_cancelled_and_everyone_is_told(self):
        pool = self._create_pool(extend_days=7, outcome="cancel", min_amount=100)
        self._commit(pool, self.anne, 6)
        self._commit(pool, self.bachir, 0, 2)
        before, mails = pool.deadline, self._count_mails()
        self._run_cron_after(pool)
        self.assertEqual((pool.state, pool.is_extended), ("open", True))
        self.assertEqual(pool.deadline, before + timedelta(days=7, seconds=1))
        self.assertEqual(self._count_mails(), mails + 2)
        self._run_cron_after(pool)
        self.assertEqual(pool.state, "cancelled")
        self.assertEqual(self._count_mails(), mails + 4)
        self._run_cron_after(pool)
        self.assertEqual(self._count_mails(), mails + 4)

    def test_the_structure_completes_within_its_limit(self):
        for limit, state, taken in ((30, "closed", 2), (15, "cancelled", 0)):
            pool = self._create_pool(
                outcome="top_up", top_up_limit=limit, name=f"Up to {limit}"
            )
            self._commit(pool, self.anne, 4)
            self._run_cron_after(pool)
            self.assertEqual(pool.state, state)
            self.assertEqual(pool.line_ids.structure_qty, taken)
            if taken:
                self.assertEqual(pool.line_ids.planned_qty, 6)
                pool.action_create_purchase_order()
                purchase = pool.purchase_order_ids
                purchase.button_confirm()
                purchase.order_line.qty_received = 5
                pool.action_allocate()
                got = {c.partner_id: c.allocated_qty for c in pool.commitment_ids}
                self.assertEqual(got[self.anne], 4)
                self.assertEqual(got[self.env.company.partner_id], 1)

    def test_at_the_fallback_price_for_those_who_accept_it(self):
        pool = self._create_pool(
            outcome="fallback",
            min_amount=500,
            line={"fallback_price": 11.0, "min_lots": 4},
        )
        self._commit(pool, self.anne, 4)
        self._commit(pool, self.bachir, 2, 0, 12)
        self._commit(pool, self.chloe, 6, 0, 10.5)
        self._run_cron_after(pool)
        self.assertEqual((pool.state, pool.is_fallback), ("closed", True))
        pool.action_create_purchase_order()
        line = pool.purchase_order_ids.order_line
        self.assertEqual((line.product_qty, line.price_unit), (6, 11.0))
        states = {c.partner_id: c.state for c in pool.commitment_ids}
        self.assertEqual(states[self.chloe], "priced_out")
        self.assertEqual(states[self.bachir], "committed")

    def test_without_a_fallback_price_it_is_cancelled(self):
        pool = self._create_pool(outcome="fallback", min_amount=500)
        self._commit(pool, self.anne, 4)
        self._run_cron_after(pool)
        self.assertEqual(pool.state, "cancelled")

    def test_killed_between_closing_and_deciding_the_next_run_goes_on(self):
        pool = self._create_pool(outcome="cancel", min_amount=500)
        self._commit(pool, self.anne, 6)
        mails = self._count_mails()
        flow = type(pool)
        with patch.object(flow, "_decide", side_effect=RuntimeError("killed")):
            # what the first transaction wrote stays
            with freeze_time(pool.deadline + timedelta(seconds=1)):
                self.env.invalidate_all()
                with suppress(RuntimeError):
                    pool._cron_close_due()
        self.assertEqual((pool.state, len(pool.commitment_ids)), ("closed", 1))
        self._run_cron_after(pool)
        self._run_cron_after(pool)
        self.assertEqual(pool.state, "cancelled")
        self.assertEqual(self._count_mails(), mails + 1)

    def test_killed_while_ordering_nothing_is_doubled(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        pool.action_close()
        with patch.object(
            type(self.env["purchase.order"]), "create", side_effect=RuntimeError
        ):
            with self.assertRaises(RuntimeError), self.env.cr.savepoint():
                pool.action_create_purchase_order()
        self.env.invalidate_all()
        pool.action_create_purchase_order()
        self.assertEqual(len(pool.purchase_order_ids), 1)
        with self.assertRaisesRegex(UserError, "already on"):
            pool.action_create_purchase_order()

    # === FREIGHT === #

    def test_freight_is_known_live_and_shared_to_the_cent(self):
        pool = self._create_pool(freight_amount=20, freight_free_from=500)
        asked = {self.anne: 8, self.bachir: 4, self.chloe: 5, self.dries: 1}
        for member, quantity in asked.items():
            self._commit(pool, member, quantity)
        shares = [pool._get_estimate(member)[1] for member in asked]
        self.assertEqual(shares, [8.89, 4.44, 5.56, 1.11])
        self.assertEqual(round(sum(shares), 2), 20.00)
        self.assertEqual(pool._get_estimate(self.anne)[0], 68.0)
        self.assertIsNone(pool._get_estimate(self.supplier))
        purchase = self._order(pool)
        self.assertEqual(purchase.amount_untaxed, 18 * 8.5 + 20)

    def test_freight_is_free_from_a_value(self):
        pool = self._create_pool(freight_amount=20, freight_free_from=153)
        self._commit(pool, self.anne, 18)
        self.assertEqual(pool.planned_freight, 0)
        self.assertEqual(len(self._order(pool).order_line), 1)

    def test_members_read_that_more_costs_less(self):
        pool = self._create_pool(line={"lot_size": 1})
        self._commit(pool, self.anne, 17)
        line = pool.line_ids.with_user(self.anne.user_ids)
        self.assertEqual((line.order_up_qty, line.order_up_saving), (1, 3.40))
        self.assertIn("3.40", line._get_order_up_text().replace(",", "."))

    # === PRIORITY AND BY HAND === #

    def test_priority_first_and_the_structure_last(self):
        pool = self._create_pool(policy="priority")
        pool.line_ids.with_user(self.buyer).structure_qty = 6
        asked = {self.anne: 4, self.bachir: 4, self.chloe: 4}
        for member, quantity in asked.items():
            self._commit(pool, member, quantity)
        by_member = {c.partner_id: c for c in pool.commitment_ids}
        by_member[self.chloe].with_user(self.buyer).priority = "0"
        self._order(pool).order_line.qty_received = 7
        pool.action_allocate()
        got = [by_member[member].allocated_qty for member in asked]
        self.assertEqual(got, [2, 1, 4])
        structure = pool.line_ids._get_structure_commitment()
        self.assertEqual((structure.quantity, structure.allocated_qty), (6, 0))

    def test_by_hand_only_with_a_reason_that_the_member_reads(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        with self.assertRaisesRegex(ValidationError, "Say why"):
            commitments[3].manual_qty = 2
        commitments[3].with_user(self.buyer).write(
            {"manual_qty": 2, "manual_reason": "Two were promised"}
        )
        self._order(pool).order_line.qty_received = 13
        pool.action_allocate()
        self.assertEqual(sum(commitments.mapped("allocated_qty")), 13)
        self.assertEqual(commitments[3].allocated_qty, 2)
        self.assertIn("Two were promised", commitments[3].explanation)

    def test_what_the_structure_takes_changes_with_the_figure(self):
        pool = self._create_pool()
        line = pool.line_ids.with_user(self.buyer)
        line.structure_qty = 6
        line.structure_qty = 3
        self.assertEqual(len(pool.commitment_ids), 1)
        self.assertEqual(line.firm_qty, 3)
        # nobody else committed: the terms are still open
        line.lot_size = 3
        self._commit(pool, self.anne, 3)
        with self.assertRaisesRegex(ValidationError, "already committed"):
            line.lot_size = 6
