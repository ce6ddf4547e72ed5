# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartObservationMixin(models.AbstractModel):
    """What is observed on the first of a month, once."""

    _name = "smart.observation.mixin"
    _description = "Observed once a Month"
    _log_access = False

    period = fields.Date("Month", required=True, index=True)
    is_latest = fields.Boolean(
        "Last month observed",
        compute="_compute_is_latest",
        search="_search_is_latest",
    )
    is_suppressed = fields.Boolean("Masked")

    def _compute_is_latest(self):
        latest = self._get_latest_period()
        for row in self:
            row.is_latest = row.period == latest

    def _search_is_latest(self, operator, _value):
        if operator != "in":
            return NotImplemented
        return [("period", "=", self._get_latest_period())]

    def _get_latest_period(self):
        """Return the last month there is, or False."""
        [(latest,)] = self._read_group([], [], ["period:max"])
        return latest or False
