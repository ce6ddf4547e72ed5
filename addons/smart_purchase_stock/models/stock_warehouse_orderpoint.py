# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class StockWarehouseOrderpoint(models.Model):
    _name = "stock.warehouse.orderpoint"
    _inherit = ["stock.warehouse.orderpoint", "smart.charter.replenish.mixin"]

    charter_grade = fields.Selection(search="_search_charter_grade")
    charter_effect = fields.Selection(search="_search_charter_effect")

    def _get_charter_seller(self):
        # the vendor is known: its price needs no search of procurement rules
        vendor = self.effective_vendor_id
        if self.supplier_id or not vendor:
            return self.supplier_id
        product = self.product_id.with_company(self.company_id)
        return (
            product._select_seller(
                partner_id=vendor, quantity=self.qty_to_order, uom_id=self.product_uom
            )
            or product.seller_ids.filtered(lambda one: one.partner_id == vendor)[:1]
        )

    def _get_charter_partner(self):
        return self.effective_vendor_id.commercial_partner_id

    def _get_charter_need(self):
        return self.qty_to_order, self.product_uom

    @api.depends(
        "effective_vendor_id.commercial_partner_id.charter_grade",
        "supplier_id.price",
        "qty_to_order",
        "product_id",
        "company_id",
    )
    def _compute_charter_check(self):
        return super()._compute_charter_check()

    @api.depends("charter_effect", "charter_derogation_id")
    @api.depends_context("lang")
    def _compute_charter_notice(self):
        return super()._compute_charter_notice()

    def _search_charter_grade(self, operator, value):
        return self._search_charter("charter_grade", operator, value)

    def _search_charter_effect(self, operator, value):
        return self._search_charter("charter_effect", operator, value)

    def _search_charter(self, name, operator, value):
        """Look at each rule, as core does for the vendor that will be used."""
        if operator != "in":
            return NotImplemented
        rules = self.with_context(active_test=False).search(
            [("company_id", "in", self.env.companies.ids)]
        )
        return [("id", "in", rules.filtered(lambda rule: rule[name] in value).ids)]
