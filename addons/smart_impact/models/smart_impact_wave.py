# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.statistics import response_rates

STATES = [
    ("draft", "Draft"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("computed", "Computed"),
    ("published", "Published"),
]
FROZEN_FIELDS = {
    *("programme_id", "instrument_id", "notice_id"),
    *("sampling", "sample_size", "seed"),
}
# with what the figures were made: fixed once there are some
COMPUTED_FIELDS = {"weighting", "has_crosses", "date_open", "date_close"}


class SmartImpactWave(models.Model):
    _name = "smart.impact.wave"
    _description = "Impact Wave"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.impact.guarded.mixin"]
    _order = "date_open desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    instrument_id = fields.Many2one(
        "smart.impact.instrument", required=True, index=True, ondelete="restrict"
    )
    date_open = fields.Date("Opens on", tracking=True, copy=False)
    date_close = fields.Date("Closes on", tracking=True, copy=False)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, tracking=True
    )
    survey_id = fields.Many2one(
        "survey.survey",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="smart_impact.group_evaluator",
    )
    has_survey = fields.Boolean(compute="_compute_has_survey", compute_sudo=True)
    participation_ids = fields.One2many("smart.impact.participation", "wave_id")
    result_ids = fields.One2many("smart.impact.result", "wave_id")
    frame_count = fields.Integer(
        "Members asked", compute="_compute_participation", compute_sudo=True
    )
    answered_count = fields.Integer(
        "Members who answered", compute="_compute_participation", compute_sudo=True
    )
    complete_count = fields.Integer("Complete answers", readonly=True, copy=False)
    partial_count = fields.Integer("Partial answers", readonly=True, copy=False)
    response_rate = fields.Float(
        compute="_compute_response_rate",
        compute_sudo=True,
        help="While the wave is open, members who answered out of members asked. "
        "Once closed, complete answers out of members asked (AAPOR RR1).",
    )
    response_rate_any = fields.Float(
        "Response rate with incomplete answers (RR2)",
        compute="_compute_response_rate",
        compute_sudo=True,
        help="Members who answered, completely or not, out of members asked (AAPOR "
        "RR2). Rates by group are counted in this way.",
    )
    result_count = fields.Integer(compute="_compute_result_count", string="# Results")
    computed_on = fields.Date(readonly=True, copy=False)
    method_version = fields.Char(readonly=True, copy=False)

    _dates_order = models.Constraint(
        "CHECK(date_open <= date_close)", "A wave closes after it opens."
    )
    _survey_uniq = models.Constraint(
        "UNIQUE(survey_id)", "A survey belongs to one wave."
    )

    # === COMPUTE METHODS === #

    def _default_programme_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["smart.impact.programme"].search(domain, limit=1)

    @api.depends("survey_id")
    def _compute_has_survey(self):
        for wave in self:
            wave.has_survey = bool(wave.survey_id)

    @api.depends(
        *("participation_ids.answered", "is_sealed", "answered_total", "asked_total")
    )
    def _compute_participation(self):
        groups = self.env["smart.impact.participation"]._read_group(
            [("wave_id", "in", self.ids)], ["wave_id", "answered"], ["__count"]
        )
        counts = {(wave.id, answered): count for wave, answered, count in groups}
        for wave in self:
            answered = counts.get((wave.id, True), 0)
            wave.answered_count = answered
            wave.frame_count = answered + counts.get((wave.id, False), 0)
            if wave.is_sealed:
                # who answered is forgotten, not how many; and members who leave
                # later were asked all the same
                wave.answered_count = wave.answered_total
                wave.frame_count = wave.asked_total

    @api.depends("frame_count", "answered_count", "complete_count", "state")
    def _compute_response_rate(self):
        for wave in self:
            running = wave.state in ("draft", "open")
            complete = wave.answered_count if running else wave.complete_count
            partial = max(0, wave.answered_count - complete)
            rates = response_rates(complete, partial, wave.frame_count)
            wave.response_rate, wave.response_rate_any = rates

    @api.depends("result_ids")
    def _compute_result_count(self):
        groups = self.env["smart.impact.result"]._read_group(
            [("wave_id", "in", self.ids)], ["wave_id"], ["__count"]
        )
        counts = dict(groups)
        for wave in self:
            wave.result_count = counts.get(wave, 0)

    # === CRUD METHODS === #

    def write(self, vals):
        if FROZEN_FIELDS & set(vals):
            self._check_draft()
        if COMPUTED_FIELDS & set(vals) and not self.env.su:
            self._check_not_computed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_draft()

    def _check_not_computed(self):
        made = self.filtered(lambda wave: wave.state in ("computed", "published"))
        if made:
            raise UserError(
                self.env._(
                    "The figures of %(waves)s were made with these dates and weights: "
                    "they do not change any more.",
                    waves=", ".join(made.mapped("name")),
                )
            )

    def _check_draft(self):
        started = self.filtered(lambda wave: wave.state != "draft")
        if started:
            raise UserError(
                self.env._(
                    "%(waves)s started: the programme and the questions are fixed, "
                    "and the wave stays. Create another wave instead.",
                    waves=started.mapped("name"),
                )
            )

    # === STATES === #

    def _move(self, state, sources):
        """Set a state from one of the states it may follow.

        The user needs the right to write on the wave; the write itself goes around
        the guard that keeps everybody from setting a state by hand.
        """
        self.check_access("write")
        wrong = self.filtered(lambda wave: wave.state not in sources)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(waves)s cannot become “%(state)s” now: only waves that are "
                    "%(sources)s can.",
                    waves=wrong.mapped("name"),
                    state=labels[state],
                    sources=[labels[source] for source in sources],
                )
            )
        # the check above stands for the guard
        self.sudo().write({"state": state})

    def action_open(self):
        """Freeze the list of members to ask, and let them answer."""
        self._check_closing_day()
        for wave in self:
            if not wave.survey_id:
                wave.action_generate_survey()
        self._move("open", ["draft"])
        today = fields.Date.context_today(self)
        late = self.filtered(lambda one: not one.date_open or one.date_open > today)
        late.date_open = today
        self._create_frame()

    def _check_closing_day(self):
        today = fields.Date.context_today(self)
        over = self.filtered(lambda one: one.date_close and one.date_close < today)
        if over:
            raise UserError(
                self.env._(
                    "%(waves)s would close at once, for good: the closing day is over. "
                    "Give a later one, or none.",
                    waves=over.mapped("name"),
                )
            )

    def action_close(self):
        """Stop the collection and store what was answered."""
        self._move("closed", ["open"])
        self._close_collection()

    def action_compute(self):
        """Compute the indicators, again if they were computed before."""
        self._move("computed", ["closed", "computed"])
        self._calculate_results()

    def action_publish(self):
        """Show the figures to members and researchers."""
        obstacles = self.result_ids.indicator_id._get_publication_obstacles()
        if obstacles:
            raise UserError(
                self.env._(
                    "These indicators cannot be published yet: %(obstacles)s. "
                    "Complete them, then publish.",
                    obstacles=[
                        f"{indicator.display_name} ({reason})"
                        for indicator, reason in obstacles
                    ],
                )
            )
        if not self.result_ids:
            raise UserError(
                self.env._(
                    "%(waves)s has no figure to publish: compute the indicators first.",
                    waves=self.mapped("name"),
                )
            )
        self._move("published", ["computed"])

    # === ACTIONS === #

    def action_view_results(self):
        """Open the figures of this wave."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_result_action"
        )
        action["domain"] = [("wave_id", "=", self.id)]
        action["context"] = {
            "search_default_territories": 1,
            "search_default_shown": 1,
        }
        return action

    def action_view_table(self):
        """Open the table of indicators by territory, on the whole screen."""
        self.ensure_one()
        view = self.env.ref("smart_impact.smart_impact_wave_view_form_table")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Indicators by territory"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }

    def action_preview_survey(self):
        """Open the form as members will see it, without answering."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/survey/print/{self.survey_id.access_token}",
            "target": "new",
        }

    def action_print_workbook(self):
        """Download the figures as a workbook."""
        return self.env.ref("smart_impact.action_report_wave_xlsx").report_action(self)
