# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledEdgesMoney(PooledCommon, AccountTestInvoicingCommon):
    """Taxes of several countries, currencies, prices that move, goods for free."""

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

    def _settle(self, pool, received):
        purchase = self._order(pool)
        purchase.order_line[:1].qty_received = received
        pool.action_allocate()
        purchase.action_create_invoice()
        bill = purchase.invoice_ids
        bill.invoice_date = fields.Date.today()
        bill.action_post()
        pool.action_settle()
        return bill

    def _total(self, records):
        return round(sum(records.mapped("amount_total")), 2)

    # === TAXES === #

    def test_members_of_several_countries_pay_what_was_billed(self):
        """The supplier's tax is passed on: no member's country adds its own."""
        fiscal = self.env["account.fiscal.position"].create(
            {
                "name": "Elsewhere",
                "auto_apply": True,
                "country_id": self.env.ref("base.fr").id,
            }
        )
        self.chloe.write(
            {
                "country_id": self.env.ref("base.fr").id,
                "property_account_position_id": fiscal.id,
            }
        )
        pool = self._create_pool()
        self._commit(pool, self.anne, 7)
        self._commit(pool, self.chloe, 5)
        bill = self._settle(pool, 11)
        pool.action_invoice_members()
        invoices = pool._get_member_invoices()
        self.assertEqual(invoices.partner_id, self.anne | self.chloe)
        self.assertFalse(invoices.invoice_line_ids.tax_ids)
        self.assertEqual(self._total(invoices), bill.amount_total)

    def test_a_supplier_abroad_bills_with_the_taxes_of_its_position(self):
        foreign = self.env["account.tax"].create(
            {"name": "VAT abroad", "type_tax_use": "purchase", "amount": 6.0}
        )
        fiscal = self.env["account.fiscal.position"].create({"name": "Abroad"})
        foreign.write(
            {
                "fiscal_position_ids": [(4, fiscal.id)],
                "original_tax_ids": [(4, self.tax.id)],
            }
        )
        self.supplier.property_account_position_id = fiscal
        pool = self._create_pool()
        self._commit(pool, self.anne, 7)
        self._commit(pool, self.bachir, 5)
        bill = self._settle(pool, 12)
        self.assertEqual(bill.invoice_line_ids.tax_ids, foreign)
        self.assertEqual(
            round(sum(pool.commitment_ids.mapped("amount_tax")), 2), bill.amount_tax
        )

    def test_two_rates_stay_with_their_products(self):
        free = self._create_pooled_product("Free of tax", tiers=((0, 3.33),))
        pool = self._create_pool(self.product | free, line={"lot_size": 1})
        commitments = self.env["smart.pooled.commitment"]
        for line, member, quantity in (
            (pool.line_ids[0], self.anne, 7),
            (pool.line_ids[1], self.bachir, 3),
        ):
            commitments._commit(member, line, quantity)
        purchase = self._order(pool)
        for line in purchase.order_line:
            line.qty_received = line.product_qty
        pool.action_allocate()
        purchase.action_create_invoice()
        purchase.invoice_ids.invoice_date = fields.Date.today()
        purchase.invoice_ids.action_post()
        pool.action_settle()
        taxes = {one.partner_id: one.amount_tax for one in pool.commitment_ids}
        self.assertEqual(taxes, {self.anne: 14.7, self.bachir: 0})

    # === CURRENCIES === #

    def test_a_currency_without_cents_is_shared_in_whole_units(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": yen.id, "rate": 160.0, "company_id": self.env.company.id}
        )
        pool = self._create_pool(currency_id=yen.id, freight_amount=1000)
        for member, quantity in ((self.anne, 7), (self.bachir, 4), (self.chloe, 1)):
            self._commit(pool, member, quantity)
        bill = self._settle(pool, 11)
        pool.action_invoice_members()
        invoices = pool._get_member_invoices()
        self.assertEqual(bill.currency_id | invoices.currency_id, yen)
        self.assertEqual(self._total(invoices), bill.amount_total)
        self.assertTrue(all(one.amount_total % 1 == 0 for one in invoices))

    # === PRICES === #

    def test_seventeen_cost_more_than_eighteen(self):
        pool = self._create_pool(line={"lot_size": 1})
        self._commit(pool, self.anne, 17)
        line = pool.line_ids
        self.assertEqual(pool.amount_planned, 156.40)
        self.assertEqual((line.order_up_qty, line.order_up_saving), (1, 3.40))
        self._commit(pool, self.bachir, 1)
        self.assertEqual(pool.amount_planned, 153.00)
        self.assertEqual(self._order(pool).amount_untaxed, 153.00)

    def test_a_price_raised_on_the_order_is_not_confirmed_over_a_ceiling(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 12, 0, 9.2)
        pool.action_close()
        pool.action_create_purchase_order()
        purchase = pool.purchase_order_ids
        purchase.order_line.price_unit = 9.21
        with self.assertRaisesRegex(UserError, "9[.,]21"):
            purchase.button_confirm()
        purchase.order_line.price_unit = 9.2
        purchase.button_confirm()
        self.assertEqual(pool.state, "ordered")

    def test_fewer_ordered_than_the_tier_is_refused_to_who_set_a_ceiling(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 12, 0, 9.5)
        pool.action_close()
        pool.action_create_purchase_order()
        purchase = pool.purchase_order_ids
        purchase.order_line.write({"product_qty": 6, "price_unit": 10})
        with self.assertRaisesRegex(UserError, "9[.,]50"):
            purchase.button_confirm()
        purchase.button_cancel()
        pool.action_create_purchase_order()
        again = pool.purchase_order_ids - purchase
        self.assertEqual(
            (again.order_line.product_qty, again.amount_untaxed), (12, 110.4)
        )

    # === FOR FREE === #

    def test_goods_for_free_share_the_freight_by_units(self):
        self.product.seller_ids.price = 0
        pool = self._create_pool(freight_amount=20, outcome="cancel")
        asked = {self.anne: 8, self.bachir: 4, self.chloe: 5, self.dries: 1}
        for member, quantity in asked.items():
            self._commit(pool, member, quantity)
        estimates = [pool._get_estimate(member) for member in asked]
        self.assertEqual(
            estimates, [(0.0, 8.89), (0.0, 4.44), (0.0, 5.56), (0.0, 1.11)]
        )
        with freeze_time(pool.deadline + timedelta(seconds=1)):
            self.env.invalidate_all()
            pool.sudo()._cron_close_due()
        self.assertEqual(pool.state, "closed")
        bill = self._settle_closed(pool, 18)
        self.assertEqual(self._total(pool.commitment_ids), bill.amount_total)

    def _settle_closed(self, pool, received):
        pool.action_create_purchase_order()
        purchase = pool.purchase_order_ids
        purchase.button_confirm()
        for line in purchase.order_line:
            line.qty_received = min(received, line.product_qty)
        pool.action_allocate()
        purchase.action_create_invoice()
        purchase.invoice_ids.invoice_date = fields.Date.today()
        purchase.invoice_ids.action_post()
        pool.action_settle()
        return purchase.invoice_ids
