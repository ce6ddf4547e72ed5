# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    def _get_reworded(self, before, now):
        """Return ``{indicator: {item code}}``: what two questionnaires ask otherwise.

        Those that only one of them asks are not there: a series that begins, or
        stops, is not broken.
        """
        changed = set(now._get_differences(before)) if before != now else set()
        old, new = before._get_asked_codes(self), now._get_asked_codes(self)
        return {
            indicator: codes
            for indicator in self
            if old[indicator]
            and new[indicator]
            and (
                codes := (old[indicator] ^ new[indicator])
                | (old[indicator] & new[indicator] & changed)
            )
        }
