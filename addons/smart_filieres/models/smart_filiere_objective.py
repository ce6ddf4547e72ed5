# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle

STATUSES = [
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("off_track", "Off track"),
    ("met", "Met"),
]


class SmartFiliereObjective(models.Model):
    """What a filière wants to reach, by when, and how it is going."""

    _name = "smart.filiere.objective"
    _description = "Objective of a Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "filiere_id, sequence, date_due, id"

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    mandate_ids = fields.Many2many("smart.filiere.mandate", string="Mandates")
    user_id = fields.Many2one("res.users", "Followed by", index="btree_not_null")
    indicator = fields.Char(required=True, help="What is counted, in plain words.")
    unit = fields.Char()
    measure = fields.Selection(
        selection="_selection_measure",
        help="Read from the records every week. Empty: written at each review.",
    )
    baseline_value = fields.Float("Baseline", tracking=True)
    baseline_date = fields.Date(default=fields.Date.context_today, required=True)
    baseline_source = fields.Char(help="Where the baseline comes from.")
    target = fields.Float(required=True, tracking=True)
    date_due = fields.Date(required=True, tracking=True)
    current_value = fields.Float(readonly=True, copy=False, aggregator=False)
    date_measured = fields.Date(readonly=True, copy=False)
    is_measured = fields.Boolean(compute="_compute_progress", store=True)
    progress = fields.Float(
        compute="_compute_progress", store=True, aggregator="avg", help="In percent."
    )
    status = fields.Selection(
        STATUSES,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    expected_status = fields.Selection(
        STATUSES,
        "Status that the figures give",
        compute="_compute_expected_status",
    )
    is_off_track_twice = fields.Boolean(readonly=True, copy=False)
    review_ids = fields.One2many("smart.filiere.objective.review", "objective_id")
    review_count = fields.Integer(compute="_compute_review_count")

    _dates = models.Constraint(
        "CHECK(baseline_date <= date_due)", "An objective is due after its baseline."
    )
    _way = models.Constraint(
        "CHECK(target != baseline_value)", "The target differs from the baseline."
    )

    @api.model
    def _selection_measure(self):
        labels = self.env["smart.filiere"]._get_measure_labels()
        return [(key, label) for key, (label, _unit) in labels.items()]

    # === COMPUTE METHODS === #

    @api.depends("baseline_value", "target", "current_value", "date_measured")
    def _compute_progress(self):
        for objective in self:
            objective.is_measured = bool(objective.date_measured)
            objective.progress = (
                100 * objective._get_progress() if objective.date_measured else 0
            )

    @api.depends("progress", "is_measured", "date_due", "baseline_date")
    @api.depends_context("tz")
    def _compute_expected_status(self):
        today = fields.Date.context_today(self)
        for objective in self:
            objective.expected_status = (
                lifecycle.expected_status(
                    objective.progress / 100, objective._get_elapsed(today)
                )
                if objective.is_measured and objective.date_due
                else False
            )

    @api.depends("review_ids")
    def _compute_review_count(self):
        counts = dict(
            self.env["smart.filiere.objective.review"]._read_group(
                [("objective_id", "in", self.ids)], ["objective_id"], ["__count"]
            )
        )
        for objective in self:
            objective.review_count = counts.get(objective, 0)

    @api.onchange("measure")
    def _onchange_measure(self):
        label, unit = self.filiere_id._get_measure_labels().get(self.measure, ("", ""))
        if label:
            self.indicator, self.unit = self.indicator or label, unit
            known = self.filiere_id and self.filiere_id._get_measures([self.measure])
            value = known and known.get(self.filiere_id._origin.id, {}).get(
                self.measure
            )
            if value is not None and value is not False:
                self.baseline_value = value

    def _get_progress(self):
        return lifecycle.progress(self.baseline_value, self.target, self.current_value)

    def _get_elapsed(self, today):
        length = (self.date_due - self.baseline_date).days
        return (today - self.baseline_date).days / length if length else 1.0

    # === CRUD === #

    def write(self, vals):
        guarded = {"status", "current_value", "date_measured", "is_off_track_twice"}
        if not self.env.su and guarded & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._("What an objective reached is written by a review.")
            )
        return super().write(vals)

    # === ACTIONS === #

    def action_review(self):
        """Open a new review with what the figures say already."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review"),
            "res_model": "smart.filiere.objective.review",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_objective_id": self.id,
                "default_value": self._measure_now().get(self.id, self.current_value),
                "default_status": self.expected_status or "on_track",
            },
        }

    def action_view_reviews(self):
        """Open the history of the values and reviews."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_objective_review_action"
        )
        action["domain"] = [("objective_id", "in", self.ids)]
        action["context"] = {"default_objective_id": self[:1].id}
        return action

    # === BUSINESS METHODS === #

    def _measure_now(self):
        """Return {objective id: value} for those whose measure is known."""
        automatic = self.filtered("measure")
        measures = automatic.filiere_id._get_measures(
            sorted(set(automatic.mapped("measure")))
        )
        values = {
            objective.id: measures[objective.filiere_id.id][objective.measure]
            for objective in automatic
        }
        return {key: value for key, value in values.items() if value is not None}

    @api.model
    def _cron_measure(self):
        """Keep this week's value of every objective that the records can measure."""
        objectives = self.search([("measure", "!=", False), ("status", "!=", "met")])
        values = objectives._measure_now()
        self.env["smart.filiere.objective.review"].create(
            [
                {"objective_id": key, "value": value, "origin": "measure"}
                for key, value in values.items()
            ]
        )
