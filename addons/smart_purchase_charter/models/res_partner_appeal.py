# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

LEAST_WORDS = 30
MOST_WORDS = 5000


class ResPartner(models.Model):
    """A supplier contests its grade before the ethics committee."""

    _inherit = "res.partner"

    def _get_appeals_page(self):
        """Return what a supplier reads of its appeals: {cases, subject, until}.

        `subject` is what it may appeal against today: an assessment or a case, or None.
        """
        self.ensure_one()
        # sudo: a selection of values about the supplier that asks, nothing else.
        partner = self.sudo().commercial_partner_id
        cases = self.env["smart.ethics.case"].sudo()
        cases = cases.search([("partner_id", "=", partner.id), ("kind", "=", "appeal")])
        subject, until = partner._get_appealable(cases)
        return {"cases": cases, "subject": subject, "until": until}

    def _get_appealable(self, cases):
        """Return (assessment or rejected case, last day), (None, None) if nothing."""
        assessment = self.charter_assessment_id
        company = assessment.company_id or self.env.company
        committee = self.env["smart.ethics.committee"]._get_active(company).sudo()
        if not assessment or not committee:
            return None, None
        about = cases.filtered(lambda case: case.assessment_id == assessment)
        first = about.filtered(lambda case: case.state != "withdrawn")[:1]
        if not first:
            subject, start = assessment, assessment.date
        elif first.outcome == "rejected" and not first.former_case_id:
            subject, start = first, first.date_decided.date()
        else:
            return None, None
        until = start + timedelta(days=committee.appeal_days)
        is_late = until < fields.Date.context_today(self)
        return (None, None) if is_late else (subject, until)

    def _appeal(self, statement):
        """Send an appeal of the supplier of this contact to the committee.

        :raise UserError: too short, too late, or heard already
        """
        partner = self._check_charter_supplier()
        statement = (statement or "").strip()
        if len(statement) < LEAST_WORDS:
            raise UserError(
                self.env._("Say why in at least %s characters.", LEAST_WORDS)
            )
        subject = partner._get_appeals_page()["subject"]
        if not subject:
            raise UserError(
                self.env._("There is nothing to appeal against, or the delay is over.")
            )
        is_second = subject._name == "smart.ethics.case"
        assessment = subject.assessment_id if is_second else subject
        committee = self.env["smart.ethics.committee"]._get_active(
            assessment.company_id or self.env.company
        )
        # sudo: suppliers may write nothing; it is about their own assessment.
        return (
            self.env["smart.ethics.case"]
            .sudo()
            .create(
                {
                    "name": self.env._("Appeal of %s", partner.name),
                    "kind": "appeal",
                    "committee_id": committee.id,
                    "assessment_id": assessment.id,
                    "former_case_id": is_second and subject.id,
                    "statement": statement[:MOST_WORDS],
                    "is_by_supplier": True,
                    "user_id": False,
                }
            )
        )
