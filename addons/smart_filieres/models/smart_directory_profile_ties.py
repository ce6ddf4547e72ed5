# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartDirectoryProfile(models.Model):
    _inherit = "smart.directory.profile"

    ties_consent = fields.Boolean(
        "Animators may name me",
        readonly=True,
        help="She agreed that animators see that she links filières, or has no tie.",
    )
    ties_consent_date = fields.Date("Answered on", readonly=True)

    def _set_ties_consent(self, agreed):
        """Record that a member agrees, or does not any more, with today's date."""
        self.write(
            {
                "ties_consent": bool(agreed),
                "ties_consent_date": fields.Date.context_today(self),
            }
        )
