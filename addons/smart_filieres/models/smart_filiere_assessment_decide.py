# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .smart_filiere_assessment import SHOWN_STATES


class SmartFiliereAssessment(models.Model):
    _inherit = "smart.filiere.assessment"

    # === ACTIONS === #

    def action_decide(self):
        """Decide the band as it was computed."""
        self.ensure_one()
        self._lock_for_decision()
        if self.band == "open":
            raise UserError(
                self.env._(
                    "%(score)s lies in two bands: complete what is unknown, or decide "
                    "by a derogation.",
                    score=self._get_score_text(),
                )
            )
        self._record_decision(self.band, "computed")

    def action_derogate(self):
        """Open the form of a dated derogation."""
        self.ensure_one()
        self.check_access("write")
        self._check_may_be_decided()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Strategic derogation"),
            "res_model": "smart.filiere.derogation.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_assessment_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _lock_for_decision(self):
        """Keep others from deciding about this filière until this transaction ends.

        :raise UserError: somebody is deciding at this moment, or has decided
        """
        self.check_access("write")
        # who decides an assessment changes its filière, which the lock is about
        filiere = self.filiere_id.sudo()
        if not filiere.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Somebody else is deciding about “%s” at this very moment: wait "
                    "a little, then look at what was decided.",
                    filiere.display_name,
                )
            )
        self.invalidate_recordset(["state"])
        self._check_may_be_decided()

    def _check_may_be_decided(self):
        self.ensure_one()
        if self.state == "frozen":
            return
        if self.state == "draft":
            message = self.env._("Freeze “%s” before deciding.", self.display_name)
        elif self.state == "contested":
            message = self.env._(
                "“%s” is contested: answer the members before deciding.",
                self.display_name,
            )
        else:
            message = self.env._(
                "“%(assessment)s” was decided already, on %(date)s by %(user)s. A new "
                "assessment is needed to decide otherwise.",
                assessment=self.display_name,
                date=fields.Date.to_string(self.date_decided) or "—",
                user=self.decided_by_id.name or "—",
            )
        raise UserError(message)

    def _record_decision(self, band, kind):
        """Write the decision, end those it replaces, tell the filière."""
        # the right was checked with the lock; the fields are closed to direct writes
        decided = self.sudo()
        decided._get_replaced()._supersede()
        decided.write(
            {
                "decision": band,
                "decision_kind": kind,
                "date_decided": fields.Date.context_today(self),
                "decided_by_id": self.env.uid,
                "state": "decided",
            }
        )
        if not self.territory_id:
            decided.filiere_id._set_decided_band(band, decided._get_decision_sentence())

    def _get_replaced(self):
        """Return the other shown assessments of the same filière and place."""
        return self.search(
            [
                ("id", "!=", self.id),
                ("filiere_id", "=", self.filiere_id.id),
                ("territory_id", "=", self.territory_id.id),
                ("state", "in", SHOWN_STATES),
                ("state", "!=", "superseded"),
                ("id", "<", self.id),
            ]
        )

    def _supersede(self):
        self.write({"state": "superseded"})
        self.derogation_ids._end("replaced")

    def _return_to_computed(self):
        """Decide the computed band again, once a derogation has ended."""
        for assessment in self.filtered(lambda row: row.state != "superseded"):
            band = assessment._get_band_without_derogation()
            assessment.write({"decision": band, "decision_kind": "computed"})
            if not assessment.territory_id:
                assessment.filiere_id._set_decided_band(
                    band, assessment._get_decision_sentence()
                )

    def _get_band_without_derogation(self):
        """Return the computed band; the lower one where it lies between two."""
        return self._cap(self.band_low) if self.band == "open" else self.band

    def _get_decision_sentence(self):
        """Return what was decided on which ground, for the filière's history."""
        self.ensure_one()
        labels = dict(self._fields["band"]._description_selection(self.env))
        values = {
            "score": self._get_score_text(),
            "band": labels[self.band],
            "decision": labels[self.decision],
        }
        derogation = self._get_derogation()
        if not derogation:
            return self.env._(
                "%(decision)s: score %(score)s, computed band %(band)s.", **values
            )
        return self.env._(
            "%(decision)s by derogation until %(end)s, beside a computed band of "
            "%(band)s (score %(score)s): %(reason)s",
            end=fields.Date.to_string(derogation.date_end),
            reason=derogation.reason,
            **values,
        )

    def _get_derogation(self):
        """Return the derogation in force, if there is one."""
        return self.derogation_ids.filtered(lambda row: row.state == "active")[:1]

    # === CONTESTS === #

    def _mark_contested(self):
        """Show that a member contests, until she is answered."""
        shown = self.filtered(lambda row: row.state in ("frozen", "decided"))
        shown.write({"state": "contested"})

    def _close_contests(self):
        """Go back to what the assessment was once nothing is open any more."""
        for assessment in self.filtered(lambda row: row.state == "contested"):
            if all(contest.state != "open" for contest in assessment.contest_ids):
                assessment.state = "decided" if assessment.decision else "frozen"
