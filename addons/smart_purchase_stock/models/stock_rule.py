# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _run_buy(self, procurements):
        """Make the orders as ever; say on those to a blocked supplier what is up."""
        result = super()._run_buy(procurements)
        sellers = [
            procurement.values.get("supplier") for procurement, _rule in procurements
        ]
        partners = self.env["res.partner"].union(
            *(seller.partner_id for seller in sellers if seller)
        )
        # sudo: a need may come from who buys nothing. What this run wrote, as core
        # looks for it to show the order.
        lines = (
            self.env["purchase.order.line"]
            .sudo()
            .search(
                [
                    ("state", "=", "draft"),
                    ("partner_id", "in", partners.ids),
                    (
                        "product_id",
                        "in",
                        [one.product_id.id for one, _ in procurements],
                    ),
                    ("write_date", ">=", self.env.cr.now()),
                ]
            )
        )
        lines.order_id._warn_of_blocked_supplier()
        return result
