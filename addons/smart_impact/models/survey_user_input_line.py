# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    def _get_impact_raw(self):
        """Return the answer as ``smart.impact.item._encode`` takes it."""
        self.ensure_one()
        if self.answer_type == "suggestion":
            return self.suggested_answer_id.impact_option_id.code
        return self[f"value_{self.answer_type}"]
