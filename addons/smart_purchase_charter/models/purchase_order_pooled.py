# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class PurchaseOrderPooled(models.Model):
    """The native order to the supplier tells the pooled order where it stands."""

    _inherit = "purchase.order"

    pooled_order_id = fields.Many2one(
        "smart.pooled.order",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        self._follow_pooled_order()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._follow_pooled_order()
        return result

    def _follow_pooled_order(self):
        """Mark pooled orders as ordered, or closed again once all is cancelled."""
        # Who confirms purchases need not be a buyer of pooled orders.
        for pooled in self.sudo().pooled_order_id:
            confirmed = "purchase" in pooled.purchase_order_ids.mapped("state")
            if confirmed and pooled.state == "closed":
                pooled._set_state("ordered")
            elif not confirmed and pooled.state == "ordered":
                pooled._set_state("closed")


class PurchaseOrderLinePooled(models.Model):
    _inherit = "purchase.order.line"

    pooled_line_id = fields.Many2one(
        "smart.pooled.order.line",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
