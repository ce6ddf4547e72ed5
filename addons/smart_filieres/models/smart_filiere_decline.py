# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..engine import lifecycle

ACTIVITY = "smart_filieres.mail_activity_type_decline"
# what the engine looks at, and the measure that gives it
FACTS = {
    "members_change": "members_change",
    "months_without_meeting": "months_without_meeting",
    "animator_hours_quarter": "animator_hours_quarter",
    "needs_filled": "needs_filled",
    "objectives_off_track_twice": "objectives_off_track",
}
# measured in percent, judged as shares
SHARES = {"members_change", "needs_filled"}


class SmartFiliere(models.Model):
    """Signals that a filière loses its breath, told to whoever can act."""

    _inherit = "smart.filiere"

    def _get_decline_signals(self):
        """Return {filière: [sentence]} for those that show signals."""
        measures = self._get_measures(FACTS.values())
        labels = self._get_decline_labels()
        signals = {}
        for filiere in self:
            known = measures[filiere.id]
            facts = {
                fact: known[key] / 100 if key in SHARES and known[key] else known[key]
                for fact, key in FACTS.items()
            }
            keys = lifecycle.decline_signals(lifecycle.Facts(**facts))
            if keys:
                signals[filiere] = [labels[key] for key in keys]
        return signals

    def _get_decline_labels(self):
        return {
            "members": self.env._("a quarter of the members lost in 12 months"),
            "meetings": self.env._("no meeting for 6 months"),
            "hours": self.env._("no hour of animation for a quarter"),
            "needs": self.env._("fewer than one need in ten is filled"),
            "objectives": self.env._("two objectives off track twice in a row"),
        }

    @api.model
    def _cron_check_decline(self):
        """Ask the animator, once, to look at a filière that shows signals."""
        watched = self.search([("stage_id.watches_decline", "=", True)])
        signals = watched._get_decline_signals()
        kind = self.env.ref(ACTIVITY)
        told = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", watched.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )
        for filiere, sentences in signals.items():
            if filiere.id not in told.mapped("res_id"):
                filiere.activity_schedule(
                    ACTIVITY,
                    summary=self.env._("Signals of decline"),
                    note=" · ".join(sentences),
                    user_id=filiere._get_responsible().id,
                )

    def _get_responsible(self):
        """Return the user who is asked to act: an animator, else a manager."""
        self.ensure_one()
        people = self.animator_ids or self._get_managers()
        return people[:1] or self.env.user

    def _get_managers(self):
        """Return the managers who may decide about this filière, people first."""
        # who manages is no secret to those who animate
        managers = self.env.ref("smart_filieres.group_manager").sudo().all_user_ids
        technical = self.env.ref("base.user_root") | self.env.ref("base.user_admin")
        return managers.filtered(
            lambda user: (
                not user.share
                and (not self.company_id or self.company_id in user.company_ids)
            )
        ).sorted(lambda user: (user in technical, user.id))
