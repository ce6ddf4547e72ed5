# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartPooledOrderCharter(models.Model):
    """A pooled order is checked against the charter when it is opened to members."""

    _name = "smart.pooled.order"
    _inherit = ["smart.pooled.order", "smart.charter.check.mixin"]

    def _get_charter_partner(self):
        return self.partner_id.commercial_partner_id

    def _get_charter_document(self):
        return "pool"

    def _get_charter_amount(self):
        return self.currency_id._convert(
            self.amount_planned,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )

    def _get_charter_products(self):
        return self.line_ids.product_id

    @api.depends(
        "partner_id.commercial_partner_id.charter_grade",
        "amount_planned",
        "company_id",
        "line_ids.product_id",
    )
    def _compute_charter_check(self):
        return super()._compute_charter_check()

    @api.depends("charter_effect", "charter_derogation_id")
    @api.depends_context("lang")
    def _compute_charter_notice(self):
        return super()._compute_charter_notice()

    def action_open(self):
        drafts = self.filtered(lambda order: order.state == "draft")
        for order in drafts:
            error = order._get_charter_error()
            if error:
                raise UserError(error)
        logs = drafts._prepare_charter_logs()
        result = super().action_open()
        drafts.filtered(lambda o: o.id in logs)._message_log_batch(bodies=logs)
        return result
