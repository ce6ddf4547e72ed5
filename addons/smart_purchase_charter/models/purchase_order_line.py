# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    charter_grade = fields.Selection(
        related="partner_id.commercial_partner_id.charter_grade",
        string="Charter Grade",
        groups="base.group_user",
    )
