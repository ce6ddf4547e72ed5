# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The native survey of a wave, made from the instrument."""

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

QUESTION_TYPES = {
    "scale": "scale",
    "choice": "simple_choice",
    "number": "numerical_box",
    "text": "text_box",
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def action_generate_survey(self):
        """Make the survey that members answer, in every installed language."""
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        if self.survey_id:
            raise UserError(
                self.env._("%(wave)s has its survey already.", wave=self.name)
            )
        if not self.instrument_id.item_ids:
            raise UserError(
                self.env._(
                    "%(instrument)s has no question yet: add some, then generate the "
                    "survey of %(wave)s.",
                    instrument=self.instrument_id.display_name,
                    wave=self.name,
                )
            )
        # evaluators have no right on native surveys, and nobody on impact ones
        wave = self.sudo().with_context(lang="en_US")
        wave.survey_id = wave.env["survey.survey"].create(wave._prepare_survey_vals())
        wave._translate_survey()
        return True

    def _prepare_survey_vals(self):
        """Return the values of the native survey of this wave.

        One page, by invitation, for members who are logged in: an answer then
        belongs to one member until it is stored, and to nobody afterwards.
        """
        self.ensure_one()
        return {
            "title": self.name,
            "survey_type": "impact",
            "description": plaintext2html(self.instrument_id.introduction or ""),
            "questions_layout": "one_page",
            "access_mode": "token",
            "users_login_required": True,
            "users_can_go_back": True,
            "scoring_type": "no_scoring",
            "is_attempts_limited": False,
            "user_id": False,
            "lang_ids": [Command.clear()],
            "question_and_page_ids": [
                Command.create(self._prepare_question_vals(item, sequence))
                for sequence, item in enumerate(self.instrument_id.item_ids, 1)
            ],
        }

    def _prepare_question_vals(self, item, sequence):
        """Return the values of the native question that asks an item."""
        vals = {
            "title": item.text,
            "sequence": sequence,
            "question_type": QUESTION_TYPES[item.kind],
            "impact_item_id": item.id,
            **item._prepare_validation_vals(),
        }
        if item.kind == "scale":
            vals.update(
                scale_min=item.scale_min,
                scale_max=item.scale_max,
                scale_min_label=item.label_min,
                scale_max_label=item.label_max,
            )
        if item.kind == "text":
            vals["question_placeholder"] = self._get_text_placeholder()
        if item.kind == "choice":
            vals["suggested_answer_ids"] = [
                Command.create({"value": option.name, "impact_option_id": option.id})
                for option in item.option_ids
            ]
        return vals

    @api.model
    def _get_text_placeholder(self):
        return self.env._("Without a name, a place or a date that tells who it is.")

    def _translate_survey(self):
        """Copy the translations of the instrument to the survey."""
        survey = self.survey_id
        questions = survey.question_and_page_ids
        for lang, _name in self.env["res.lang"].get_installed():
            if lang == "en_US":
                continue
            wave = self.with_context(lang=lang)
            survey.with_context(lang=lang).write(
                {
                    "title": wave.name,
                    "description": plaintext2html(
                        wave.instrument_id.introduction or ""
                    ),
                }
            )
            for question in questions.with_context(lang=lang):
                question._copy_impact_texts()
