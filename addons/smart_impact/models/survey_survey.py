# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    # cascade: back to another type, unfinished answers would open to survey officers
    survey_type = fields.Selection(
        selection_add=[("impact", "Impact")], ondelete={"impact": "cascade"}
    )
    impact_wave_ids = fields.One2many("smart.impact.wave", "survey_id")

    @api.constrains("survey_type")
    def _check_impact_type(self):
        # the wave of a survey whose type changes, whoever changes it
        wrong = self.filtered(
            lambda one: one.survey_type != "impact" and one.sudo().impact_wave_ids
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "%(surveys)s belongs to an impact wave and keeps its type, which "
                    "protects the answers.",
                    surveys=wrong.mapped("title"),
                )
            )
