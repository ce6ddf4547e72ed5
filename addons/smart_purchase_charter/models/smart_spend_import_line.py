# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartSpendImportLine(models.Model):
    """One past purchase, of the structure or of a member."""

    _name = "smart.spend.import.line"
    _description = "Past Purchase"
    _order = "import_id, line, id"

    import_id = fields.Many2one(
        "smart.spend.import", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line = fields.Integer("Line of the Workbook", aggregator=None)
    date = fields.Date(required=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="restrict"
    )
    category_id = fields.Many2one("product.category", ondelete="restrict")
    member_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: bought by the structure.",
    )
    amount = fields.Monetary("Amount Untaxed", required=True)
    description = fields.Char()
