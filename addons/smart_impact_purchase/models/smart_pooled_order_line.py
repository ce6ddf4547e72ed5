# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartPooledOrderLine(models.Model):
    _inherit = "smart.pooled.order.line"

    single_price = fields.Float(
        "Price Alone",
        digits="Product Price",
        readonly=True,
        copy=False,
        help="What a unit cost in the smallest quantity on the day of the order.",
    )

    def _freeze_order(self):
        result = super()._freeze_order()
        # guarded figures of the order, like the price that was just frozen
        for line in self.sudo():
            line.single_price = line._get_single_price()
        return result

    def _get_single_price(self):
        """Return the price of a unit for who buys alone, never under what was paid."""
        self.ensure_one()
        tiers = self._get_tiers()
        if not tiers:
            return self.ordered_price
        first = min(tiers, key=lambda tier: (tier.min_quantity, -tier.price))
        return max(self._to_unit_price(first.price), self.ordered_price)
