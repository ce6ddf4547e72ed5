# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.programme_ballot import decide
from .smart_impact_vote import CHOICES

STATES = [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")]


class SmartImpactBallot(models.Model):
    _name = "smart.impact.ballot"
    _description = "Vote on Criteria and Indicators"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "date_close desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    body_id = fields.Many2one(
        "smart.impact.body",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["smart.impact.wave"]._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    date_close = fields.Date("Last day", required=True, tracking=True)
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    seat_ids = fields.Many2many(
        "smart.impact.seat",
        "smart_impact_ballot_seat_rel",
        "ballot_id",
        "seat_id",
        string="Seats",
        readonly=True,
        copy=False,
        context={"active_test": False},
        help="Who may vote, written down when the vote opens.",
    )
    proposal_ids = fields.One2many("smart.impact.proposal", "ballot_id")
    vote_ids = fields.One2many(
        "smart.impact.vote", "ballot_id", groups="smart_impact.group_evaluator"
    )
    vote_count = fields.Integer(compute="_compute_vote_count", string="# Votes")

    def _compute_vote_count(self):
        groups = self.env["smart.impact.vote"]._read_group(
            [("ballot_id", "in", self.ids)], ["ballot_id"], ["__count"]
        )
        counts = dict(groups)
        for ballot in self:
            ballot.vote_count = counts.get(ballot, 0)

    def write(self, vals):
        if {"body_id", "programme_id"} & set(vals) and not self.env.su:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()

    def _check_draft(self):
        if self.filtered(lambda one: one.state != "draft"):
            raise UserError(self.env._("This vote started: it stays as it is."))

    # === STATES === #

    def action_open(self):
        """Write down the seats and let them vote."""
        self.check_access("write")
        for ballot in self:
            seats = ballot.body_id.seat_ids
            if ballot.state != "draft" or not seats or not ballot.proposal_ids:
                raise UserError(
                    self.env._(
                        "%(ballot)s: a vote opens once, with seats in its body and "
                        "proposals that were screened.",
                        ballot=ballot.name,
                    )
                )
            # the checks above stand for the guards
            guarded = ballot.sudo()
            guarded.write(
                {"state": "open", "seat_ids": [fields.Command.set(seats.ids)]}
            )
            guarded.proposal_ids.write({"state": "ballot"})

    def action_close(self):
        """Count the votes; what is adopted joins the list."""
        self.check_access("write")
        if self.filtered(lambda one: one.state != "open"):
            raise UserError(self.env._("Only an open vote is closed."))
        # the checks above stand for the guards
        for ballot in self.sudo():
            ballot.state = "closed"
            tallies = ballot._get_tallies()
            for proposal in ballot.proposal_ids:
                proposal._conclude(*tallies[proposal])

    def _get_tallies(self):
        """Return ``{proposal: (outcome, {choice: votes})}``."""
        self.ensure_one()
        counts = {
            proposal: dict.fromkeys(dict(CHOICES), 0) for proposal in self.proposal_ids
        }
        groups = self.env["smart.impact.vote"]._read_group(
            [("ballot_id", "=", self.id)], ["proposal_id", "choice"], ["__count"]
        )
        for proposal, choice, count in groups:
            counts[proposal][choice] = count
        return {
            proposal: (
                decide(
                    len(self.seat_ids),
                    own["for"],
                    own["against"],
                    own["abstain"],
                    self.body_id.quorum,
                    self.body_id.majority,
                ),
                own,
            )
            for proposal, own in counts.items()
        }

    # === VOTE === #

    def _get_seat(self, partner):
        """Return the seat by which somebody votes here, empty without."""
        self.ensure_one()
        return self.seat_ids.filtered(lambda seat: seat.partner_id == partner)[:1]

    def _vote(self, partner, choices):
        """Take the votes of a seat; a vote may change until the vote closes.

        :param choices: ``{proposal id: "for", "against" or "abstain"}``
        """
        self.ensure_one()
        seat = self._get_seat(partner)
        today = fields.Date.context_today(self)
        if not seat:
            raise AccessError(self.env._("You have no seat in this vote."))
        if self.state != "open" or today > self.date_close:
            raise UserError(self.env._("This vote is closed."))
        wrong = set(choices) - set(self.proposal_ids.ids) or (
            set(choices.values()) - set(dict(CHOICES))
        )
        if wrong:
            raise UserError(self.env._("This vote is not about that."))
        there = {
            one.proposal_id.id: one
            for one in self.vote_ids.filtered(lambda one: one.seat_id == seat)
        }
        for proposal, choice in choices.items():
            if proposal in there:
                there[proposal].choice = choice
        self.env["smart.impact.vote"].create(
            [
                {
                    "ballot_id": self.id,
                    "proposal_id": proposal,
                    "seat_id": seat.id,
                    "choice": choice,
                }
                for proposal, choice in choices.items()
                if proposal not in there
            ]
        )
