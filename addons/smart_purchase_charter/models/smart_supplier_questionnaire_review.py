# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.scoring import MAX_NOT_APPLICABLE, to_fraction


class SmartSupplierQuestionnaire(models.Model):
    """What the reviewer makes of the answers: an assessment, line by line."""

    _inherit = "smart.supplier.questionnaire"

    def action_accept_rest(self):
        """Accept at once all that was not looked at one by one."""
        self.check_access("write")
        rest = self.answer_ids.filtered(
            lambda answer: (
                answer.is_answered
                and not answer.decision
                and not answer.is_not_applicable
            )
        )
        rest.write({"decision": "accepted"})

    def action_finish(self):
        """Confirm an assessment made of the answers as they were verified."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "submitted":
            raise UserError(self.env._("Only what was sent can be reviewed."))
        # sudo: the questions change with the charter, which a buyer cannot do
        self.sudo()._follow_charter()
        self._check_reviewed()
        self._check_put_aside()
        self.answer_ids._decide_evidence()
        assessment = self._create_assessment()
        assessment.action_confirm()
        # sudo: the state is out of reach of a plain write, on purpose
        self.sudo().write({"state": "reviewed", "assessment_id": assessment.id})
        self.activity_feedback(["mail.mail_activity_data_todo"])
        self._tell("reviewed")
        return assessment._get_records_action()

    def _check_reviewed(self):
        waiting = self.answer_ids.filtered(
            lambda answer: answer.is_answered and not answer.decision
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Decide about these answers first: %s.",
                    ", ".join(waiting.mapped("criterion_id.code")),
                )
            )

    def _check_put_aside(self):
        """Refuse to put aside more than 30 % of the weight."""
        weights = {
            answer: to_fraction(answer.criterion_id.weight)
            for answer in self.answer_ids
        }
        aside = self.answer_ids.filtered("is_put_aside")
        limit = MAX_NOT_APPLICABLE * sum(weights.values())
        if sum(weights[answer] for answer in aside) > limit:
            raise ValidationError(
                self.env._(
                    "More than 30 %% of the weight would be put aside (%s). "
                    "Accept fewer of them.",
                    ", ".join(aside.mapped("criterion_id.code")),
                )
            )

    def _create_assessment(self):
        assessment = self.env["smart.supplier.assessment"].create(
            {
                "partner_id": self.partner_id.id,
                "charter_id": self.charter_id.id,
                "date": fields.Date.context_today(self),
            }
        )
        answers = {answer.criterion_id: answer for answer in self.answer_ids}
        for line in assessment.line_ids:
            answer = answers.get(line.criterion_id)
            if answer:
                line.write(answer._prepare_line())
        return assessment
