# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..engine import scoring
from . import charter_wording
from .guard import check_commercial, neutral
from .score_field import Score, unknown_last

FROZEN_FIELDS = {"partner_id", "charter_id", "date", "assessor_id", "line_ids", "note"}
RESULT_FIELDS = {
    "state",
    "score",
    "has_score",
    "coverage",
    "grade",
    "reason",
    "reason_codes",
    "superseded_by_id",
}


class SmartSupplierAssessment(models.Model):
    """One supplier against one version of the charter, frozen once confirmed.

    The grade of the supplier itself lives on the contact: it follows the evidence day
    by day, while this record keeps what was known when it was confirmed.
    """

    _name = "smart.supplier.assessment"
    _description = "Supplier Assessment"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('parent_id', '=', False)]",
    )
    charter_id = fields.Many2one(
        "smart.charter",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_charter(),
        domain="[('state', '=', 'adopted')]",
    )
    company_id = fields.Many2one(
        related="charter_id.company_id", store=True, index=True
    )
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    assessor_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, tracking=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    line_ids = fields.One2many("smart.supplier.assessment.line", "assessment_id")
    note = fields.Html("Conclusion", help="In the assessor's own words.")
    superseded_by_id = fields.Many2one(
        "smart.supplier.assessment", readonly=True, copy=False, index="btree_not_null"
    )
    score = Score(
        compute="_compute_result", store=True, digits=(6, 2), aggregator="avg"
    )
    has_score = fields.Boolean(compute="_compute_result", store=True)
    coverage = fields.Float(
        "Coverage (%)",
        compute="_compute_result",
        store=True,
        digits=(6, 1),
        aggregator="avg",
        help="Share of the weight that is answered with a valid proof.",
    )
    grade = fields.Selection(
        charter_wording.GRADES, compute="_compute_result", store=True, index=True
    )
    reason = fields.Selection(
        charter_wording.REASONS, compute="_compute_result", store=True
    )
    reason_codes = fields.Char(compute="_compute_result", store=True)
    explanation = fields.Text(compute="_compute_explanation")
    next_step = fields.Text(compute="_compute_next_step")

    # === DEFAULT AND COMPUTE METHODS === #

    @api.model
    def _default_charter(self):
        return self.env["smart.charter"]._get_in_force()

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = (
                f"{assessment.partner_id.name or ''} ({assessment.date or ''})"
            )

    @api.depends(
        "date",
        "line_ids.level",
        "line_ids.proof",
        "line_ids.valid_until",
        "line_ids.is_not_applicable_accepted",
        "line_ids.is_breach",
        "line_ids.criterion_id",
    )
    def _compute_result(self):
        for assessment in self:
            result = scoring.score(assessment.line_ids._to_engine(assessment.date))
            assessment.update(self._prepare_result_vals(result))

    @api.depends("grade", "reason", "reason_codes", "coverage", "score")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for assessment in self:
            assessment.explanation = charter_wording.explain(
                self.env,
                assessment.reason,
                assessment.reason_codes,
                assessment.coverage,
            )

    @api.depends("line_ids.level", "line_ids.proof", "line_ids.valid_until")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for assessment in self:
            assessment.next_step = charter_wording.advise(
                self.env, assessment.line_ids, assessment.date
            )

    @api.onchange("partner_id", "charter_id")
    def _onchange_partner_id(self):
        """Show the criteria at once; they are added on save in any case."""
        if not self.partner_id or not self.charter_id or self.line_ids:
            return
        lines = self._prepare_missing_lines()
        # A breach is carried over on save, out of the reach of the form.
        if not any(vals.get("is_breach") for vals in lines):
            self.line_ids = [Command.create(vals) for vals in lines]

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(RESULT_FIELDS) | {"state": "draft"}
        self, vals_list = neutral(self, vals_list, fixed)
        assessments = super().create(vals_list)
        for assessment in assessments:
            if assessment.state == "draft" and not assessment.line_ids:
                assessment._add_missing_lines()
        return assessments

    def write(self, vals):
        self._check_result_untouched(vals)
        if vals.keys() & FROZEN_FIELDS:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_draft()

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        nulls = unknown_last(self, field_name, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # === ACTION METHODS === #

    def action_confirm(self):
        """Freeze the assessment; it replaces the supplier's former one."""
        self.check_access("write")
        self._check_draft()
        for assessment in self:
            assessment._add_missing_lines()
            assessment._check_confirmable()
        older = self.search(
            [("partner_id", "in", self.partner_id.ids), ("state", "=", "confirmed")]
        )
        # sudo: the state is out of reach of a plain write, on purpose.
        self.sudo()._set_confirmed(older.sudo())
        self.partner_id._refresh_charter_grade()
        return True

    def action_load_criteria(self):
        self.check_access("write")
        self._check_draft()
        for assessment in self:
            assessment._add_missing_lines()
        return True

    def action_correct(self):
        """Open a new draft that starts from this one and will supersede it."""
        self.ensure_one()
        vals = {
            "partner_id": self.partner_id.id,
            "charter_id": self._default_charter().id or self.charter_id.id,
        }
        return self.create(vals)._get_records_action()

    # === BUSINESS METHODS === #

    def _add_missing_lines(self):
        """Add the applicable criteria that have no line yet."""
        self.ensure_one()
        # sudo: a breach stated before is carried over by whoever opens the draft.
        self.env["smart.supplier.assessment.line"].sudo().create(
            [
                {"assessment_id": self.id, **vals}
                for vals in self._prepare_missing_lines()
            ]
        )

    def _prepare_missing_lines(self):
        """Return the values of the lines to add, from the assessment in force."""
        criteria = self.charter_id._get_applicable_criteria(self.partner_id)
        missing = criteria - self.line_ids.criterion_id
        known = self._get_last_lines()
        return [
            {"criterion_id": criterion.id} | known.get(criterion.code, {})
            for criterion in missing
        ]

    def _get_last_lines(self):
        """Return {criterion code: line values} of the assessment in force."""
        return {
            line.criterion_id.code: line._prepare_carry_over_vals()
            for line in self._get_in_force().line_ids
        }

    def _get_in_force(self):
        """Return the confirmed assessment of the same supplier, if any."""
        return self.search(
            [("partner_id", "=", self.partner_id.id), ("state", "=", "confirmed")],
            limit=1,
        )

    def _set_confirmed(self, older):
        for assessment in self:
            former = older.filtered_domain(
                [("partner_id", "=", assessment.partner_id.id)]
            )
            former.write({"state": "superseded", "superseded_by_id": assessment.id})
        self.write({"state": "confirmed"})

    @api.model
    def _prepare_result_vals(self, result):
        """Return the field values of an engine result; no score is no number."""
        return {
            "score": None if result.score is None else float(result.score),
            "has_score": result.score is not None,
            "coverage": float(result.coverage * 100),
            "grade": result.grade,
            "reason": result.reason,
            "reason_codes": ",".join(result.codes),
        }

    def _check_confirmable(self):
        self.ensure_one()
        if self.charter_id.state != "adopted":
            raise UserError(
                self.env._(
                    "%s is not the charter in force. Assess against the adopted one.",
                    self.charter_id.display_name,
                )
            )
        self._check_breaches_kept()
        if not self.line_ids.filtered(lambda line: line.level or line.is_breach):
            raise UserError(
                self.env._(
                    "Nobody answered a criterion for %s yet. Answer those you know.",
                    self.partner_id.display_name,
                )
            )
        unproven = self.line_ids.filtered(lambda line: line._lacks_evidence())
        if unproven:
            raise ValidationError(
                self.env._(
                    "These criteria claim a document without an accepted evidence: "
                    "%s. Link the evidence, or count a declaration only.",
                    unproven.mapped("criterion_id.code"),
                )
            )

    def _check_breaches_kept(self):
        """Only the committee can state that a breach is over."""
        if self.line_ids._may_state_breach():
            return
        breaches = [
            lines.filtered("is_breach").mapped("criterion_id.code")
            for lines in (self._get_in_force().line_ids, self.line_ids)
        ]
        lifted = set(breaches[0]) - set(breaches[1])
        if lifted:
            raise AccessError(
                self.env._(
                    "The ethics committee stated a breach of %s: ask it to confirm "
                    "this assessment.",
                    sorted(lifted),
                )
            )

    def _check_draft(self):
        frozen = self.filtered(lambda assessment: assessment.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "The assessment of %(supplier)s of %(date)s is confirmed. "
                    "Correct it with a new one that supersedes it.",
                    supplier=frozen[0].partner_id.display_name,
                    date=frozen[0].date,
                )
            )

    def _check_result_untouched(self, vals):
        if not self.env.su and vals.keys() & RESULT_FIELDS:
            raise UserError(
                self.env._(
                    "State and results follow from the lines and the button Confirm."
                )
            )
