# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartSupplierCategory(models.Model):
    """What a supplier provides, in the words that members look for."""

    _name = "smart.supplier.category"
    _description = "Supplier Category"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    keywords = fields.Char(
        translate=True,
        help="Other words for it: who types one of them finds these suppliers.",
    )
    listing_ids = fields.Many2many(
        "smart.supplier.listing",
        "smart_listing_category_rel",
        "category_id",
        "listing_id",
        string="Suppliers",
        groups="smart_purchase_charter.group_buyer",
    )
    listing_count = fields.Integer(
        "Listed Suppliers",
        compute="_compute_listing_count",
        groups="smart_purchase_charter.group_buyer",
    )

    def _compute_listing_count(self):
        counts = dict(
            self.env["smart.supplier.listing"]._read_group(
                [("category_ids", "in", self.ids), ("state", "=", "listed")],
                ["category_ids"],
                ["__count"],
            )
        )
        for category in self:
            category.listing_count = counts.get(category, 0)
