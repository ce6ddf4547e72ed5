# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A vote lasts as long as was said, under the rules of the day it opened."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.programme_ballot import NO_QUORUM


class SmartImpactBallot(models.Model):
    _inherit = "smart.impact.ballot"

    early_reason = fields.Text(
        "Why it closes early",
        copy=False,
        tracking=True,
        help="A manager may close a vote before its last day once the quorum is "
        "reached, and says why.",
    )

    def write(self, vals):
        if not self.env.su:
            self._check_rules(vals)
        return super().write(vals)

    def _check_rules(self, vals):
        started = self.filtered(lambda one: one.state != "draft")
        if started and "date_close" in vals:
            later = fields.Date.to_date(vals["date_close"])
            if not later or any(
                one.state == "closed" or later < one.date_close for one in started
            ):
                raise UserError(
                    self.env._("The last day of a vote that started only moves on.")
                )
        manager = self.env.user.has_group("smart_impact.group_manager")
        if vals.get("early_reason") and not manager:
            raise AccessError(self.env._("A manager says why a vote closes early."))

    def action_open(self):
        for ballot in self:
            if any(one.state != "screened" for one in ballot.proposal_ids):
                raise UserError(
                    self.env._(
                        "%(ballot)s: a vote opens once, with seats in its body and "
                        "proposals that were screened.",
                        ballot=ballot.name,
                    )
                )
        result = super().action_open()
        # written by the opening alone, whose right was checked
        for proposal in self.sudo().proposal_ids:
            proposal.voted_digest = proposal._get_voted_digest()
        return result

    def action_close(self):
        self.check_access("write")
        today = fields.Date.context_today(self)
        for ballot in self:
            early = ballot.state == "open" and today < ballot.date_close
            if early and not ballot._have_all_voted():
                ballot._check_early()
        return super().action_close()

    def _have_all_voted(self):
        self.ensure_one()
        return self.vote_count >= len(self.seat_ids) * len(self.proposal_ids)

    def _check_early(self):
        """Let a manager close early, with a quorum and a reason that is kept."""
        outcomes = {outcome for outcome, _votes in self._get_tallies().values()}
        manager = self.env.user.has_group("smart_impact.group_manager")
        if not (manager and self.early_reason) or NO_QUORUM in outcomes:
            raise UserError(
                self.env._(
                    "%(ballot)s: seats may vote until %(day)s, and some did not yet. "
                    "With the quorum, a manager may close it before, and says why.",
                    ballot=self.name,
                    day=fields.Date.to_string(self.date_close),
                )
            )
        self.message_post(
            body=self.env._("Closed before its last day: %s", self.early_reason)
        )
