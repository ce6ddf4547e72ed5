# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is voted stays as it was when the vote opened."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.transfer import digest

VOTED = {
    *("name", "kind", "programme_id", "reason", "definition", "decision", "answer"),
    *("dimension", "level", "criterion_id", "decision_id", "indicator_id"),
    *("ballot_id", "date_open", "date_close", "figure_kind"),
}
WORDS = ("name", "kind", "figure_kind", "definition", "decision", "dimension", "level")
WAITING = ("submitted", "consultation", "screened")


class SmartImpactProposal(models.Model):
    _inherit = "smart.impact.proposal"

    voted_digest = fields.Char(
        "Mark of what is voted",
        readonly=True,
        copy=False,
        help="Written down when the vote opens: what changed since is not adopted.",
    )

    @api.constrains("ballot_id", "state")
    def _check_ballot_draft(self):
        for proposal in self.filtered("ballot_id"):
            if proposal.state in WAITING and proposal.ballot_id.state != "draft":
                raise ValidationError(
                    self.env._(
                        "“%(ballot)s” started: “%(proposal)s” waits for another vote.",
                        ballot=proposal.ballot_id.name,
                        proposal=proposal.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_guarded({"ballot_id"} & set(filter(vals.get, vals)))
        return super().create(vals_list)

    def write(self, vals):
        if VOTED & set(vals) and not self.env.su:
            self._check_not_voted()
        return super().write(vals)

    def _check_not_voted(self):
        voted = self.filtered(
            lambda one: one.state in ("ballot", "adopted", "rejected")
        )
        if voted:
            raise UserError(
                self.env._(
                    "“%(proposals)s” is voted on, or was: it stays as the seats read "
                    "it.",
                    proposals=", ".join(voted.mapped("name")),
                )
            )

    def _get_voted_digest(self):
        """Return the mark of what a yes would adopt."""
        self.ensure_one()
        criterion, indicator = self.criterion_id, self.indicator_id
        source = criterion.with_context(lang="en_US")
        return digest(
            [
                {name: self[name] or None for name in WORDS},
                [criterion.id, source.name or None, source.dimension or None],
                [indicator.id, indicator._get_core_digest()] if indicator else None,
            ]
        )

    def _conclude(self, outcome, votes):
        if self.voted_digest and self.voted_digest != self._get_voted_digest():
            self.write({"state": "screened", "ballot_id": False})
            self.message_post(
                body=self.env._(
                    "What was voted changed while the vote was open: nothing is "
                    "decided. Put it to another vote."
                )
            )
            return
        super()._conclude(outcome, votes)
