# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

COLLEGES = [
    ("members", "Members"),
    ("staff", "Staff"),
    ("suppliers", "Suppliers"),
    ("external", "External"),
]


class SmartEthicsSeat(models.Model):
    """A seat, who holds it and who replaces her, from a day to another."""

    _name = "smart.ethics.seat"
    _description = "Ethics Committee Seat"
    _order = "committee_id, college, id"

    committee_id = fields.Many2one(
        "smart.ethics.committee", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="committee_id.company_id", store=True, index=True
    )
    college = fields.Selection(COLLEGES, required=True, default="members")
    partner_id = fields.Many2one(
        "res.partner", "Held by", required=True, index=True, ondelete="restrict"
    )
    substitute_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("To", help="The last day; empty: until replaced.")

    _dates_ordered = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)",
        "A seat ends after it starts.",
    )
    _two_people = models.Constraint(
        "CHECK(substitute_id IS NULL OR substitute_id != partner_id)",
        "The substitute is somebody else.",
    )

    @api.depends("partner_id", "college")
    def _compute_display_name(self):
        labels = dict(self._fields["college"]._description_selection(self.env))
        for seat in self:
            seat.display_name = (
                f"{seat.partner_id.name or ''} ({labels.get(seat.college, '')})"
            )

    def _taken_on(self, day):
        """Return the seats that somebody holds that day."""
        return self.filtered(
            lambda seat: (
                seat.date_from
                and seat.date_from <= day
                and (not seat.date_to or seat.date_to >= day)
            )
        )
