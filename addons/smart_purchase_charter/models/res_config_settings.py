# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

NAMES = (
    "tender_weight_price",
    "tender_weight_date",
    "tender_weight_grade",
    "pooling_saving_rate",
)


class ResConfigSettings(models.TransientModel):
    """What a company decides about buying; the weights are written together."""

    _inherit = "res.config.settings"

    # Not related: these would be written one by one, and never sum to 100 in between.
    tender_weight_price = fields.Float(
        default=lambda self: self.env.company.tender_weight_price
    )
    tender_weight_date = fields.Float(
        default=lambda self: self.env.company.tender_weight_date
    )
    tender_weight_grade = fields.Float(
        default=lambda self: self.env.company.tender_weight_grade
    )
    pooling_saving_rate = fields.Float(
        default=lambda self: self.env.company.pooling_saving_rate
    )

    def set_values(self):
        result = super().set_values()
        changed = {
            name: self[name] for name in NAMES if self[name] != self.company_id[name]
        }
        if changed:
            self.company_id.write(changed)
        return result
