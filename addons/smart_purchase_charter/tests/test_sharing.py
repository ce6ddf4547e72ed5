# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sharing_common import SharingCommon


@tagged("post_install", "-at_install")
class TestSharing(SharingCommon):
    # === NO DOUBLE BOOKING === #

    def test_two_items_serve_two_and_the_third_waits(self):
        first = self._ask(self.anne, self.projector)
        second = self._ask(self.bachir, self.projector)
        self.assertEqual((first.state, second.state), ("reserved", "reserved"))
        self.assertNotEqual(first.item_id, second.item_id)
        with self.assertRaisesRegex(UserError, "Projector"):
            self._ask(self.chloe, self.projector)
        third = self._ask(self.chloe, self.projector, wait=True)
        self.assertEqual((third.state, third.item_id.id), ("waiting", False))

    def test_the_database_refuses_what_the_code_would_not(self):
        loan = self._ask(self.anne, self.projector)
        for first, last in ((0, 2), (2, 9), (1, 3)):
            start, end = self._moments(first, last)
            with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
                self.env["smart.loan"].create(
                    {
                        "resource_id": self.projector.id,
                        "item_id": loan.item_id.id,
                        "partner_id": self.dries.id,
                        "date_from": start,
                        "date_to": end,
                    }
                ).flush_recordset()

    def test_a_loan_ends_after_it_begins(self):
        start, end = self._moments(3, 1)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.env["smart.loan"].create(
                {
                    "resource_id": self.drill.id,
                    "item_id": self.drill.item_ids.id,
                    "partner_id": self.dries.id,
                    "date_from": start,
                    "date_to": end,
                }
            )

    def test_back_and_out_at_the_same_hour(self):
        self.projector.item_ids[1].active = False
        self._ask(self.anne, self.projector, 1, 3)
        self.assertEqual(self._ask(self.chloe, self.projector, 3, 4).state, "reserved")

    def test_hours_between_two_loans(self):
        self.drill.write({"buffer_hours": 4, "needs_approval": False})
        self._ask(self.anne, self.drill, 1, 2)
        with self.assertRaises(UserError):
            self._ask(self.chloe, self.drill, 2, 3)

    def test_maintenance_blocks(self):
        start, end = self._moments(1, 4)
        for item in self.projector.item_ids:
            self.env["smart.loan"].create(
                {
                    "kind": "maintenance",
                    "resource_id": self.projector.id,
                    "item_id": item.id,
                    "date_from": start,
                    "date_to": end,
                }
            )
        with self.assertRaises(UserError):
            self._ask(self.anne, self.projector, 2, 3)

    def test_a_check_that_is_due_blocks_until_it_is_done(self):
        self.drill.write({"maintenance_months": 6, "needs_approval": False})
        self.drill.item_ids.date_checked = self.now.date() - timedelta(days=400)
        with self.assertRaises(UserError):
            self._ask(self.anne, self.drill)
        self.drill.item_ids.action_checked()
        self.assertEqual(self._ask(self.anne, self.drill).state, "reserved")

    # === THE WAY OF A LOAN === #

    def test_who_waits_gets_what_becomes_free(self):
        loan = self._ask(self.anne, self.projector)
        self._ask(self.bachir, self.projector)
        waiting = self._ask(self.chloe, self.projector, wait=True)
        later = self._ask(self.dries, self.projector, wait=True)
        loan.action_cancel()
        self.assertEqual(waiting.state, "reserved")
        self.assertEqual(waiting.item_id, loan.item_id)
        self.assertEqual(later.state, "waiting")

    def test_handed_over_and_returned_early(self):
        self.projector.deposit = 50
        loan = self._ask(self.anne, self.projector, 0, 5)
        loan.action_hand_over()
        self.assertEqual((loan.state, loan.deposit_state), ("out", "held"))
        with freeze_time(self.now + timedelta(days=2)):
            loan.action_return()
            self.assertEqual(loan.date_to, self.now + timedelta(days=2))
        loan.action_give_deposit_back()
        self.assertEqual((loan.state, loan.deposit_state), ("returned", "returned"))

    def test_a_deposit_is_kept_for_a_reason(self):
        self.projector.deposit = 50
        loan = self._ask(self.anne, self.projector, 0, 5)
        loan.action_hand_over()
        loan.action_return()
        with self.assertRaises(UserError):
            loan.action_keep_deposit()
        loan.deposit_reason = "Lens broken"
        loan.action_keep_deposit()
        self.assertEqual((loan.deposit_state, loan.deposit_kept), ("kept", 50))
        with self.assertRaises(UserError):
            loan.action_give_deposit_back()

    def test_a_step_is_taken_once(self):
        loan = self._ask(self.anne, self.projector)
        loan.action_hand_over()
        with self.assertRaises(UserError):
            loan.action_hand_over()
        loan.action_reopen()
        self.assertEqual(loan.state, "reserved")

    def test_longer_only_when_nobody_waits_for_it(self):
        self.projector.item_ids[1].active = False
        loan = self._ask(self.anne, self.projector, 0, 3)
        loan.action_hand_over()
        self._ask(self.chloe, self.projector, 5, 6)
        loan._ask_extension(self.now + timedelta(days=4))
        self.assertEqual(loan.date_to, self.now + timedelta(days=4))
        with self.assertRaisesRegex(UserError, "Projector"):
            loan._ask_extension(self.now + timedelta(days=6))
        self.assertEqual(loan.date_to, self.now + timedelta(days=4))

    def test_the_owner_decides_about_hers(self):
        loan = self._ask(self.anne, self.drill)
        self.assertEqual(loan.state, "requested")
        self.assertTrue(self._mails("Drill").filtered("recipient_ids"))
        loan.action_accept()
        loan._ask_extension(self.now + timedelta(days=5))
        self.assertEqual(loan.date_to, self.now + timedelta(days=3))
        loan.action_accept_extension()
        self.assertEqual(loan.date_to, self.now + timedelta(days=5))

    def test_what_is_refused_says_why(self):
        for first, last in ((-2, 1), (3, 2), (1, 40)):
            with self.assertRaises(UserError):
                self._ask(self.anne, self.projector, first, last)
        self.projector.action_withdraw()
        with self.assertRaises(UserError):
            self._ask(self.anne, self.projector)

    def test_who_is_late_brings_back_first(self):
        loan = self._ask(self.anne, self.projector, 0, 1)
        loan.action_hand_over()
        with freeze_time(self.now + timedelta(days=10)):
            loan.invalidate_recordset()
            self.assertEqual(loan.days_late, 9)
            self.assertTrue(self.env["smart.loan"].search([("is_late", "=", True)]))
            with self.assertRaises(UserError):
                self._ask(self.anne, self.drill, 11, 12)

    def test_only_five_at_a_time(self):
        self.projector.needs_approval = False
        for day in range(5):
            self._ask(self.anne, self.projector, 2 * day + 1, 2 * day + 2)
        with self.assertRaises(UserError):
            self._ask(self.anne, self.projector, 20, 21)

    # === EACH DAY === #

    def test_the_day_run_twice_tells_once(self):
        loan = self._ask(self.anne, self.projector, 0, 2)
        loan.action_hand_over()
        for days, subject in ((1.5, "Projector"), (3, "Projector")):
            with freeze_time(self.now + timedelta(days=days)):
                before = self._mails(subject)
                self.env["smart.loan"]._cron_follow_up()
                told = self._mails(subject) - before
                self.assertEqual(len(told), 1)
                self.env["smart.loan"]._cron_follow_up()
                self.assertEqual(self._mails(subject) - before, told)
        self.assertEqual(len(loan.activity_ids), 1)

    def test_what_nobody_answers_or_fetches_becomes_free(self):
        asked = self._ask(self.anne, self.drill, 2, 3)
        kept = self._ask(self.anne, self.projector, 1, 3)
        with freeze_time(self.now + timedelta(days=4)):
            self.env["smart.loan"]._cron_follow_up()
        self.assertEqual((asked.state, kept.state), ("cancelled", "cancelled"))

    # === BY THE LINK OF AN E-MAIL === #

    def test_an_owner_answers_once_by_link(self):
        loan = self._ask(self.anne, self.drill)
        signed = self.env["smart.signed.mixin"]
        token = loan._get_signed_url("accept").rpartition("/")[2]
        other = loan._get_signed_url("refuse").rpartition("/")[2]
        record, action, is_open = signed._from_signed(token)
        self.assertTrue(is_open)
        record._run_signed(action)
        self.assertEqual(loan.state, "reserved")
        for served in (token, other):
            self.assertFalse(signed._from_signed(served)[2])

    # === INSTEAD OF BUYING === #

    def test_buyers_and_members_see_what_can_be_borrowed(self):
        self.projector.product_ids = self.product
        pool = self._create_pool()
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [(0, 0, {"product_id": self.product.id})],
            }
        )
        self.assertEqual(
            order.with_user(self.buyer).borrowable_ids.ids, self.projector.ids
        )
        shown = pool.with_user(self.anne.user_ids).line_ids._get_borrowable()
        self.assertEqual([row["id"] for row in shown], self.projector.ids)
        self.projector.action_withdraw()
        self.assertFalse(pool.line_ids._get_borrowable())

    def test_a_purchase_avoided_has_its_price(self):
        loan = self._ask(self.anne, self.projector, avoided_product_id=self.product.id)
        self.assertEqual(loan.avoided_amount, 10.0)
        self.product.seller_ids.price = 99
        self.assertEqual(loan.avoided_amount, 10.0)

    # === WHO MAY WHAT === #

    def test_steps_are_not_written_by_hand(self):
        loan = self._ask(self.anne, self.projector).with_user(self.buyer)
        with self.assertRaises(AccessError):
            loan.state = "returned"
        made = (
            self.env["smart.loan"]
            .with_user(self.buyer)
            .create(
                {
                    "resource_id": self.projector.id,
                    "item_id": self.projector.item_ids[1].id,
                    "partner_id": self.anne.id,
                    "date_from": loan.date_from,
                    "date_to": loan.date_to,
                    "state": "returned",
                    "deposit_state": "kept",
                }
            )
        )
        self.assertEqual((made.state, made.deposit_state), ("reserved", "none"))

    def test_a_history_is_kept(self):
        loan = self._ask(self.anne, self.projector)
        loan.action_hand_over()
        with self.assertRaises(ValidationError):
            loan.unlink()

    def test_a_member_reads_her_loans_and_what_is_listed(self):
        mine = self._ask(self.anne, self.drill)
        other = self._ask(self.chloe, self.projector)
        self.drill.action_withdraw()
        loans = self.env["smart.loan"]
        self.env.invalidate_all()
        for partner, readable in (
            (self.anne, mine),
            (self.bachir, mine),
            (self.chloe, other),
            (self.dries, loans),
        ):
            user = partner.user_ids
            self.assertEqual(loans.with_user(user).search([]), readable)
            listed = self.env["smart.shared.resource"].with_user(user).search([])
            own = self.drill if partner == self.bachir else self.drill.browse()
            self.assertEqual(listed, self.projector | own)
        anne = self.anne.user_ids
        for record in (mine, self.projector):
            with self.assertRaises(AccessError):
                record.with_user(anne).read(["owner_id"])
            with self.assertRaises(AccessError):
                record.with_user(anne).write({"active": False})
        with self.assertRaises(AccessError):
            mine.with_user(anne).action_accept()
        with self.assertRaises(AccessError):
            self.env["smart.shared.item"].with_user(anne).search([])

    def test_searching_takes_as_many_queries_for_one_as_for_twenty(self):
        counts = []
        for more in (1, 20):
            for rank in range(more):
                self._create_equipment(f"Tool {more} {rank}", ("1", "2"))
            self.env.flush_all()
            self.env.invalidate_all()
            resources = self.env["smart.shared.resource"].search([])
            before = self.env.cr.sql_log_count
            resources._get_distances(self.anne)
            resources.mapped("free_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
