# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.scoring import published
from .wording import shown

BANDS = [
    ("recognised", "Recognised"),
    ("prefiguration", "Prefiguration"),
    ("watch", "Watched"),
    ("rejected", "Not retained"),
]
# with gates that are not met, no higher than this
CAPPED_AT = "watch"
OPEN_BAND = ("open", "Between two bands")
# what may change after the inputs were frozen, by the methods that change it
LIFE_FIELDS = {
    "state",
    "decision",
    "decision_kind",
    "date_decided",
    "decided_by_id",
}
# what a person may write in a draft
OWN_FIELDS = {"line_ids", "comment"}
SHOWN_STATES = ("frozen", "decided", "contested", "superseded")


class SmartFiliereAssessment(models.Model):
    """A filière against a voted grid, on the figures of one day: frozen, decided."""

    _name = "smart.filiere.assessment"
    _description = "Assessment of a Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "data_date desc, id desc"
    _check_company_auto = True

    filiere_id = fields.Many2one(
        "smart.filiere",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    territory_id = fields.Many2one(
        "smart.territory",
        index=True,
        ondelete="restrict",
        help="Empty: the filière as a whole, the only one that decides its state.",
    )
    grid_id = fields.Many2one(
        "smart.filiere.grid",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'in_force')]",
        default=lambda self: self._default_grid_id(),
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    data_date = fields.Date(
        "Figures of", required=True, readonly=True, default=fields.Date.context_today
    )
    comment = fields.Text("Conclusion")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("frozen", "Frozen"),
            ("decided", "Decided"),
            ("contested", "Contested"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    line_ids = fields.One2many("smart.filiere.assessment.line", "assessment_id")
    previous_id = fields.Many2one(
        "smart.filiere.assessment",
        "Made again from",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    members = fields.Integer("Members present", readonly=True)
    is_told = fields.Boolean("Five members or more", readonly=True)
    known_share = fields.Float(
        "κ, share of members whose trade is known", readonly=True
    )
    score = fields.Float(
        readonly=True,
        aggregator="avg",
        help="The lower end when something is unknown.",
    )
    score_high = fields.Float("Score at most", readonly=True)
    quantitative_points = fields.Float("Quantitative", readonly=True)
    strategic_points = fields.Float("Strategic", readonly=True)
    is_complete = fields.Boolean("Everything known", readonly=True)
    band_low = fields.Selection(BANDS, readonly=True)
    band_high = fields.Selection(BANDS, readonly=True)
    gate_members_met = fields.Boolean("Enough members", readonly=True)
    gate_animators_met = fields.Boolean("Enough animators", readonly=True)
    band = fields.Selection(
        [*BANDS, OPEN_BAND],
        "Computed band",
        readonly=True,
        help="After the gates: with too few members or no animator, at most watched.",
    )
    flip_criterion_id = fields.Many2one(
        "smart.filiere.criterion", "Most sensitive weight", readonly=True
    )
    flip_weight = fields.Float("Weight that would flip it", readonly=True)
    flip_band = fields.Selection(BANDS, "Band it would flip to", readonly=True)

    inputs = fields.Text("Frozen inputs", readonly=True, copy=False)
    inputs_hash = fields.Char("Fingerprint", readonly=True, copy=False)
    date_frozen = fields.Datetime("Frozen on", readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", "Frozen by", readonly=True, copy=False)

    decision = fields.Selection(BANDS, readonly=True, copy=False, tracking=True)
    decision_kind = fields.Selection(
        [("computed", "As computed"), ("derogation", "By derogation")],
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_decided = fields.Date("Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False
    )
    derogation_ids = fields.One2many("smart.filiere.derogation", "assessment_id")
    contest_ids = fields.One2many("smart.filiere.contest", "assessment_id")
    contest_count = fields.Integer(compute="_compute_contest_count", string="Contests")

    @api.model
    def _default_grid_id(self):
        grids = self.env["smart.filiere.grid"].search(
            [
                ("state", "=", "in_force"),
                ("company_id", "in", (self.env.company.id, False)),
            ]
        )
        return grids.filtered("company_id")[:1] or grids[:1]

    def _compute_contest_count(self):
        counts = dict(
            self.env["smart.filiere.contest"]._read_group(
                [("assessment_id", "in", self.ids)], ["assessment_id"], ["__count"]
            )
        )
        for assessment in self:
            assessment.contest_count = counts.get(assessment, 0)

    @api.depends("filiere_id", "territory_id", "data_date")
    def _compute_display_name(self):
        for assessment in self:
            parts = (
                assessment.filiere_id.display_name,
                assessment.territory_id.name,
                fields.Date.to_string(assessment.data_date),
            )
            assessment.display_name = " · ".join(part for part in parts if part)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        allowed = {"filiere_id", "territory_id", "grid_id", "comment", "previous_id"}
        assessments = super().create(
            [
                {key: value for key, value in vals.items() if key in allowed}
                for vals in vals_list
            ]
        )
        wrong = assessments.grid_id.filtered(lambda grid: grid.state != "in_force")
        if wrong:
            raise UserError(
                self.env._(
                    "“%s” is not in force: an assessment uses the grid in force.",
                    wrong[0].display_name,
                )
            )
        # many are measured together by whoever creates them as superuser
        if not (self.env.su and self.env.context.get("smart_measured_later")):
            assessments._measure()
        return assessments

    def write(self, vals):
        names = set(vals)
        frozen = self.filtered(lambda assessment: assessment.state != "draft")
        # nobody, not even the superuser, rewrites what was frozen
        if frozen and names & self._get_frozen_fields():
            raise UserError(frozen[0]._get_frozen_message())
        own = self._get_frozen_fields() | LIFE_FIELDS
        if not self.env.su and names & own - OWN_FIELDS:
            self.check_access("write")
            raise UserError(
                self.env._(
                    "The result of an assessment is computed and its state follows "
                    "from what is done with it: neither is written by hand."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        frozen = self.filtered(lambda assessment: assessment.state != "draft")
        if frozen:
            raise UserError(frozen[0]._get_frozen_message())

    @api.model
    def _get_frozen_fields(self):
        """Return the names of what never changes once the inputs are frozen."""
        thread = set(self.env["mail.thread"]._fields)
        activity = set(self.env["mail.activity.mixin"]._fields)
        own = {name for name, field in self._fields.items() if field.store}
        others = {"derogation_ids", "contest_ids"} | LIFE_FIELDS
        return (own | {"line_ids"}) - thread - activity - others

    def _get_frozen_message(self):
        return self.env._(
            "“%s” is frozen, so that anybody may compute it again: make a new "
            "assessment instead.",
            self.display_name,
        )

    # === ACTIONS === #

    def action_measure(self):
        """Count again; marks that were given stay."""
        self.check_access("write")
        self._check_draft()
        self._measure()

    def action_freeze(self):
        """Freeze figures, marks and parameters; the result never changes after."""
        self.check_access("write")
        self._check_draft()
        self._freeze()

    def action_recompute(self):
        """Compute again from the frozen inputs and say whether all is as it was."""
        self.ensure_one()
        self.check_access("read")
        problems = self._find_tampering()
        message = (
            "\n".join(problems)
            if problems
            else self.env._(
                "The frozen inputs give %s again, line by line.",
                self._get_score_text(),
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problems else "success",
                "sticky": bool(problems),
                "message": message,
            },
        }

    def action_view_contests(self):
        """Open what members contest of this assessment."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_contest_action"
        )
        action["domain"] = [("assessment_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _open(self):
        """Return the action that shows these assessments."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_assessment_action"
        )
        action["context"] = {}
        if len(self) == 1:
            form = [view for view in action["views"] if view[1] == "form"]
            return {**action, "views": form, "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}

    def _check_draft(self):
        frozen = self.filtered(lambda assessment: assessment.state != "draft")
        if frozen:
            raise UserError(frozen[0]._get_frozen_message())

    def _get_score_text(self):
        """Return “77.5”, or “72.0–82.0” when something is unknown."""
        self.ensure_one()
        low, high = (
            shown(self.env, published(end), ".1f")
            for end in (self.score, self.score_high)
        )
        return low if self.is_complete else f"{low}–{high}"
