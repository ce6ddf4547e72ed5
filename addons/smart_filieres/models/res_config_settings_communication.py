# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..engine.selfassessment import BRONZE, GOLD
from .mailing_mailing_cap import CAP, DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    smart_cap_messages = fields.Integer(
        "Messages per member",
        config_parameter="smart_filieres.cap_messages",
        default=CAP,
        help="Over all filières. Zero: no cap.",
    )
    smart_cap_days = fields.Integer(
        "Days", config_parameter="smart_filieres.cap_days", default=DAYS
    )
    smart_bronze = fields.Float(
        "Bronze (%)",
        config_parameter="smart_filieres.selfassessment_bronze",
        default=BRONZE,
    )
    smart_gold = fields.Float(
        "Gold (%)", config_parameter="smart_filieres.selfassessment_gold", default=GOLD
    )

    def set_values(self):
        """Keep zero as it is: Odoo would forget it and the default would be back."""
        result = super().set_values()
        # whoever gets here may already write the settings
        parameters = self.env["ir.config_parameter"].sudo()
        for key in ("cap_messages", "cap_days"):
            parameters.set_param(f"smart_filieres.{key}", str(self[f"smart_{key}"]))
        return result
