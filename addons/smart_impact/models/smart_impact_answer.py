# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactAnswer(models.Model):
    _name = "smart.impact.answer"
    _description = "Impact Answer"
    _log_access = False
    _rec_name = "item_id"

    response_id = fields.Many2one(
        "smart.impact.response", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "smart.impact.item", required=True, index=True, ondelete="restrict"
    )
    # empty when the option has no score: not the same as zero
    value = fields.Float()
    code = fields.Char()
    text = fields.Text()
