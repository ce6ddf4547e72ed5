# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io

import openpyxl

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledFlow(PooledCommon, AccountTestInvoicingCommon):
    """From commitments to what each pays, with a real bill and taxes."""

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.quick_ref("smart_purchase_charter.group_manager")
            | cls.quick_ref("smart_filieres.group_manager")
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "VAT 21", "type_tax_use": "purchase", "amount": 21.0}
        )
        cls.product.supplier_taxes_id = cls.tax

    def _bill(self, purchase, **values):
        purchase.action_create_invoice()
        bill = purchase.invoice_ids.filtered(lambda move: move.state == "draft")
        bill.write({"invoice_date": fields.Date.today(), **values})
        bill.action_post()
        return bill

    def _add_up(self, commitments):
        return {
            name: round(sum(commitments.mapped(name)), 2)
            for name in ("amount_untaxed", "amount_tax", "amount_total")
        }

    def test_thirteen_of_eighteen_arrive_and_all_is_paid_to_the_cent(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool.with_user(self.buyer)).with_user(self.env.user)
        self.assertEqual(pool.state, "ordered")
        self.assertRecordValues(
            purchase.order_line,
            [
                {
                    "product_id": self.product.id,
                    "product_qty": 18.0,
                    "price_unit": 8.50,
                    "tax_ids": self.tax.ids,
                }
            ],
        )
        purchase.order_line.qty_received = 13
        pool.with_user(self.buyer).action_allocate()
        self.assertEqual(commitments.mapped("allocated_qty"), [6, 3, 3, 1])
        bill = self._bill(purchase)
        self.assertEqual(bill.amount_untaxed, 110.50)
        pool.action_distribute()
        pool.with_user(self.buyer).action_settle()
        self.assertEqual(
            self._add_up(commitments),
            {
                "amount_untaxed": bill.amount_untaxed,
                "amount_tax": bill.amount_tax,
                "amount_total": bill.amount_total,
            },
        )
        self.assertEqual(commitments[0].amount_total, 61.71)
        self.assertEqual(set(commitments.mapped("state")), {"settled"})
        self.assertEqual(pool.state, "settled")

    def test_second_delivery_takes_nothing_back_and_is_billed_too(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 13
        pool.action_allocate()
        first = commitments.mapped("allocated_qty")
        bill = self._bill(purchase)
        pool.action_settle()
        purchase.order_line.qty_received = 18
        pool.action_allocate()
        second = commitments.mapped("allocated_qty")
        self.assertEqual(second, [8, 4, 5, 1])
        self.assertTrue(all(a <= b for a, b in zip(first, second, strict=True)))
        self.assertEqual(set(commitments.mapped("amount_total")), {0.0})
        bill |= self._bill(purchase)
        pool.action_settle()
        self.assertEqual(
            self._add_up(commitments)["amount_total"],
            round(sum(bill.mapped("amount_total")), 2),
        )

    def test_freight_on_the_bill_is_shared_by_value(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 18
        pool.action_allocate()
        bill = self._bill(
            purchase,
            invoice_line_ids=[
                Command.create(
                    {
                        "name": "Freight",
                        "price_unit": 20.0,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        )
        pool.action_settle()
        freight = [
            round(commitment.amount_untaxed - 8.5 * commitment.allocated_qty, 2)
            for commitment in commitments
        ]
        self.assertEqual(freight, [8.89, 4.44, 5.56, 1.11])
        self.assertEqual(self._add_up(commitments)["amount_total"], bill.amount_total)

    def test_a_refund_lowers_what_members_owe(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 18
        pool.action_allocate()
        bill = self._bill(purchase)
        refund = bill._reverse_moves()
        refund.invoice_line_ids.quantity = 5
        refund.write({"invoice_date": fields.Date.today()})
        refund.action_post()
        pool.action_settle()
        self.assertEqual(
            self._add_up(commitments)["amount_total"],
            round(bill.amount_total - refund.amount_total, 2),
        )

    def test_more_than_asked_is_paid_by_the_structure(self):
        pool = self._create_pool()
        commitments = self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 24
        pool.action_allocate()
        self.assertEqual(sum(commitments.mapped("allocated_qty")), 21)
        self.assertEqual(pool.line_ids.left_qty, 3)
        bill = self._bill(purchase)
        pool.action_settle()
        paid = self._add_up(commitments)["amount_total"] + pool.line_ids.left_total
        self.assertEqual(round(paid, 2), bill.amount_total)
        self.assertGreater(pool.line_ids.left_total, 0)

    def test_a_bill_of_other_orders_too_is_not_shared(self):
        pools = [self._create_pool(), self._create_pool()]
        for pool in pools:
            self._commit_the_worked_case(pool)
            self._order(pool).order_line.qty_received = 18
            pool.action_allocate()
        orders = pools[0].purchase_order_ids | pools[1].purchase_order_ids
        self._bill(orders)
        self.assertEqual(len(orders.invoice_ids), 1)
        with self.assertRaisesRegex(UserError, "also bills"):
            pools[0].action_settle()

    def test_what_members_agreed_to_does_not_change(self):
        pool = self._create_pool()
        self._commit_the_worked_case(pool)
        with self.assertRaisesRegex(ValidationError, "already committed"):
            pool.policy = "first_come"
        with self.assertRaisesRegex(ValidationError, "already committed"):
            pool.line_ids.min_lots = 3

    def test_settling_without_a_posted_bill_says_what_to_do(self):
        pool = self._create_pool()
        self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        with self.assertRaisesRegex(UserError, "Settled"):
            pool.action_settle()
        purchase.order_line.qty_received = 13
        pool.action_allocate()
        with self.assertRaisesRegex(UserError, "no posted bill"):
            pool.action_settle()

    def test_distribution_list_has_a_row_per_member_who_gets_something(self):
        pool = self._create_pool(name="Paper: spring/summer")
        self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 3
        pool.action_allocate()
        report = "smart_purchase_charter.pooled_distribution"
        content, kind = self.env["ir.actions.report"]._render(report, pool.ids, {})
        self.assertEqual(kind, "xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        rows = list(sheet.iter_rows(min_row=5, values_only=True))
        members = self.anne | self.bachir | self.chloe | self.dries
        self.assertEqual([row[0] for row in rows], members.mapped("display_name"))
        self.assertEqual([row[4] for row in rows], [1, 1, 1, 0])
