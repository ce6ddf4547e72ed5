# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseRequisition(models.Model):
    _name = "purchase.requisition"
    _inherit = ["purchase.requisition", "smart.charter.check.mixin"]

    def _get_charter_partner(self):
        return self.vendor_id.commercial_partner_id

    def _get_charter_document(self):
        return "agreement"

    def _get_charter_amount(self):
        amount = sum(line.product_qty * line.price_unit for line in self.line_ids)
        return self.currency_id._convert(
            amount,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )

    def _get_charter_products(self):
        return self.line_ids.product_id

    @api.depends(
        "vendor_id.commercial_partner_id.charter_grade",
        "line_ids.product_id",
        "line_ids.product_qty",
        "line_ids.price_unit",
        "currency_id",
        "company_id",
    )
    def _compute_charter_check(self):
        return super()._compute_charter_check()

    @api.depends("charter_effect", "charter_derogation_id")
    @api.depends_context("lang")
    def _compute_charter_notice(self):
        return super()._compute_charter_notice()

    def action_confirm(self):
        error = self._get_charter_error()
        if error:
            raise UserError(error)
        logs = self._prepare_charter_logs()
        result = super().action_confirm()
        self.filtered(lambda r: r.id in logs)._message_log_batch(bodies=logs)
        return result
