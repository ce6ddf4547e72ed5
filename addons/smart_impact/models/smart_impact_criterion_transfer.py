# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartImpactCriterion(models.Model):
    _name = "smart.impact.criterion"
    _inherit = ["smart.impact.criterion", "smart.impact.transfer.mixin"]

    adopted_at_origin = fields.Boolean("Adopted at origin", readonly=True, copy=False)
