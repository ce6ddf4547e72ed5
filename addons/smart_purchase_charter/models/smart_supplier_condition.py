# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain


class SmartSupplierCondition(models.Model):
    """What the cooperative negotiated for its members, who alone may read it."""

    _name = "smart.supplier.condition"
    _description = "Negotiated Condition"
    _order = "date_to, id"

    name = fields.Char("In short", required=True, translate=True, help="10 % off ink.")
    active = fields.Boolean(default=True)
    listing_id = fields.Many2one(
        "smart.supplier.listing", "Supplier", required=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    company_id = fields.Many2one(related="listing_id.company_id", store=True)
    terms = fields.Text(translate=True)
    how_to = fields.Text("How to get it", translate=True)
    code = fields.Char("Code to give")
    date_from = fields.Date()
    date_to = fields.Date("Until", index=True)
    is_current = fields.Boolean(
        compute="_compute_is_current", search="_search_is_current"
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A condition ends after it begins.",
    )

    @api.depends("date_from", "date_to", "active")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for condition in self:
            condition.is_current = (
                condition.active
                and (not condition.date_from or condition.date_from <= today)
                and (not condition.date_to or condition.date_to >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_current_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_current_domain(self):
        today = fields.Date.context_today(self)
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", today)
        lasts = Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        return Domain("active", "=", True) & begun & lasts
