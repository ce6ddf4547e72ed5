# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactExtractDownload(models.Model):
    """Who took which file of an extract, and when."""

    _name = "smart.impact.extract.download"
    _description = "Download of a Research Extract"
    _order = "id desc"

    extract_id = fields.Many2one(
        "smart.impact.extract", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="extract_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    kind = fields.Selection(
        [("data", "Data"), ("codebook", "Codebook")], required=True, default="data"
    )
