# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .charter_wording import LEVELS

SUPPLIER_FIELDS = {
    "questionnaire_id",
    "criterion_id",
    "level",
    "is_not_applicable",
    "comment",
    "evidence_id",
}


class SmartSupplierAnswer(models.Model):
    _name = "smart.supplier.answer"
    _description = "Answer of a Supplier"
    _order = "questionnaire_id, sequence, id"
    _rec_name = "criterion_id"

    questionnaire_id = fields.Many2one(
        "smart.supplier.questionnaire", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="questionnaire_id.partner_id")
    state = fields.Selection(related="questionnaire_id.state")
    company_id = fields.Many2one(
        related="questionnaire_id.company_id", store=True, index=True
    )
    criterion_id = fields.Many2one(
        "smart.charter.criterion", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    theme_id = fields.Many2one(related="criterion_id.theme_id")
    weight = fields.Float(related="criterion_id.weight")
    level = fields.Selection(LEVELS, help="Empty: not answered.")
    is_not_applicable = fields.Boolean("Not applicable")
    comment = fields.Text("In its words")
    evidence_id = fields.Many2one(
        "smart.supplier.evidence", index="btree_not_null", ondelete="set null"
    )
    is_answered = fields.Boolean(compute="_compute_is_answered", store=True)
    decision = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("lowered", "Lower level"),
            ("refused", "Refused"),
        ],
        help="Refused: the proof does not convince, or the criterion does apply.",
    )
    reviewed_level = fields.Selection(LEVELS, "Level found")
    review_note = fields.Text("Why", help="Read by the supplier.")
    is_put_aside = fields.Boolean(compute="_compute_is_put_aside")

    _criterion_uniq = models.Constraint(
        "UNIQUE(questionnaire_id, criterion_id)", "One answer per criterion."
    )

    # === COMPUTE METHODS === #

    @api.depends("level", "is_not_applicable")
    def _compute_is_answered(self):
        for answer in self:
            answer.is_answered = bool(answer.level or answer.is_not_applicable)

    @api.depends("is_not_applicable", "decision")
    def _compute_is_put_aside(self):
        for answer in self:
            answer.is_put_aside = (
                answer.is_not_applicable and answer.decision == "accepted"
            )

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("decision", "reviewed_level", "review_note", "level")
    def _check_decision(self):
        for answer in self:
            if answer.decision in ("lowered", "refused") and not answer.review_note:
                raise ValidationError(
                    self.env._(
                        "%s: write why, the supplier reads it.",
                        answer.criterion_id.display_name,
                    )
                )
            if answer.decision == "lowered" and not (
                answer.level
                and answer.reviewed_level
                and answer.reviewed_level < answer.level
            ):
                raise ValidationError(
                    self.env._(
                        "%s: choose a level below the one declared.",
                        answer.criterion_id.display_name,
                    )
                )

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & SUPPLIER_FIELDS:
                raise UserError(self.env._("Only the supplier changes its answers."))
            if set(self.mapped("state")) - {"submitted"}:
                raise UserError(self.env._("Only what was sent can be reviewed."))
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _save(self, values, evidence):
        """Keep what the supplier typed for one criterion; the page checked whose.

        :param values: level, is_not_applicable, comment
        :param evidence: values of a new proof, empty without one
        :raises UserError: with what to correct
        """
        self.ensure_one()
        if values["is_not_applicable"] and not values["comment"]:
            raise UserError(self.env._("Say why it does not apply to you."))
        if evidence:
            self._replace_evidence(evidence)
        # what a reviewer decided before holds for the former answer only
        self.write(
            values | {"decision": False, "reviewed_level": False}
            if self._differs(values)
            else {}
        )

    def _differs(self, values):
        return any((self[name] or False) != (values[name] or False) for name in values)

    def _replace_evidence(self, values):
        proofs = self.env["smart.supplier.evidence"]
        former = self.evidence_id
        self.evidence_id = proofs._submit_proof(
            self.partner_id, self.criterion_id, values
        )
        self.decision = False
        if former.state == "to_review":
            former.unlink()

    def _decide_evidence(self):
        """Accept or reject the proofs as the answers were decided."""
        for answer in self.filtered("evidence_id"):
            evidence = answer.evidence_id
            if answer.decision == "refused" and evidence.state != "rejected":
                evidence.review_note = answer.review_note
                evidence.action_reject()
            elif evidence.state == "to_review" and answer.decision:
                evidence.action_accept()

    def _prepare_line(self):
        """Return what the assessment keeps of the answer."""
        self.ensure_one()
        nothing = {"level": False, "proof": "none", "evidence_id": False}
        vals = {
            "is_not_applicable": self.is_not_applicable,
            "is_not_applicable_accepted": self.is_put_aside,
            "comment": self.comment,
        }
        if self.is_not_applicable or not self.level:
            return vals | nothing
        vals["level"] = (
            self.reviewed_level if self.decision == "lowered" else self.level
        )
        if self.decision == "refused":
            return vals | {"proof": "none", "evidence_id": False}
        if self.evidence_id.state == "accepted":
            return vals | {
                "evidence_id": self.evidence_id.id,
                "proof": self.evidence_id.proof,
                "valid_until": self.evidence_id.date_expiry,
            }
        return vals | {"proof": "declaration", "evidence_id": False}
