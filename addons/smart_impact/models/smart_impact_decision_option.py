# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactDecisionOption(models.Model):
    """A way that was weighed, whether it was chosen or not."""

    _name = "smart.impact.decision.option"
    _description = "Option of an Impact Decision"
    _order = "decision_id, sequence, id"

    decision_id = fields.Many2one(
        "smart.impact.decision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="decision_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Option", required=True, translate=True)
    reason = fields.Char("For and against", translate=True)
    is_chosen = fields.Boolean("Chosen")
