# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    relay_open_limit = fields.Integer(
        "Contact requests awaiting an answer",
        config_parameter="smart_filieres.relay_open_limit",
        default=5,
    )
    relay_month_limit = fields.Integer(
        "Contact requests in 30 days",
        config_parameter="smart_filieres.relay_month_limit",
        default=20,
    )
