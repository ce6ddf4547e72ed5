# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

MAJORITIES = [
    ("simple", "More for than against"),
    ("absolute", "More than half of the seats"),
    ("two_thirds", "Two thirds of the votes cast"),
]


class SmartImpactBody(models.Model):
    """Who adopts the list: a board, a committee, an assembly of delegates."""

    _name = "smart.impact.body"
    _description = "Body that Adopts Indicators"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    quorum = fields.Float(
        default=50.0, help="Percentage of the seats that have to vote.", tracking=True
    )
    majority = fields.Selection(
        MAJORITIES, required=True, default="simple", tracking=True
    )
    seat_ids = fields.One2many("smart.impact.seat", "body_id")
    seat_count = fields.Integer(compute="_compute_seat_count", string="# Seats")

    _quorum_range = models.Constraint(
        "CHECK(quorum >= 0 AND quorum <= 100)", "A quorum is a percentage."
    )

    def _default_company_id(self):
        return self.env.company

    def _compute_seat_count(self):
        groups = self.env["smart.impact.seat"]._read_group(
            [("body_id", "in", self.ids)], ["body_id"], ["__count"]
        )
        counts = dict(groups)
        for body in self:
            body.seat_count = counts.get(body, 0)
