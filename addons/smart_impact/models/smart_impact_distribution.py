# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactDistribution(models.Model):
    """How all the answers to a question are spread: a row per possible answer.

    As in results, what is masked holds nothing.
    """

    _name = "smart.impact.distribution"
    _description = "Impact Distribution of Answers"
    _order = "wave_id, item_id, sequence, id"
    _rec_name = "item_id"
    _log_access = False

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "smart.impact.item", string="Question", required=True, ondelete="restrict"
    )
    option_id = fields.Many2one("smart.impact.item.option", ondelete="restrict")
    sequence = fields.Integer(readonly=True)
    answer = fields.Char("Answer option", compute="_compute_answer")
    state = fields.Selection(
        [("published", "Shown"), ("suppressed", "Masked")],
        string="Status",
        required=True,
    )
    share = fields.Float("Share (%)", readonly=True, aggregator=None)
    respondent_count = fields.Integer("Respondents", readonly=True, aggregator=None)
    company_id = fields.Many2one(related="wave_id.company_id")

    _answer_uniq = models.Constraint(
        "UNIQUE(wave_id, item_id, sequence)", "An answer is counted once in a wave."
    )

    def _compute_answer(self):
        for row in self:
            row.answer = row.option_id.name or str(row.sequence)
