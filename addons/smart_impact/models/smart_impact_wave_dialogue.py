# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def action_close(self):
        """Write down, too, that members took part in the collection."""
        result = super().action_close()
        today = fields.Date.context_today(self)
        groups = self.programme_id.stakeholder_ids.filtered(
            lambda one: one.kind == "member"
        )
        # it happened, whoever closed the wave: an evaluator, or its last day
        self.env["smart.impact.engagement"].sudo().create(
            [
                {
                    "name": wave.name,
                    "stakeholder_id": group.id,
                    "phase": "collection",
                    "depth": "consulted",
                    "date": min(wave.date_close or today, today),
                    "people_count": group._get_shown_count(wave.complete_count),
                }
                for wave in self
                for group in groups
                if group.programme_id == wave.programme_id
            ]
        )
        return result
