# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

MOST_SHOWN = 3


class SmartPooledOrderLineSharing(models.Model):
    """Before she commits, a member sees what she could borrow instead."""

    _inherit = "smart.pooled.order.line"

    def _get_borrowable(self):
        """Return dicts (id, name, product, km) of the nearest, for the reader."""
        self.ensure_one()
        # the product is not readable by members; what is listed is
        product = self.sudo().product_id
        found = self.env["smart.shared.resource"].sudo()._find_instead_of(product)
        found = found.filtered(lambda one: one.company_id == self.sudo().company_id)
        distances = found._get_distances(self.env.user.sudo().partner_id)
        far = 10**6
        nearest = sorted(
            found,
            key=lambda one: far if distances[one] is None else distances[one],
        )
        return [
            {
                "id": one.id,
                "name": one.name,
                "product": product.id,
                "km": distances[one],
            }
            for one in nearest[:MOST_SHOWN]
        ]
