# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    prefer_graded_suppliers = fields.Boolean(
        related="company_id.prefer_graded_suppliers", readonly=False
    )
