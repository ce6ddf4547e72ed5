# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartSupplierLabel(models.Model):
    """A label that an independent body gives, and the register where it is read."""

    _name = "smart.supplier.label"
    _description = "Supplier Label"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    body = fields.Char("Given by")
    register_url = fields.Char("Register", help="Where anybody can look it up.")
    description = fields.Text("What it says", translate=True)
