# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import charter_ballot
from .smart_ethics_ballot import CHOICES

LEAST_REASON = 30
COMMITTEE = "smart_purchase_charter.group_ethics_committee"


class SmartEthicsCase(models.Model):
    """From the opening of a vote to its decision."""

    _inherit = "smart.ethics.case"

    eligible_count = fields.Integer("Seats That May Vote", compute="_compute_tally")
    cast_count = fields.Integer("Votes", compute="_compute_tally")
    needed_count = fields.Integer("Votes Needed", compute="_compute_tally")
    for_count = fields.Integer("For", compute="_compute_tally")
    against_count = fields.Integer("Against", compute="_compute_tally")
    abstain_count = fields.Integer("Abstentions", compute="_compute_tally")
    has_quorum = fields.Boolean(compute="_compute_tally")
    i_have_a_seat = fields.Boolean(compute="_compute_mine")
    i_am_out = fields.Boolean("I Stay out", compute="_compute_mine")
    my_choice = fields.Selection(CHOICES, "My Vote", compute="_compute_mine")

    @api.depends("ballot_ids.choice", "ballot_ids.is_out", "quorum", "rule")
    def _compute_tally(self):
        for case in self:
            tally = case._get_tally()
            case.eligible_count, case.cast_count = tally.eligible, tally.cast
            case.needed_count, case.has_quorum = tally.needed, tally.has_quorum
            case.for_count, case.against_count = tally.in_favour, tally.against
            case.abstain_count = tally.abstained

    @api.depends_context("uid")
    @api.depends("ballot_ids.choice", "ballot_ids.is_out")
    def _compute_mine(self):
        for case in self:
            ballot = case._find_my_ballot()
            case.i_have_a_seat = bool(ballot)
            case.i_am_out, case.my_choice = ballot.is_out, ballot.choice

    def _find_my_ballot(self):
        """Return the ballot of the user, as holder first, as superuser."""
        me = self.env.user.partner_id
        # sudo: one's own ballot; buyers who hold a seat read no other
        ballots = self.sudo().ballot_ids
        mine = ballots.filtered(lambda b: b.partner_id == me)
        return (mine or ballots.filtered(lambda b: b.substitute_id == me))[:1]

    def _get_tally(self):
        # sudo: how many voted what is for all who read the case
        ballots = self.sudo().ballot_ids
        votes = [charter_ballot.Vote(b.choice or None, b.is_out) for b in ballots]
        return charter_ballot.tally(votes, self.quorum or 50, self.rule or "simple")

    # === ACTION METHODS === #

    def action_open(self):
        """Open the vote: one ballot per seat of today, asked by e-mail."""
        self._check_committee()
        for case in self:
            case._lock("received")
            # sudo: rules and ballots are out of reach of a plain write, on purpose.
            case.sudo()._open()
        return True

    def action_vote_for(self):
        self._get_my_ballot()._cast("for")

    def action_vote_against(self):
        self._get_my_ballot()._cast("against")

    def action_vote_abstain(self):
        self._get_my_ballot()._cast("abstain")

    def action_declare_conflict(self):
        self._get_my_ballot()._declare()

    def action_decide(self):
        """Close the vote with its reasons; the result no longer changes."""
        self._check_committee()
        for case in self:
            case._lock("open")
            ballot = case._get_my_ballot()
            if ballot.is_out:
                raise AccessError(
                    case.env._(
                        "You stay out of “%s”: somebody else closes it.", case.name
                    )
                )
            # sudo: the decision is out of reach of a plain write, on purpose.
            case.sudo()._decide(case.env.user)
        return True

    def action_withdraw(self):
        self._check_committee()
        for case in self:
            if case.state not in ("received", "open"):
                raise UserError(case.env._("“%s” is decided already.", case.name))
            case._lock(case.state)
            case.sudo().write({"state": "withdrawn"})
        return True

    # === BUSINESS METHODS === #

    def _check_committee(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(COMMITTEE):
            raise AccessError(self.env._("The ethics committee alone does this."))

    def _lock(self, state):
        """Keep others from deciding at the same time.

        :raise UserError: it is being decided, or was meanwhile
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "Somebody else is deciding on “%s” at this moment. Read it again.",
                    self.name,
                )
            )
        self.invalidate_recordset()
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(case)s” is not at that step any more: %(state)s.",
                    case=self.name,
                    state=labels[self.state],
                )
            )

    def _open(self):
        today = fields.Date.context_today(self)
        seats = self.committee_id.seat_ids._taken_on(today)
        ballots = self.env["smart.ethics.ballot"].create(
            [self._prepare_ballot(seat) for seat in seats]
        )
        if len(ballots.filtered(lambda b: not b.is_out)) < charter_ballot.LEAST_VOTES:
            raise UserError(
                self.env._(
                    "Nobody is left to hear “%s”: who decided before stays out. "
                    "Name substitutes or other seats first.",
                    self.name,
                )
            )
        self.write(
            {
                "state": "open",
                "date_opened": fields.Datetime.now(),
                "quorum": self.committee_id.quorum,
                "rule": self.committee_id.rule,
                "content_hash": (
                    self.charter_id._get_content_hash() if self.charter_id else False
                ),
            }
        )
        ballots._ask()

    def _prepare_ballot(self, seat):
        """Return the ballot of a seat: held by those who did not decide before."""
        known = self._get_former_people()
        people = (seat.partner_id | seat.substitute_id) - known
        holder = seat.partner_id if seat.partner_id in people else people[:1]
        return {
            "case_id": self.id,
            "seat_id": seat.id,
            "partner_id": (holder or seat.partner_id).id,
            "substitute_id": (people - holder)[:1].id,
            "is_out": not people,
            "conflict": not people
            and self.env._("Decided on it before, or is the one concerned."),
        }

    def _get_former_people(self):
        """Return who may not hear this case: the assessor and the first deciders."""
        people = (
            self.assessment_id.assessor_id.partner_id
            | self.derogation_id.approver_id.partner_id
            | self.partner_id
            | self.partner_id.child_ids
        )
        former = self.former_case_id
        while former:
            people |= former.ballot_ids.filtered("choice").voter_id
            former = former.former_case_id
        return people

    def _get_my_ballot(self):
        """Return the ballot of the user to act on it.

        :raise AccessError: she holds no seat on this case
        """
        self.ensure_one()
        self.check_access("read")
        ballot = self._find_my_ballot()
        if not ballot:
            raise AccessError(
                self.env._("You hold no seat that votes on “%s”.", self.name)
            )
        return ballot

    def _decide(self, user):
        tally = self._get_tally()
        self._check_decidable(tally)
        self.write(
            {
                "state": "decided",
                "outcome": tally.outcome,
                "date_decided": fields.Datetime.now(),
                "decider_id": user.id,
            }
        )
        getattr(self, f"_apply_{self.kind}")()

    def _check_decidable(self, tally):
        if not tally.has_quorum:
            raise UserError(
                self.env._(
                    "No quorum on “%(case)s”: %(cast)s votes, %(needed)s are needed.",
                    case=self.name,
                    cast=tally.cast,
                    needed=tally.needed,
                )
            )
        today = fields.Date.context_today(self)
        is_over = self.session_id.state == "held" or self.deadline <= today
        if not tally.is_complete and not is_over:
            raise UserError(
                self.env._(
                    "%(missing)s seats have not voted. They may until %(day)s, or "
                    "until the session is held.",
                    missing=tally.eligible - tally.cast,
                    day=self.deadline,
                )
            )
        if len((self.decision or "").strip()) < LEAST_REASON:
            raise UserError(
                self.env._(
                    "Write the reasons of the decision, %s characters at least.",
                    LEAST_REASON,
                )
            )
        if self.content_hash and (
            self.content_hash != self.charter_id._get_content_hash()
        ):
            raise UserError(
                self.env._("The version changed since the vote began. Vote again.")
            )
