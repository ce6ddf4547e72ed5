# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SmartSupplierListingLabel(models.Model):
    """A label that a supplier holds, looked up in its register on a day."""

    _name = "smart.supplier.listing.label"
    _description = "Label of a Supplier"
    _order = "label_id, id"
    _rec_name = "label_id"

    listing_id = fields.Many2one(
        "smart.supplier.listing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="listing_id.company_id", store=True)
    label_id = fields.Many2one(
        "smart.supplier.label", required=True, index=True, ondelete="restrict"
    )
    number = fields.Char("Licence number")
    date_checked = fields.Date(
        "Checked on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="The day somebody found it in the register.",
    )
    date_end = fields.Date("Valid until")
    is_valid = fields.Boolean(compute="_compute_is_valid", search="_search_is_valid")

    _listing_label_uniq = models.Constraint(
        "UNIQUE(listing_id, label_id)",
        "This supplier has this label already: change its dates instead.",
    )

    @api.depends("date_end")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for held in self:
            held.is_valid = not held.date_end or held.date_end >= today

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_valid_domain()
        return domain if True in value else ~domain

    @api.model
    def _get_valid_domain(self):
        today = fields.Date.context_today(self)
        return Domain("date_end", "=", False) | Domain("date_end", ">=", today)

    @api.constrains("date_checked")
    def _check_date_checked(self):
        today = fields.Date.context_today(self)
        for held in self:
            if held.date_checked > today:
                raise ValidationError(
                    self.env._(
                        "%(label)s cannot have been checked on %(date)s, a day that "
                        "is still to come.",
                        label=held.label_id.name,
                        date=held.date_checked,
                    )
                )

    def action_checked(self):
        """Note that the register was looked up today."""
        self.date_checked = fields.Date.context_today(self)
