# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    @api.depends("partner_id.commercial_partner_id.charter_grade")
    @api.depends_context("show_charter_grade", "lang")
    def _compute_display_name(self):
        """Say the grade after the price, where a supplier is chosen from a list."""
        result = super()._compute_display_name()
        is_inside = self.env.su or self.env.user._is_internal()
        if self.env.context.get("show_charter_grade") and is_inside:
            labels = dict(
                self._fields["charter_grade"]._description_selection(self.env)
            )
            for seller in self.filtered("partner_id"):
                grade = labels[seller.charter_grade or "unknown"]
                seller.display_name = f"{seller.display_name} · {grade}"
        return result

    def _get_charter_amount(self, quantity, uom, company):
        """Return the untaxed amount of a quantity in the currency of the company."""
        if not self:
            return 0.0
        asked = uom._compute_quantity(quantity, self.product_uom_id, round=False)
        return self.currency_id._convert(
            asked * self.price * (1 - self.discount / 100),
            company.currency_id,
            company,
            fields.Date.context_today(self),
        )

    def _filter_charter_blocked(self, product, quantity, uom, company):
        """Return those whose order the company would block, in the same order."""
        # sudo: what the company decided holds for who may not read its matrix
        sellers = self.sudo()
        policies = sellers.env["smart.charter.policy"]
        matrix = policies._get_matrix(company)
        amounts = {
            seller: seller._get_charter_amount(quantity, uom, company)
            for seller in sellers
        }
        blocked = sellers.filtered(
            lambda seller: (
                policies._get_effect(
                    matrix,
                    company,
                    "purchase_order",
                    seller.charter_grade or "unknown",
                    amounts[seller],
                )
                == "block"
            )
        )
        if not blocked:
            return self.browse()
        derogations = sellers.env["smart.supplier.derogation"]._get_valid(
            blocked.partner_id.commercial_partner_id,
            company,
            fields.Date.context_today(self),
        )
        lifted = blocked.filtered(
            lambda seller: any(
                derogation._covers(
                    seller.partner_id.commercial_partner_id,
                    company,
                    amounts[seller],
                    product,
                )
                for derogation in derogations
            )
        )
        return self.browse((blocked - lifted).ids)
