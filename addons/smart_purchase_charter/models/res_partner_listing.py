# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResPartner(models.Model):
    """A grade that changes reaches what members see."""

    _inherit = "res.partner"

    supplier_listing_ids = fields.One2many(
        "smart.supplier.listing",
        "partner_id",
        "What Members See",
        groups="smart_purchase_charter.group_buyer",
    )

    def _store_grade_rows(self, rows):
        result = super()._store_grade_rows(rows)
        if rows:
            # every company's list shows the same grade
            self.env["smart.supplier.listing"].sudo().with_context(
                active_test=False
            ).search([("partner_id", "in", [row[0] for row in rows])])._refresh_grade()
        return result
