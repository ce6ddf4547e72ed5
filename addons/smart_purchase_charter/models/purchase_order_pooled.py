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

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_pooled_error()

    def _get_pooled_error(self):
        """Return why members would not take part at these prices, or False."""
        # Who confirms purchases need not be a buyer of pooled orders.
        lines = self.order_line.sudo().filtered("pooled_line_id")
        commitments = self.env["smart.pooled.commitment"].sudo()
        lowest = dict(
            commitments._read_group(
                [
                    ("line_id", "in", lines.pooled_line_id.ids),
                    ("state", "=", "committed"),
                    ("max_price", ">", 0),
                ],
                ["line_id"],
                ["max_price:min"],
            )
        )
        for line in lines:
            pooled, price = line.pooled_line_id, line._get_pooled_price()
            ceiling = lowest.get(pooled)
            if ceiling and price > ceiling:
                return self.env._(
                    "%(product)s costs %(price)s on this order, and a member of "
                    "%(pool)s accepts up to %(ceiling)s only. Cancel this order and "
                    "create it again from the pooled order: who does not accept the "
                    "price is released first.",
                    product=line.product_id.display_name,
                    price=pooled._format_price(price),
                    pool=pooled.order_id.name,
                    ceiling=pooled._format_price(ceiling),
                )
        return False

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

    def _get_pooled_price(self):
        """Return the untaxed price per unit that members count in, to the cent."""
        self.pooled_line_id._check_unit(self.product_uom_id)
        quantity = self.product_uom_id._compute_quantity(
            self.product_qty, self.pooled_line_id.product_uom_id, round=False
        )
        price = self.price_subtotal / quantity if quantity else 0.0
        return self.currency_id.round(price)
