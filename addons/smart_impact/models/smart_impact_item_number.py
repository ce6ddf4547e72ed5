# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Numbers that members type: within bounds, and one kind of item per indicator."""

from math import isfinite

from odoo import api, fields, models


class SmartImpactItem(models.Model):
    _inherit = "smart.impact.item"

    number_min = fields.Float(
        "Lowest number",
        help="Both 0: any number is taken, which one typing error spoils.",
    )
    number_max = fields.Float("Highest number")

    _number_order = models.Constraint(
        "CHECK(number_min <= number_max)",
        "The lowest number of an item is above its highest.",
    )

    @api.constrains("kind", "indicator_ids")
    def _check_indicator_kinds(self):
        # indicators of companies that the user does not see hold it too
        self.sudo().indicator_ids._check_item_kinds()

    def _fits(self, value):
        """Tell whether a number is one, and lies where the item wants it."""
        self.ensure_one()
        if not isfinite(value):
            return False
        if self.kind == "scale":
            return self.scale_min <= value <= self.scale_max
        bounded = self.number_min < self.number_max
        return not bounded or self.number_min <= value <= self.number_max

    def _get_bounds_words(self):
        """Return what is said to who types a number outside the bounds."""
        return self.env._(
            "Give a number from %(low)s to %(high)s.",
            low=f"{self.number_min:g}",
            high=f"{self.number_max:g}",
        )

    def _prepare_validation_vals(self):
        """Return what the native question refuses."""
        self.ensure_one()
        if self.kind != "number" or self.number_min == self.number_max:
            return {}
        return {
            "validation_required": True,
            "validation_min_float_value": self.number_min,
            "validation_max_float_value": self.number_max,
            "validation_error_msg": self._get_bounds_words(),
        }
