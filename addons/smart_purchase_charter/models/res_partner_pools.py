# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResPartnerPools(models.Model):
    _inherit = "res.partner"

    can_coordinate_pools = fields.Boolean(
        "Coordinates Pooled Orders",
        groups="smart_purchase_charter.group_buyer",
        help="This member may turn a need that others back into a pooled order.",
    )
