# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError

TO_CONFIRM = ("draft", "sent")


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "smart.charter.check.mixin"]

    def _get_charter_partner(self):
        return self.partner_id.commercial_partner_id

    def _get_charter_document(self):
        return "purchase_order"

    def _get_charter_amount(self):
        return self.amount_untaxed / (self.currency_rate or 1.0)

    def _get_charter_products(self):
        return self.order_line.product_id

    @api.depends(
        "partner_id.commercial_partner_id.charter_grade",
        "amount_untaxed",
        "currency_rate",
        "company_id",
        "order_line.product_id",
    )
    def _compute_charter_check(self):
        return super()._compute_charter_check()

    @api.depends("charter_effect", "charter_derogation_id")
    @api.depends_context("lang")
    def _compute_charter_notice(self):
        return super()._compute_charter_notice()

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_charter_error()

    def _has_native_approval(self):
        return True

    def _approval_allowed(self):
        return super()._approval_allowed() and not self._needs_charter_approval(
            self.charter_effect, self.charter_derogation_id
        )

    def action_rfq_send(self):
        self._check_charter_request()
        return super().action_rfq_send()

    def print_quotation(self):
        self._check_charter_request()
        return super().print_quotation()

    def _check_charter_request(self):
        """Refuse to ask a quotation where the company decided so.

        :raises UserError: with the order, its grade and the way out
        """
        requests = self.filtered(lambda order: order.state == "draft")
        for request, verdict in requests._get_charter_verdicts("rfq").items():
            if request._is_charter_refused(*verdict) or (
                request._needs_charter_approval(*verdict)
            ):
                # sudo: the sentence says the grade, not the assessment behind it
                raise UserError(request.sudo()._get_charter_notice(*verdict))

    def button_confirm(self):
        if not self.env.lang:
            # Core's dialog about alternatives drops the context, language included.
            self = self.with_context(lang=self.env.user.lang)
        waiting = self.filtered(lambda order: order.state in TO_CONFIRM)
        logs = waiting._prepare_charter_logs()
        result = super().button_confirm()
        # The alternatives dialog may have postponed the confirmation.
        done = waiting.filtered(
            lambda order: order.id in logs and order.state not in TO_CONFIRM
        )
        done._message_log_batch(bodies={order.id: logs[order.id] for order in done})
        return result

    def button_approve(self, force=False):
        # Time passed since the confirmation, and this button is reachable over RPC
        # on an order that nobody confirmed.
        for order in self.filtered(lambda order: order.state != "purchase"):
            error = order._get_charter_error()
            if error:
                raise UserError(error)
        return super().button_approve(force=force)
