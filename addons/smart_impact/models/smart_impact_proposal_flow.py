# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a proposal to the list: consultation, screening, vote."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.disclosure import MINIMUM_CELL
from ..engine.medians import LEAST

CONSULTATION_DAYS = 30
# no mean of fewer people is shown
FEWEST = 5


class SmartImpactProposal(models.Model):
    _inherit = "smart.impact.proposal"

    opinion_count = fields.Integer(compute="_compute_opinions", string="# Opinions")
    importance = fields.Float(
        compute="_compute_opinions", help="Mean from 1 to 5, of five people or more."
    )

    def _compute_opinions(self):
        # a number and a mean of at least five people
        groups = (
            self.env["smart.impact.opinion"]
            .sudo()
            ._read_group(
                [("proposal_id", "in", self.ids)],
                ["proposal_id"],
                ["__count", "importance:avg"],
            )
        )
        found = {proposal.id: rest for proposal, *rest in groups}
        for proposal in self:
            count, mean = found.get(proposal.id, (0, 0))
            proposal.opinion_count = count if count >= FEWEST else 0
            proposal.importance = mean if count >= FEWEST else 0

    # === SCREENING === #

    def _move(self, state, sources, **vals):
        self.check_access("write")
        wrong = self.filtered(lambda one: one.state not in sources)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(proposals)s” cannot become “%(state)s” from “%(now)s”.",
                    proposals=wrong.mapped("name"),
                    state=labels[state],
                    now=labels[wrong[0].state],
                )
            )
        # the check above stands for the guard
        self.sudo().write({"state": state, **vals})

    def action_submit(self):
        """Send a proposal: who may create and not change has no other way to save."""
        self.check_access("read")
        return True

    def action_consult(self):
        """Ask members what they think of these proposals."""
        today = fields.Date.context_today(self)
        for one in self:
            start = one.date_open or today
            end = one.date_close or fields.Date.add(start, days=CONSULTATION_DAYS)
            one._move("consultation", ["submitted"], date_open=start, date_close=end)
            if one.indicator_id:
                # moved with the proposal, whose right was checked
                one.sudo().indicator_id.state = "consultation"

    def action_retain(self):
        """Make these proposals ready for the vote: definition, decision and reason."""
        for one in self:
            if not one.answer or (one.kind == "indicator" and not one.criterion_id):
                raise UserError(
                    self.env._(
                        "“%(proposal)s”: say why it is retained and, for an indicator, "
                        "choose its criterion.",
                        proposal=one.name,
                    )
                )
            if one.kind == "indicator" and not (one.decision_id or one.decision):
                raise UserError(
                    self.env._(
                        "“%(proposal)s” names no decision: nothing is measured that "
                        "serves none.",
                        proposal=one.name,
                    )
                )
            if one.kind == "indicator" and not (one.indicator_id or one.figure_kind):
                raise UserError(
                    self.env._(
                        "“%(proposal)s”: choose the kind of figure, for instance a "
                        "share of respondents or the mean of a scale.",
                        proposal=one.name,
                    )
                )
            one._move("screened", ["submitted", "consultation"])
            one.sudo()._make_draft()

    def action_refuse(self):
        """Do not retain these proposals, for a reason that everybody reads."""
        if self.filtered(lambda one: not (one.answer or "").strip()):
            raise UserError(
                self.env._("Say why: whoever proposed it, and all others, read it.")
            )
        today = fields.Date.context_today(self)
        self._move("refused", ["submitted", "consultation"], concluded_on=today)

    def _make_draft(self):
        """Write the criterion or the indicator that is voted on."""
        self.ensure_one()
        if self.kind == "criterion":
            self.criterion_id = self.criterion_id or self.env[
                "smart.impact.criterion"
            ].create(
                {
                    "name": self.name,
                    "dimension": self.dimension,
                    "description": self.reason,
                    "programme_id": self.programme_id.id,
                }
            )
            return
        if not self.decision_id:
            self.decision_id = self.decision_id.create(
                {"name": self.decision, "programme_id": self.programme_id.id}
            )
        if not self.indicator_id:
            self.indicator_id = self.indicator_id.create(
                {
                    "name": self.name,
                    "code": f"P{self.id}",
                    "criterion_id": self.criterion_id.id,
                    "level": self.level or "outcome",
                    "kind": self.figure_kind,
                    "minimum_cell": (
                        LEAST if self.figure_kind == "median" else MINIMUM_CELL
                    ),
                    "description": self.reason,
                    "formula": self.definition,
                }
            )
        self.indicator_id.decision_ids |= self.decision_id
        self.indicator_id.state = "consultation"

    # === VOTE === #

    def _conclude(self, outcome, votes):
        """Write what the body decided; what is adopted joins the list.

        :param outcome: of `engine.programme_ballot.decide`
        :param votes: ``{choice: number}``
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        tally = {
            "votes_for": votes["for"],
            "votes_against": votes["against"],
            "votes_abstain": votes["abstain"],
        }
        if outcome == "no_quorum":
            # it may come back at the next vote
            self.write({"state": "screened", "ballot_id": False, **tally})
            self.message_post(
                body=self.env._("Too few seats voted: put it to another vote.")
            )
            return
        self.write({"state": outcome, "concluded_on": today, **tally})
        note = f"{self.ballot_id.body_id.name}, {self.ballot_id.name}"
        if outcome == "adopted":
            if self.kind == "criterion":
                self.criterion_id._adopt()
            else:
                self.indicator_id._adopt(note)
        elif self.indicator_id.state == "consultation":
            self.indicator_id.state = "draft"

    # === MEMBERS === #

    def _is_consulted(self):
        """Tell whether opinions are asked today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return self.state == "consultation" and (
            self.date_open <= today <= self.date_close
        )

    def _record_opinion(self, partner, importance, comment):
        """Keep what somebody thinks; she may change it until the consultation ends."""
        self.ensure_one()
        if not self._is_consulted():
            raise UserError(self.env._("This consultation is closed."))
        if importance not in range(1, 6):
            raise UserError(self.env._("Choose an importance from 1 to 5."))
        if len(comment) > 1000:
            raise UserError(self.env._("Your comment is longer than 1000 characters."))
        vals = {"importance": importance, "comment": comment}
        own = self._get_opinion(partner)
        if own:
            own.write(vals)
        else:
            own.create({"proposal_id": self.id, "partner_id": partner.id, **vals})

    def _get_opinion(self, partner):
        """Return the opinion of somebody on this proposal."""
        return self.opinion_ids.filtered(lambda one: one.partner_id == partner)

    def _withdraw(self):
        """Take a proposal back before it is voted on."""
        self.ensure_one()
        if self.state not in ("submitted", "consultation"):
            raise UserError(self.env._("It is too late to take this proposal back."))
        today = fields.Date.context_today(self)
        self.write({"state": "withdrawn", "concluded_on": today})
