# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

TEMPLATE = "smart_purchase_charter.mail_template_case_decided"


class SmartEthicsCase(models.Model):
    """What a decision does, by kind of case."""

    _inherit = "smart.ethics.case"

    def _apply_adoption(self):
        state = "voted" if self.outcome == "accepted" else "draft"
        self.charter_id.write({"state": state})

    def _apply_appeal(self):
        """Tell the supplier; the assessor starts again when it was right."""
        self._tell_supplier()
        if self.outcome != "accepted":
            return
        assessment = self.assessment_id
        assessment.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Appeal accepted: assess again"),
            note=self.decision,
            user_id=assessment.assessor_id.id,
        )

    def _apply_incident(self):
        self.partner_id.message_post(
            body=self.env._(
                "Ethics committee, %(case)s: %(reasons)s",
                case=self.name,
                reasons=self.decision,
            )
        )

    def _apply_derogation(self):
        """Accepted: it goes on; rejected: it ends at once."""
        if self.outcome == "rejected":
            self.derogation_id.write(
                {
                    "state": "refused",
                    "approver_id": self.decider_id.id,
                    "date_decided": fields.Date.context_today(self),
                }
            )

    def _tell_supplier(self):
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if template and self.partner_id.email:
            lang = self.partner_id.lang or self.env.lang
            template.with_context(lang=lang).send_mail(
                self.id,
                email_values={
                    "recipient_ids": [(4, self.partner_id.id)],
                    "author_id": self.company_id.partner_id.id,
                },
            )
