# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

CHOICES = [("for", "For"), ("against", "Against"), ("abstain", "Abstention")]


class SmartImpactVote(models.Model):
    _name = "smart.impact.vote"
    _description = "Vote of a Seat"
    _order = "proposal_id, seat_id, id"
    _rec_name = "seat_id"

    proposal_id = fields.Many2one(
        "smart.impact.proposal", required=True, index=True, ondelete="cascade"
    )
    ballot_id = fields.Many2one(
        "smart.impact.ballot", required=True, index=True, ondelete="cascade"
    )
    seat_id = fields.Many2one(
        "smart.impact.seat", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="seat_id.company_id", store=True)
    choice = fields.Selection(CHOICES, required=True)

    _seat_uniq = models.Constraint(
        "UNIQUE(proposal_id, ballot_id, seat_id)", "One seat, one vote."
    )
