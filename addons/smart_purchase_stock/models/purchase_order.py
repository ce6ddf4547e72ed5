# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

TODO = "smart_purchase_stock.mail_activity_blocked"
BUYERS = "smart_purchase_charter.group_buyer"


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _warn_of_blocked_supplier(self):
        """Say on drafts that nobody wrote why they cannot be confirmed, once each."""
        blocked = self.filtered(
            lambda order: (
                order.charter_effect == "block" and not order.charter_derogation_id
            )
        )
        told = self.env["mail.activity"]
        if blocked:
            told = blocked.activity_search([TODO])
        for order in blocked.filtered(
            lambda order: order.id not in told.mapped("res_id")
        ):
            buyer = order._get_charter_buyer() or self.env.user
            notice = order.with_context(lang=buyer.lang).charter_notice
            order._message_log(body=notice)
            order.activity_schedule(TODO, note=notice, user_id=buyer.id)

    def _get_charter_buyer(self):
        """Return who answers for an order that a procurement made."""
        buyers = self.env.ref(BUYERS).all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids and not user.share
        )
        asked = self.user_id or self.partner_id.buyer_id or (self.env.user & buyers)
        people = buyers - self.env.ref("base.user_root")
        return asked or people.sorted("id")[:1]

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        self.filtered(lambda order: order.state == "purchase").activity_unlink([TODO])
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self.activity_unlink([TODO])
        return result
