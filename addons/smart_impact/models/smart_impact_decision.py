# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactDecision(models.Model):
    _name = "smart.impact.decision"
    _description = "Decision served by impact figures"
    _order = "decided_on desc, id desc"

    name = fields.Char("Decision", required=True, translate=True)
    description = fields.Text(translate=True)
    programme_id = fields.Many2one(
        "smart.impact.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [("expected", "To be taken"), ("taken", "Taken")],
        required=True,
        default="expected",
    )
    decided_on = fields.Date()
    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_decision_indicator_rel",
        "decision_id",
        "indicator_id",
        string="Indicators",
        domain="[('programme_id', '=', programme_id)]",
    )
