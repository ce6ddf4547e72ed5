# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

PHASES = [
    ("question", "Question"),
    ("criteria", "Criteria and indicators"),
    ("collection", "Collection"),
    ("interpretation", "Interpretation"),
    ("decision", "Decision"),
]
DEPTHS = [
    ("informed", "Informed"),
    ("consulted", "Consulted"),
    ("associated", "Worked it out with us"),
    ("decided", "Decided"),
]


class SmartImpactEngagement(models.Model):
    """What a group of stakeholders took part in, at a phase of the measure."""

    _name = "smart.impact.engagement"
    _description = "Stakeholder Contribution"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "date desc, id desc"

    name = fields.Char("What they did", required=True, translate=True)
    stakeholder_id = fields.Many2one(
        "smart.impact.stakeholder", required=True, index=True, ondelete="cascade"
    )
    programme_id = fields.Many2one(
        related="stakeholder_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="stakeholder_id.company_id", store=True, index=True
    )
    phase = fields.Selection(PHASES, required=True, default="question")
    depth = fields.Selection(DEPTHS, string="How", required=True, default="consulted")
    date = fields.Date(required=True, default=fields.Date.context_today)
    people_count = fields.Integer("People", help="0: unknown, or fewer than five.")
    outcome = fields.Text(
        "What it changed",
        translate=True,
    )
    decision_id = fields.Many2one(
        "smart.impact.decision", index="btree_not_null", ondelete="set null"
    )
    consultation_id = fields.Many2one(
        "smart.impact.consultation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _people_positive = models.Constraint(
        "CHECK(people_count >= 0)", "A number of people cannot be negative."
    )
