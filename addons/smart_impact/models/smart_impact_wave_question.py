# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The question of a wave is the one that its members read when it opened."""

from odoo import api, fields, models
from odoo.tools import SQL


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    asked_question = fields.Text(
        "Question when it opened", readonly=True, copy=False, translate=True
    )
    question = fields.Text(
        "Evaluative question",
        compute="_compute_question",
        compute_sudo=True,
    )

    def _init_column(self, column_name):
        # waves that opened before keep the question of that day as far as it is known
        if column_name != "asked_question":
            return super()._init_column(column_name)
        query = SQL(
            "UPDATE smart_impact_wave AS wave SET asked_question = programme.question"
            " FROM smart_impact_programme AS programme"
            " WHERE programme.id = wave.programme_id AND wave.state != 'draft'"
        )
        self.env.cr.execute(query)
        return None

    @api.depends("asked_question", "programme_id.question")
    @api.depends_context("lang")
    def _compute_question(self):
        for wave in self:
            wave.question = wave.asked_question or wave.programme_id.question

    def action_open(self):
        result = super().action_open()
        # frozen by the opening alone
        for wave in self.sudo():
            programme = wave.programme_id
            field = programme._fields["question"]
            words = field._get_stored_translations(programme)
            wave.update_field_translations("asked_question", words)
        return result
