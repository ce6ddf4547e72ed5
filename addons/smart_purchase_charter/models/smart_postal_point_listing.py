# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartPostalPoint(models.Model):
    """Suppliers are placed again when the map of postal codes changes."""

    _inherit = "smart.postal.point"

    def _recompute_squares(self):
        result = super()._recompute_squares()
        # who keeps the map need not be a buyer
        listings = self.env["smart.supplier.listing"].sudo()
        placed = listings.with_context(active_test=False).search(
            [("country_id", "in", self.country_id.ids)]
        )
        for name in ("is_placed", "grid_latitude", "grid_longitude"):
            self.env.add_to_compute(listings._fields[name], placed)
        return result
