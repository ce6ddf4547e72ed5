# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ProductReplenish(models.TransientModel):
    _name = "product.replenish"
    _inherit = ["product.replenish", "smart.charter.replenish.mixin"]

    def _get_charter_seller(self):
        return self.supplier_id

    def _get_charter_need(self):
        return self.quantity, self.product_uom_id

    @api.depends(
        "supplier_id.partner_id.commercial_partner_id.charter_grade",
        "supplier_id.price",
        "quantity",
        "product_uom_id",
        "product_id",
        "company_id",
    )
    def _compute_charter_check(self):
        return super()._compute_charter_check()

    @api.depends("charter_effect", "charter_derogation_id")
    @api.depends_context("lang")
    def _compute_charter_notice(self):
        return super()._compute_charter_notice()
