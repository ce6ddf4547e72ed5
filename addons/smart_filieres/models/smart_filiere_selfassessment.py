# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.selfassessment import BRONZE, GOLD, score
from .smart_selfassessment_indicator import FAMILIES

STEPS = {"state", "date_frozen", "frozen_by_id"}


class SmartFiliereSelfassessment(models.Model):
    """Where a filière stands, indicator by indicator, counted or proved."""

    _name = "smart.filiere.selfassessment"
    _description = "Self-assessment of a Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, filiere_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    filiere_id = fields.Many2one(
        "smart.filiere",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Draft"), ("frozen", "Frozen")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("smart.filiere.selfassessment.line", "assessment_id")
    reached = fields.Integer(compute="_compute_score", store=True)
    unknown = fields.Integer(compute="_compute_score", store=True)
    total = fields.Integer("Indicators", compute="_compute_score", store=True)
    percent = fields.Float(
        "Reached (%)",
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    most = fields.Float(
        "At most (%)",
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator="avg",
        help="If everything unknown were reached.",
    )
    band = fields.Selection(
        [("none", "Not yet"), ("bronze", "Bronze"), ("gold", "Gold")],
        compute="_compute_score",
        store=True,
    )
    families = fields.Json(compute="_compute_families")
    frozen_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_frozen = fields.Date(readonly=True, copy=False)
    note = fields.Text()

    # === COMPUTE METHODS === #

    @api.depends("filiere_id", "date")
    def _compute_name(self):
        for assessment in self:
            assessment.name = (
                f"{assessment.filiere_id.name or ''} {assessment.date or ''}"
            )

    @api.depends("line_ids.verdict")
    def _compute_score(self):
        bronze, gold = self._get_bands()
        for assessment in self:
            found = score(assessment.line_ids.mapped(lambda line: line._get_verdict()))
            assessment.reached = found.reached
            assessment.unknown = found.unknown
            assessment.total = len(assessment.line_ids)
            assessment.percent = found.percent
            assessment.most = found.most
            assessment.band = found.band(bronze, gold) if found.percent else "none"

    @api.depends("line_ids.verdict")
    def _compute_families(self):
        labels = dict(
            self.env["smart.selfassessment.indicator"]
            ._fields["family"]
            ._description_selection(self.env)
        )
        for assessment in self:
            by_family = assessment.line_ids.grouped("family")
            assessment.families = [
                {
                    "label": labels[family],
                    "total": len(by_family[family]),
                    **{
                        verdict: sum(
                            line.verdict == verdict for line in by_family[family]
                        )
                        for verdict in ("reached", "missed", "unknown")
                    },
                }
                for family, _label in FAMILIES
                if family in by_family
            ]

    @api.model
    def _get_bands(self):
        """Return the percentages from which bronze and gold begin."""
        parameters = self.env["ir.config_parameter"].sudo()
        return tuple(
            float(parameters.get_param(f"smart_filieres.selfassessment_{key}", default))
            for key, default in (("bronze", BRONZE), ("gold", GOLD))
        )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in STEPS}
                for vals in vals_list
            ]
        assessments = super().create(vals_list)
        for assessment in assessments.filtered(lambda a: not a.line_ids):
            assessment._add_lines()
        return assessments

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                self.check_access("write")
                raise UserError(self.env._("It is frozen by its button."))
            if {"filiere_id", "date", "line_ids"} & set(vals):
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        for assessment in self:
            if assessment.state != "draft":
                raise UserError(
                    self.env._("%s is frozen: make a new one.", assessment.name)
                )

    # === ACTIONS === #

    def action_compute(self):
        """Count again what is counted, and look at the age of the proofs."""
        self.check_access("write")
        self._check_draft()
        for assessment in self:
            assessment._measure()

    def action_freeze(self):
        """Keep it as it is today."""
        self.check_access("write")
        self._check_draft()
        for assessment in self:
            assessment._measure()
        # guarded against direct writes: the right to write was checked just above
        self.sudo().write(
            {
                "state": "frozen",
                "frozen_by_id": self.env.uid,
                "date_frozen": fields.Date.context_today(self),
            }
        )

    # === BUSINESS METHODS === #

    def _add_lines(self):
        indicators = self.env["smart.selfassessment.indicator"].search(
            [("family", "!=", False)]
        )
        # whoever may make the assessment gets all its lines
        self.env["smart.filiere.selfassessment.line"].sudo().create(
            [
                {
                    "assessment_id": self.id,
                    "indicator_id": indicator.id,
                    "threshold": indicator.threshold,
                }
                for indicator in indicators
            ]
        )
        self._measure()

    def _measure(self):
        """Count every measure once and write what was found on the lines."""
        self.ensure_one()
        # numbers over all records, shown to who may write the assessment
        sudo = self.sudo()
        sudo.env.flush_all()
        found = {}
        for line in sudo.line_ids.filtered("measure"):
            if line.measure not in found:
                method = getattr(sudo.filiere_id, f"_assess_{line.measure}")
                found[line.measure] = method(sudo.date)
            value = found[line.measure]
            line.write({"is_known": value is not None, "value": value or 0})
        sudo.line_ids.invalidate_recordset(["verdict"])
        sudo.line_ids._compute_verdict()
