# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    importance = fields.Float(
        "Importance to stakeholders",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Mean from 1 to 5 in the last consultation that was published.",
    )
    importance_count = fields.Integer(
        "People who said so", readonly=True, copy=False, aggregator=None
    )
    work_ids = fields.Many2many(
        "smart.impact.work",
        "smart_impact_work_indicator_rel",
        "indicator_id",
        "work_id",
        string="Research",
    )
