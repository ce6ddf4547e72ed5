# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartCharter(models.Model):
    _inherit = "smart.charter"

    def action_adopt(self):
        """Adopt; what suppliers are answering follows to the new version."""
        result = super().action_adopt()
        # sudo: the committee has no right to questionnaires, and adopts for all
        waiting = (
            self.env["smart.supplier.questionnaire"]
            .sudo()
            .search(
                [
                    ("state", "=", "open"),
                    ("charter_id.state", "=", "superseded"),
                ]
            )
        )
        waiting._follow_charter()
        return result
