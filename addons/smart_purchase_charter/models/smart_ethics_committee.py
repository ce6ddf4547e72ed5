# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

RULES = [
    ("simple", "More for than against"),
    ("absolute", "More than half of the seats"),
    ("two_thirds", "Two thirds of those for or against"),
]


class SmartEthicsCommittee(models.Model):
    """Who decides on the charter, and by which rules."""

    _name = "smart.ethics.committee"
    _description = "Ethics Committee"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    seat_ids = fields.One2many("smart.ethics.seat", "committee_id")
    seat_count = fields.Integer("Seats Taken Today", compute="_compute_seat_count")
    quorum = fields.Integer(
        "Quorum (%)",
        default=50,
        required=True,
        tracking=True,
        help="Share of the seats without conflict of interest that must have voted, "
        "at least two.",
    )
    rule = fields.Selection(RULES, "Majority", default="simple", required=True)
    appeal_days = fields.Integer(
        "Days to Appeal",
        default=30,
        required=True,
        help="A supplier appeals within these days after its assessment.",
    )
    answer_days = fields.Integer(
        "Days to Decide",
        default=30,
        required=True,
        help="Gives a case its deadline.",
    )
    mission = fields.Html(translate=True)

    _quorum_range = models.Constraint(
        "CHECK(quorum > 0 AND quorum <= 100)", "A quorum is between 1 and 100 %."
    )
    _days_positive = models.Constraint(
        "CHECK(appeal_days > 0 AND answer_days > 0)", "A delay is at least one day."
    )

    @api.depends("seat_ids.date_from", "seat_ids.date_to")
    def _compute_seat_count(self):
        today = fields.Date.context_today(self)
        for committee in self:
            committee.seat_count = len(committee.seat_ids._taken_on(today))

    @api.model
    def _get_active(self, company):
        """Return the committee of a company; without a seat taken there is none."""
        # sudo: whether there is a committee is no secret
        committees = self.sudo().search([("company_id", "=", company.id)])
        return committees.filtered("seat_count")[:1].sudo(False)
