# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


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

    @api.constrains("active")
    def _check_impact_sealed(self):
        # the wave of a survey that is opened again, whoever does so
        wrong = self.filtered(
            lambda one: (
                one.active and any(one.sudo().impact_wave_ids.mapped("is_sealed"))
            )
        )
        if wrong:
            raise ValidationError(
                self.env._(
                    "%(surveys)s belongs to a wave that is sealed: it takes no answer "
                    "any more.",
                    surveys=wrong.mapped("title"),
                )
            )

    def _check_answer_creation(
        self,
        user,
        partner,
        email,
        test_entry=False,
        check_attempts=True,
        invite_token=False,
    ):
        """Answers of a wave are made by the wave, which knows who is asked."""
        result = super()._check_answer_creation(
            user, partner, email, test_entry, check_attempts, invite_token
        )
        if self.survey_type == "impact" and not test_entry:
            raise UserError(
                self.env._(
                    "%(survey)s is answered from the portal of the members it asks.",
                    survey=self.title,
                )
            )
        return result
