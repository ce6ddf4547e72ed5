# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactStaged(models.Model):
    """Answers that wait to be mixed with others before they are stored."""

    _name = "smart.impact.staged"
    _description = "Impact Answers Waiting"
    _log_access = False
    _rec_name = "wave_id"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    payload = fields.Json(required=True)
