# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartImpactDecision(models.Model):
    _name = "smart.impact.decision"
    _inherit = ["smart.impact.decision", "smart.impact.transfer.mixin"]
