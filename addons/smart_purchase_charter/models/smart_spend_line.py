# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from . import charter_wording

SOURCES = [("order", "Order"), ("bill", "Bill"), ("import", "Past Purchase")]
BUYERS = [("structure", "The Structure"), ("member", "Members")]
ASSESSED = ("insufficient", "progress", "compliant", "exemplary", "excluded")
RESPONSIBLE = ("compliant", "exemplary")


class SmartSpendLine(models.Model):
    """Purchases as one stream, refreshed each night: posted bills, what is ordered and
    not billed, past purchases, and what members bought in rows of five or more."""

    _name = "smart.spend.line"
    _description = "Spend"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, index=True)
    source = fields.Selection(SOURCES, required=True)
    buyer_type = fields.Selection(BUYERS, required=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier", index="btree_not_null", ondelete="cascade"
    )
    category_id = fields.Many2one(
        "product.category", index="btree_not_null", ondelete="set null"
    )
    product_id = fields.Many2one("product.product", ondelete="set null")
    territory_id = fields.Many2one(
        "smart.territory", "Supplier's Territory", ondelete="set null"
    )
    buyer_territory_id = fields.Many2one(
        "smart.territory", "Members' Territory", ondelete="set null"
    )
    charter_grade = fields.Selection(charter_wording.GRADES, required=True)
    is_assessed = fields.Boolean("Assessed")
    is_responsible = fields.Boolean("Compliant or Better")
    is_local = fields.Boolean(
        "Local", help="The supplier has its address in a territory of the cooperative."
    )
    amount = fields.Monetary("Amount Untaxed")
    member_count = fields.Integer(
        "Members", aggregator=None, help="Five or more in each row of members."
    )
    order_line_id = fields.Many2one(
        "purchase.order.line", index="btree_not_null", ondelete="cascade"
    )
    move_line_id = fields.Many2one(
        "account.move.line", index="btree_not_null", ondelete="cascade"
    )
    import_line_id = fields.Many2one(
        "smart.spend.import.line", index="btree_not_null", ondelete="cascade"
    )

    def action_open_source(self):
        """Open the order, the bill or the import that a line comes from."""
        self.ensure_one()
        record = (
            self.order_line_id.order_id
            or self.move_line_id.move_id
            or self.import_line_id.import_id
        )
        return record._get_records_action() if record else False
