# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

STAGES = [
    ("creation", "Creation"),
    ("production", "Production and administration"),
    ("technique", "Technique"),
    ("distribution", "Distribution and sale"),
    ("transmission", "Transmission"),
]


class SmartActivity(models.Model):
    _inherit = "smart.activity"

    chain_stage = fields.Selection(
        STAGES,
        "Stage of the value chain",
        help="Tells which stages a filière covers, and how evenly.",
    )
