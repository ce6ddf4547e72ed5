# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class EventTag(models.Model):
    _inherit = "event.tag"

    is_training = fields.Boolean(
        "Training", help="Who came to a meeting with this tag counts as trained."
    )
