# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    animation_tool_id = fields.Many2one(
        "smart.animation.tool", "Animation tool", index="btree_not_null"
    )
