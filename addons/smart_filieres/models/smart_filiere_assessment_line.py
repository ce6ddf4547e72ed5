# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine import scoring
from .smart_filiere_criterion import JUDGEMENT

# what an assessor says of a criterion that is judged
MARK_FIELDS = {"mark", "reason"}
LEAST_REASON = 10


class SmartFiliereAssessmentLine(models.Model):
    """What one criterion gives, with the figures it is made of."""

    _name = "smart.filiere.assessment.line"
    _description = "Line of an Assessment"
    _order = "assessment_id, sequence, id"
    _rec_name = "criterion_id"

    assessment_id = fields.Many2one(
        "smart.filiere.assessment", required=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        "smart.filiere.criterion", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index=True
    )
    filiere_id = fields.Many2one(
        related="assessment_id.filiere_id", store=True, index=True
    )
    assessment_state = fields.Selection(related="assessment_id.state")
    sequence = fields.Integer()
    kind = fields.Selection(related="criterion_id.kind")
    scale = fields.Selection(related="criterion_id.scale")
    floor = fields.Float(related="criterion_id.floor")
    ceiling = fields.Float(related="criterion_id.ceiling")
    weight = fields.Float(related="criterion_id.weight")

    is_known = fields.Boolean("Known", readonly=True)
    value = fields.Float(readonly=True, aggregator="avg")
    evidence = fields.Json(readonly=True)
    numerator = fields.Float(compute="_compute_ratio")
    denominator = fields.Float(compute="_compute_ratio")
    source = fields.Text("Where it comes from", compute="_compute_source")
    mark = fields.Integer(help="From 1 to 5; 0: not judged yet.", aggregator=None)
    reason = fields.Text()
    author_id = fields.Many2one("res.users", "Judged by", readonly=True)
    date_marked = fields.Date("Judged on", readonly=True)

    note = fields.Float("Note 0–1", readonly=True, aggregator="avg")
    points = fields.Float(readonly=True)
    progress = fields.Float("Of its weight", compute="_compute_progress")
    can_reach = fields.Boolean("Can reach the next band", readonly=True)
    reach_value = fields.Float("Value for the next band", readonly=True)
    step_value = fields.Float("A step further", readonly=True)
    step_points = fields.Float("Points of that step", readonly=True)

    _criterion_uniq = models.Constraint(
        "UNIQUE(assessment_id, criterion_id)", "A criterion has one line."
    )
    _mark_range = models.Constraint(
        "CHECK(mark BETWEEN 0 AND 5)", "A mark goes from 1 to 5."
    )

    # === COMPUTE METHODS === #

    @api.depends("note")
    def _compute_progress(self):
        for line in self:
            line.progress = 100 * line.note

    @api.depends("evidence")
    def _compute_ratio(self):
        for line in self:
            figures = line.evidence or {}
            line.numerator = figures.get("numerator", 0.0)
            line.denominator = figures.get("denominator", 0.0)

    @api.constrains("mark", "reason")
    def _check_reason(self):
        for line in self:
            if line.mark and len((line.reason or "").strip()) < LEAST_REASON:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s”: say why in %(least)s characters or more, "
                        "members read it.",
                        criterion=line.criterion_id.name,
                        least=LEAST_REASON,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Lines come with their assessment, from its grid.")
            )
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        # nobody, not even the superuser, rewrites what was frozen
        self._check_draft()
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        judged = all(line.criterion_id.measure == JUDGEMENT for line in self)
        if not judged or set(vals) - MARK_FIELDS:
            raise UserError(
                self.env._(
                    "Figures are counted, not typed: only the mark and the reason of a "
                    "criterion that is judged are written by hand."
                )
            )
        result = super().write(vals)
        # the author is whoever writes, whatever the form says
        self.sudo()._record_author(self.env.user)
        self.assessment_id._refresh_result()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        self.assessment_id._check_draft()

    # === BUSINESS METHODS === #

    def _write_result(self, vals):
        """Write what was measured or computed in a draft."""
        # whoever may mark a line causes it to be counted again; frozen ones refuse
        return self.sudo().write(vals)

    def _record_author(self, user):
        today = fields.Date.context_today(self)
        for line in self:
            line._write_result(
                {
                    "author_id": user.id,
                    "date_marked": today,
                    "is_known": bool(line.mark),
                    "value": line.mark,
                }
            )

    def _get_values(self):
        """Return {code: value or None} as the engine reads them."""
        return {
            line.criterion_id.code: line.value if line.is_known else None
            for line in self
        }

    def _set_points(self, result, reach):
        """Write note, points and what a step would give on each line."""
        computed = {row.code: row for row in result.lines}
        for line in self:
            row = computed[line.criterion_id.code]
            vals = {
                "note": row.note or 0.0,
                "points": row.points or 0.0,
                **line._prepare_step(),
                **line._prepare_reach(reach[row.code]),
            }
            line._write_result(vals)

    def _prepare_step(self):
        if not self.is_known:
            return {"step_value": 0.0, "step_points": 0.0}
        criterion = self.criterion_id
        value, points = scoring.step(
            criterion._to_engine(), self.value, criterion.measure == JUDGEMENT
        )
        return {"step_value": value, "step_points": points}

    def _prepare_reach(self, value):
        if value is not None and self.criterion_id.measure == JUDGEMENT:
            # marks are whole
            upwards = self.ceiling > self.floor
            value = math.ceil(value - 1e-9) if upwards else math.floor(value + 1e-9)
        return {"can_reach": value is not None, "reach_value": value or 0.0}

    def _get_inputs(self):
        """Return the criterion, its value and where that comes from."""
        self.ensure_one()
        criterion = self.criterion_id
        row = {
            "code": criterion.code,
            "measure": criterion.measure,
            "scale": criterion.scale,
            "floor": criterion.floor,
            "ceiling": criterion.ceiling,
            "weight": criterion.weight,
            "value": self.value if self.is_known else None,
        }
        if criterion.measure == JUDGEMENT:
            return {**row, "reason": self.reason or None}
        return {**row, "evidence": self.evidence or {}}
