# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from math import isfinite

from odoo import fields, models


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    impact_item_id = fields.Many2one(
        "smart.impact.item", index="btree_not_null", ondelete="restrict"
    )

    def _validate_numerical_box(self, answer):
        """Also refuse what is a number to Python alone: “nan”, “inf”, 1e309."""
        result = super()._validate_numerical_box(answer)
        if not result and self.impact_item_id and not isfinite(float(answer)):
            return {self.id: self.env._("This is not a number")}
        return result

    def _copy_impact_texts(self):
        """Take the item's texts in the language of the context."""
        self.ensure_one()
        item = self.impact_item_id.with_env(self.env)
        self.write(
            {
                "title": item.text,
                "scale_min_label": item.label_min,
                "scale_max_label": item.label_max,
            }
        )
        if self.validation_error_msg:
            self.validation_error_msg = item._get_bounds_words()
        if item.kind == "text":
            waves = self.env["smart.impact.wave"]
            self.question_placeholder = waves._get_text_placeholder()
        for answer in self.suggested_answer_ids:
            answer.value = answer.impact_option_id.name
