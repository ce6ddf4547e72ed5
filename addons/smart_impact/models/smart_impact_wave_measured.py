# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave that opens says what was adopted and is asked by no question."""

from odoo import models


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def action_open(self):
        result = super().action_open()
        for wave in self:
            left = wave._get_unmeasured()
            if left:
                wave.message_post(
                    body=self.env._(
                        "Adopted, and measured by no question yet: %(indicators)s.",
                        indicators=left.mapped("display_name"),
                    )
                )
        return result

    def _get_unmeasured(self):
        """Return the adopted survey indicators that no question measures."""
        self.ensure_one()
        return self.env["smart.impact.indicator"].search(
            [
                ("programme_id", "=", self.programme_id.id),
                ("source", "=", "survey"),
                ("state", "=", "adopted"),
                ("is_measured", "=", False),
            ]
        )
