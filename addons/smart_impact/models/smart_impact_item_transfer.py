# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartImpactItem(models.Model):
    _name = "smart.impact.item"
    _inherit = ["smart.impact.item", "smart.impact.transfer.mixin"]
