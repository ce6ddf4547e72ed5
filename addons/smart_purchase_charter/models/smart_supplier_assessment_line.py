# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine import scoring
from .charter_wording import LEVELS, PROOFS
from .guard import neutral


def is_proof_valid(proof, evidence_state, valid_until, as_of):
    """Whether a proof counts on a day: its last day included, a rejected one never."""
    if not proof or evidence_state == "rejected":
        return False
    return not (as_of and valid_until and valid_until < as_of)


def to_engine_line(facts, level, proof, is_breach, is_aside):
    """Return the answer to one criterion; `facts` are those of the criterion."""
    return scoring.Line(
        level=int(level) if level else None,
        proof=proof,
        is_breach=bool(is_breach),
        is_not_applicable=bool(is_aside),
        **facts,
    )


class SmartSupplierAssessmentLine(models.Model):
    _name = "smart.supplier.assessment.line"
    _description = "Supplier Assessment Line"
    _order = "assessment_id, sequence, id"
    _rec_name = "criterion_id"

    assessment_id = fields.Many2one(
        "smart.supplier.assessment", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="assessment_id.partner_id")
    charter_id = fields.Many2one(related="assessment_id.charter_id")
    state = fields.Selection(related="assessment_id.state")
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index=True
    )
    criterion_id = fields.Many2one(
        "smart.charter.criterion", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    theme_id = fields.Many2one(related="criterion_id.theme_id", store=True, index=True)
    weight = fields.Float(related="criterion_id.weight")
    is_knock_out = fields.Boolean(related="criterion_id.is_knock_out")
    level = fields.Selection(LEVELS, help="Empty: nobody answered.")
    proof = fields.Selection(
        PROOFS,
        string="Kind of Proof",
        compute="_compute_proof",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    evidence_id = fields.Many2one(
        "smart.supplier.evidence",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('partner_id', '=', partner_id), ('state', '=', 'accepted')]",
    )
    valid_until = fields.Date(
        compute="_compute_valid_until",
        store=True,
        readonly=False,
        help="After this day the proof no longer counts and the grade follows.",
    )
    is_not_applicable = fields.Boolean("Not applicable")
    is_not_applicable_accepted = fields.Boolean(
        "Accepted",
        help="An assessor agrees: the criterion leaves the score, within 30 % of the "
        "total weight.",
    )
    is_breach = fields.Boolean(
        "Breach", help="Stated by the ethics committee; excludes on a knock-out."
    )
    comment = fields.Char()
    points = fields.Float(
        compute="_compute_points",
        store=True,
        digits=(6, 2),
        help="Share of the score, out of 100.",
    )

    _criterion_uniq = models.Constraint(
        "UNIQUE(assessment_id, criterion_id)", "One line per criterion."
    )

    # === COMPUTE METHODS === #

    @api.depends("evidence_id")
    def _compute_proof(self):
        for line in self:
            line.proof = line.evidence_id.proof or line.proof or "none"

    @api.depends("evidence_id", "proof", "criterion_id", "assessment_id.date")
    def _compute_valid_until(self):
        for line in self:
            if line.proof == "none":
                line.valid_until = False
            elif line.evidence_id:
                line.valid_until = line.evidence_id.date_expiry
            else:
                line.valid_until = (
                    line.assessment_id.date or fields.Date.context_today(line)
                ) + relativedelta(months=line.criterion_id.validity_months)

    @api.depends(
        "assessment_id.date",
        "assessment_id.line_ids.level",
        "assessment_id.line_ids.proof",
        "assessment_id.line_ids.valid_until",
        "assessment_id.line_ids.is_not_applicable_accepted",
        "assessment_id.line_ids.criterion_id",
    )
    def _compute_points(self):
        for assessment, lines in self.grouped("assessment_id").items():
            result = scoring.score(assessment.line_ids._to_engine(assessment.date))
            for line in lines:
                line.points = float(result.points.get(line.criterion_id.code, 0))

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("criterion_id", "evidence_id", "assessment_id")
    def _check_consistency(self):
        for line in self:
            assessment, evidence = line.assessment_id, line.evidence_id
            if line.criterion_id.charter_id != assessment.charter_id:
                raise ValidationError(
                    self.env._(
                        "%(criterion)s is not a criterion of %(charter)s.",
                        criterion=line.criterion_id.display_name,
                        charter=assessment.charter_id.display_name,
                    )
                )
            if evidence and (
                evidence.partner_id != assessment.partner_id
                or evidence.criterion_id.code != line.criterion_id.code
            ):
                raise ValidationError(
                    self.env._(
                        "The evidence %(evidence)s does not prove %(criterion)s for "
                        "%(supplier)s.",
                        evidence=evidence.name,
                        criterion=line.criterion_id.display_name,
                        supplier=assessment.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_breach_right(vals_list)
        fixed = {"points": None}
        if not self._may_state_breach():
            fixed["is_breach"] = False
        self, vals_list = neutral(self, vals_list, fixed)
        assessments = {vals.get("assessment_id") for vals in vals_list} - {None, False}
        self.env["smart.supplier.assessment"].browse(assessments)._check_draft()
        lines = super().create(vals_list)
        lines.assessment_id._check_draft()
        return lines

    def write(self, vals):
        self.assessment_id._check_draft()
        self._check_breach_right([vals])
        if "points" in vals and not self.env.su:
            raise UserError(self.env._("Points follow from the level and the proof."))
        if "assessment_id" in vals:
            raise UserError(
                self.env._("A line stays with its assessment. Add a new line instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self.assessment_id._check_draft()

    # === BUSINESS METHODS === #

    def _to_engine(self, as_of):
        """Return the lines as the scoring engine reads them on a given day.

        A proof expired that day, or rejected since, counts as no proof.
        """
        facts = self.criterion_id._get_engine_facts()
        return [
            to_engine_line(
                facts[line.criterion_id.id],
                line.level,
                line.proof if line._is_proof_valid(as_of) else "none",
                line.is_breach,
                line.is_not_applicable_accepted,
            )
            for line in self
            if line.criterion_id
        ]

    def _is_proof_valid(self, as_of):
        return is_proof_valid(
            self.proof, self.evidence_id.state, self.valid_until, as_of
        )

    def _lacks_evidence(self):
        """Whether a line claims more than a declaration without showing it."""
        return self.proof in ("document", "third_party") and (
            self.evidence_id.state != "accepted"
        )

    def _prepare_carry_over_vals(self):
        """Return what the next assessment of the supplier starts from.

        Default: everything. Only the committee can then lift a breach.
        """
        return {
            "level": self.level,
            "proof": self.proof,
            "evidence_id": self.evidence_id.id,
            "valid_until": self.valid_until,
            "is_not_applicable": self.is_not_applicable,
            "is_not_applicable_accepted": self.is_not_applicable_accepted,
            "is_breach": self.is_breach,
            "comment": self.comment,
        }

    def _get_label(self, name):
        """Return the translated label of a selection of the line, "" when empty."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "")

    def _may_state_breach(self):
        return self.env.su or self.env.user.has_group(
            "smart_purchase_charter.group_ethics_committee"
        )

    def _check_breach_right(self, vals_list):
        if self._may_state_breach():
            return
        changes = [vals for vals in vals_list if "is_breach" in vals]
        if any(vals["is_breach"] for vals in changes) or (changes and self):
            raise AccessError(
                self.env._("Only the ethics committee decides about a breach.")
            )
