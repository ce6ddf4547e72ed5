# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_filtered_sellers(
        self, partner_id=False, quantity=0.0, date=None, uom_id=False, params=False
    ):
        """Put the suppliers that the charter blocks last, where the company wants so.

        The first of them is the one that core chooses.
        """
        sellers = super()._get_filtered_sellers(
            partner_id=partner_id,
            quantity=quantity,
            date=date,
            uom_id=uom_id,
            params=params,
        )
        company = self.env.company
        if len(sellers.partner_id) < 2 or not company.sudo().prefer_graded_suppliers:
            return sellers
        blocked = sellers._filter_charter_blocked(
            self, quantity or 0.0, uom_id or self.uom_id, company
        )
        return (sellers - blocked) | blocked
