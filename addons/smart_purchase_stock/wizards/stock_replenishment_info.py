# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class StockReplenishmentInfo(models.TransientModel):
    _inherit = "stock.replenishment.info"

    charter_effect = fields.Selection(
        related="orderpoint_id.charter_effect", groups="base.group_user"
    )
    charter_notice = fields.Text(
        related="orderpoint_id.charter_notice", groups="base.group_user"
    )
