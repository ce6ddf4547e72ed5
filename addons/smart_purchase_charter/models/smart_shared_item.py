# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class SmartSharedItem(models.Model):
    """One piece of shared equipment: it is in one hand at a time."""

    _name = "smart.shared.item"
    _description = "Shared Item"
    _order = "resource_id, name, id"
    _check_company_auto = True

    name = fields.Char("Label", required=True, help="What is written on it.")
    active = fields.Boolean(default=True)
    resource_id = fields.Many2one(
        "smart.shared.resource", required=True, index=True, ondelete="cascade",
        check_company=True,
    )  # fmt: skip
    company_id = fields.Many2one(
        related="resource_id.company_id", store=True, index=True
    )
    condition = fields.Text()
    date_checked = fields.Date("Last check", default=fields.Date.context_today)
    date_check_due = fields.Date(
        "Check due",
        compute="_compute_date_check_due",
        store=True,
        help="From this day on it is not lent until it has been checked.",
    )
    loan_ids = fields.One2many("smart.loan", "item_id")

    _name_uniq = models.Constraint(
        "UNIQUE(resource_id, name)", "Two items of one equipment have the same label."
    )

    @api.depends("date_checked", "resource_id.maintenance_months")
    def _compute_date_check_due(self):
        for item in self:
            months = item.resource_id.maintenance_months
            item.date_check_due = (
                item.date_checked + relativedelta(months=months)
                if months and item.date_checked
                else False
            )

    def action_checked(self):
        """Record that the item was checked today: it can be lent again."""
        self.date_checked = fields.Date.context_today(self)

    def action_block(self):
        """Open a loan form that keeps the item for maintenance."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Maintenance"),
            "res_model": "smart.loan",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind": "maintenance",
                "default_resource_id": self.resource_id.id,
                "default_item_id": self.id,
            },
        }
