# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    # an update reads companies before it adds columns: no prefetch
    prefer_graded_suppliers = fields.Boolean(
        "Graded Suppliers First",
        prefetch=False,
        help="Among the suppliers valid for a quantity, those that the charter blocks "
        "come last. Otherwise Odoo's own order holds.",
    )
