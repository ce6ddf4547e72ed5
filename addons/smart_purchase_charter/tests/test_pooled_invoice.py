# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledInvoice(PooledCommon, AccountTestInvoicingCommon):
    """Members are billed natively; all of it is the supplier's bill, to the cent."""

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
        cls.product.supplier_taxes_id = cls.env["account.tax"].create(
            {"name": "VAT 21", "type_tax_use": "purchase", "amount": 21.0}
        )

    def _settle(self, received=13, **values):
        pool = self._create_pool(**values)
        self._commit_the_worked_case(pool)
        purchase = self._order(pool)
        purchase.order_line[0].qty_received = received
        pool.action_allocate()
        self._bill(purchase)
        pool.action_distribute()
        pool.action_settle()
        return pool, purchase

    def _bill(self, purchase):
        purchase.action_create_invoice()
        bill = purchase.invoice_ids.filtered(lambda move: move.state == "draft")
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        return bill

    def _sum(self, pool):
        return round(
            sum(
                move.amount_total * (-1 if move.move_type == "out_refund" else 1)
                for move in pool._get_member_invoices()
            ),
            2,
        )

    def test_the_invoices_are_the_bill_to_the_cent(self):
        pool, purchase = self._settle(freight_amount=20)
        pool.action_invoice_members()
        invoices = pool._get_member_invoices()
        self.assertEqual(len(invoices), 4)
        self.assertEqual(set(invoices.mapped("move_type")), {"out_invoice"})
        self.assertEqual(self._sum(pool), purchase.invoice_ids.amount_total)
        with self.assertRaisesRegex(UserError, "Every member"):
            pool.action_invoice_members()
        invoices.action_post()
        self.assertFalse(pool.is_paid)

    def test_a_later_refund_is_passed_on_as_the_difference(self):
        pool, purchase = self._settle(18)
        pool.action_invoice_members()
        bill = purchase.invoice_ids
        refund = bill._reverse_moves()
        refund.invoice_line_ids.quantity = 5
        refund.invoice_date = fields.Date.today()
        refund.action_post()
        pool.action_settle()
        pool.action_invoice_members()
        self.assertEqual(
            self._sum(pool), round(bill.amount_total - refund.amount_total, 2)
        )
        self.assertIn("out_refund", pool._get_member_invoices().mapped("move_type"))

    def test_three_deliveries_are_billed_and_invoiced(self):
        pool, purchase = self._settle(3)
        pool.action_invoice_members()
        shares = pool.commitment_ids.mapped("allocated_qty")
        for received in (10, 18):
            purchase.order_line.qty_received = received
            pool.action_allocate()
            now = pool.commitment_ids.mapped("allocated_qty")
            self.assertTrue(all(a <= b for a, b in zip(shares, now, strict=True)))
            shares = now
            self._bill(purchase)
            pool.action_settle()
            pool.action_invoice_members()
        total = sum(purchase.invoice_ids.mapped("amount_total"))
        self.assertEqual(self._sum(pool), round(total, 2))

    def test_only_who_invoices_and_only_once_it_is_shared(self):
        pool = self._create_pool()
        with self.assertRaisesRegex(UserError, "Share the bill"):
            pool.action_invoice_members()
        pool, _purchase = self._settle()
        for user in (self.anne.user_ids, self.employee):
            with self.assertRaises(AccessError):
                pool.with_user(user).action_invoice_members()

    def test_the_structure_pays_its_part_and_gets_no_invoice(self):
        pool = self._create_pool()
        pool.line_ids.structure_qty = 5
        self._commit(pool, self.anne, 7)
        purchase = self._order(pool)
        purchase.order_line.qty_received = 12
        pool.action_allocate()
        bill = self._bill(purchase)
        pool.action_settle()
        pool.action_invoice_members()
        invoices = pool._get_member_invoices()
        self.assertEqual(invoices.partner_id, self.anne)
        structure = pool.line_ids._get_structure_commitment()
        self.assertEqual(
            round(invoices.amount_total + structure.amount_total, 2), bill.amount_total
        )


@tagged("post_install", "-at_install")
class TestPooledPickup(PooledCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self._create_pool(coordinator_id=self.anne.id)
        self.anne.email = "anne@example.com"
        self.commitments = self._commit_the_worked_case(self.order)
        purchase = self._order(self.order)
        purchase.order_line.qty_received = 13
        self.order.action_allocate()

    def _count_mails(self):
        return self.env["mail.mail"].search_count(
            [("recipient_ids", "in", self.anne.ids)]
        )

    def test_a_changed_pickup_is_told(self):
        before = self._count_mails()
        self.order.write({"pickup_date": fields.Datetime.now()})
        self.assertEqual(self._count_mails(), before + 1)
        self.order.write({"pickup_date": self.order.pickup_date})
        self.order.write({"description": "Bring a bag"})
        self.assertEqual(self._count_mails(), before + 1)

    def test_sharing_again_writes_only_when_more_arrived(self):
        before = self._count_mails()
        self.order.action_allocate()
        self.assertEqual(self._count_mails(), before)

    def test_a_buyer_ticks_and_the_list_shows_it(self):
        self.commitments[0].with_user(self.buyer).action_collect()
        self.assertTrue(self.commitments[0].collected_date)
        report = "smart_purchase_charter.report_pool_handover"
        html = self.env["ir.actions.report"]._render_qweb_html(report, self.order.ids)
        text = html[0].decode()
        self.assertIn("Chloé", text)
        self.assertEqual(text.count("☑"), 1)
        with self.assertRaises(AccessError):
            self.commitments[0].with_user(self.anne.user_ids).action_collect()
        with self.assertRaises(AccessError):
            self.commitments[0].with_user(self.buyer).write({"collected_date": False})

    def test_the_coordinator_ticks_on_her_phone_and_nobody_else(self):
        url = f"/my/pools/{self.order.id}/handover"
        share = self.commitments[1]
        for login, status in (("pooled_bachir", 404), ("pooled_anne", 200)):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(url).status_code, status)
            data = {"csrf_token": Request.csrf_token(self)}
            done = self.url_open(f"{url}/{share.id}", data=data)
            self.assertEqual(done.status_code, status)
        self.assertTrue(share.collected_date)
        other = self._commit(self._create_pool(), self.chloe, 2)
        missing = self.url_open(f"{url}/{other.id}", data=data)
        self.assertEqual(missing.status_code, 404)
