# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from ..engine import assessment_reminders as engine


class SmartSupplierReminder(models.Model):
    """That a supplier was told, once, that a proof of its will end."""

    _name = "smart.supplier.reminder"
    _description = "Reminder of a Proof"
    _order = "id desc"
    _rec_name = "criterion_code"

    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="cascade"
    )
    criterion_code = fields.Char(required=True)
    valid_until = fields.Date(required=True)
    days = fields.Integer("Days before", required=True)

    _once = models.Constraint(
        "UNIQUE(partner_id, criterion_code, valid_until, days)",
        "A supplier is reminded once.",
    )

    @api.model
    def _cron_remind(self):
        """Remind of proofs, questionnaires and corrective actions; idempotent."""
        today = fields.Date.context_today(self)
        self.sudo()._remind_of_proofs(today)
        self.env["smart.supplier.questionnaire"]._follow_up(today)
        self.env["smart.supplier.action"]._follow_up(today)

    def _remind_of_proofs(self, today):
        """Tell each supplier once of all its proofs that end soon."""
        due = {
            self._get_key(line, days): line
            for line in self._get_ending_lines(today)
            if (days := engine.due(today, line.valid_until))
        }
        partners = {key[0] for key in due}
        told = self.search([("partner_id", "in", list(partners))])
        known = {
            (one.partner_id.id, one.criterion_code, one.valid_until, one.days)
            for one in told
        }
        new = {key: line for key, line in due.items() if key not in known}
        self.create(
            [
                dict(
                    zip(
                        ("partner_id", "criterion_code", "valid_until", "days"),
                        key,
                        strict=True,
                    )
                )
                for key in new
            ]
        )
        lines = self.env["smart.supplier.assessment.line"].union(*new.values())
        for partner, of_partner in lines.grouped("partner_id").items():
            self._tell(partner, of_partner)

    def _get_key(self, line, days):
        return (line.partner_id.id, line.criterion_id.code, line.valid_until, days)

    def _get_ending_lines(self, today):
        """Return the proofs in force that end within 90 days and are not renewed."""
        lines = self.env["smart.supplier.assessment.line"].search(
            [
                ("assessment_id.state", "=", "confirmed"),
                ("valid_until", ">=", today),
                ("valid_until", "<=", today + timedelta(days=max(engine.BEFORE))),
                ("proof", "!=", "none"),
                ("level", "!=", False),
            ]
        )
        renewed = {
            (one.partner_id, one.criterion_id.code)
            for one in self.env["smart.supplier.evidence"].search(
                [
                    ("partner_id", "in", lines.partner_id.ids),
                    ("state", "=", "to_review"),
                ]
            )
        }
        return lines.filtered(
            lambda line: (
                line.partner_id.charter_assessment_id == line.assessment_id
                and (line.partner_id, line.criterion_id.code) not in renewed
            )
        )

    def _tell(self, partner, lines):
        if not partner.email:
            return
        template = self.env.ref(
            "smart_purchase_charter.mail_template_proofs_ending",
            raise_if_not_found=False,
        )
        if not template:
            return
        questionnaire = self.env["smart.supplier.questionnaire"]._open_for(partner)
        template.with_context(
            smart_ending=[
                (line.criterion_id.with_context(lang=partner.lang), line.valid_until)
                for line in lines.sorted("valid_until")
            ]
        ).send_mail(questionnaire.id)
