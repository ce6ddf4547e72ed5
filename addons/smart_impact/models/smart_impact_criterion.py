# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

DIMENSIONS = [
    ("social", "Social"),
    ("societal", "Societal"),
    ("economic", "Economic"),
    ("work", "Relation to work"),
]


class SmartImpactCriterion(models.Model):
    _name = "smart.impact.criterion"
    _description = "Impact Criterion"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "programme_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    dimension = fields.Selection(DIMENSIONS, required=True, default="social")
    programme_id = fields.Many2one(
        "smart.impact.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    indicator_ids = fields.One2many("smart.impact.indicator", "criterion_id")
