# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartImpactItemOption(models.Model):
    _name = "smart.impact.item.option"
    _inherit = ["smart.impact.item.option", "smart.impact.transfer.mixin"]
