# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class PurchaseOrderSharing(models.Model):
    """Before buying: what of this order could be borrowed."""

    _inherit = "purchase.order"

    borrowable_ids = fields.Many2many(
        "smart.shared.resource",
        compute="_compute_borrowable_ids",
        string="Could Be Borrowed",
        groups="smart_purchase_charter.group_buyer",
    )
    borrowable_count = fields.Integer(
        compute="_compute_borrowable_ids",
        groups="smart_purchase_charter.group_buyer",
    )
    avoided_loan_ids = fields.One2many(
        "smart.loan",
        "avoided_order_id",
        "Borrowed Instead",
        groups="smart_purchase_charter.group_buyer",
    )

    def _compute_borrowable_ids(self):
        resources = self.env["smart.shared.resource"]
        found = resources._find_instead_of(self.order_line.product_id)
        for order in self:
            order.borrowable_ids = found.filtered(
                lambda one, order=order: (
                    one.product_ids & order.order_line.product_id
                    and one.company_id == order.company_id
                )
            )
            order.borrowable_count = len(order.borrowable_ids)

    def action_view_borrowable(self):
        """Open what could be borrowed instead, with how to book it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_shared_resource_action"
        )
        action["domain"] = [("id", "in", self.borrowable_ids.ids)]
        action["context"] = {"default_avoided_order_id": self.id}
        return action
