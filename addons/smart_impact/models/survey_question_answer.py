# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    impact_option_id = fields.Many2one(
        "smart.impact.item.option", index="btree_not_null", ondelete="restrict"
    )
