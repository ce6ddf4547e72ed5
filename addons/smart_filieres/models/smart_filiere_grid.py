# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

# what only the methods that change the state may write
LIFE_FIELDS = {"state", "date_in_force", "date_superseded"}
# what the vote freezes, for everybody
VOTED_FIELDS = {
    "name",
    "version",
    "company_id",
    "previous_id",
    "criterion_ids",
    "date_voted",
    "vote_body",
    "vote_reference",
    "vote_ayes",
    "vote_noes",
    "vote_abstentions",
    "band_recognised",
    "band_prefiguration",
    "band_watch",
    "gate_members",
    "gate_animators",
    "shrinkage",
    "growth_years",
    "contest_days",
}
TOTAL_WEIGHT = 100.0


class SmartFiliereGrid(models.Model):
    """One version of the criteria: voted once, never changed after."""

    _name = "smart.filiere.grid"
    _description = "Grid of Criteria"
    _inherit = ["mail.thread"]
    _order = "version desc, id desc"

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, readonly=True, copy=False, required=True)
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("voted", "Voted"),
            ("in_force", "In force"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    previous_id = fields.Many2one(
        "smart.filiere.grid",
        "Made from",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    criterion_ids = fields.One2many("smart.filiere.criterion", "grid_id", copy=True)
    weight_total = fields.Float(
        "Weights", compute="_compute_weight_total", digits=(6, 2)
    )

    date_voted = fields.Date("Voted on", copy=False)
    vote_body = fields.Char("Voted by", copy=False, help="E.g. the board.")
    vote_reference = fields.Char("Minutes", copy=False)
    vote_ayes = fields.Integer("Ayes", copy=False)
    vote_noes = fields.Integer("Noes", copy=False)
    vote_abstentions = fields.Integer("Abstentions", copy=False)
    date_in_force = fields.Date("In force since", readonly=True, copy=False)
    date_superseded = fields.Date("Superseded on", readonly=True, copy=False)

    band_recognised = fields.Float("Recognised from", default=70, digits=(5, 1))
    band_prefiguration = fields.Float("Prefiguration from", default=50, digits=(5, 1))
    band_watch = fields.Float("Watched from", default=30, digits=(5, 1))
    gate_members = fields.Integer(
        "Confirmed members at least",
        default=30,
        help="With fewer, a filière is at most watched, whatever its score.",
    )
    gate_animators = fields.Integer("Volunteer animators at least", default=1)
    shrinkage = fields.Float(
        "Shrinkage of small places",
        default=50,
        help="Members of an average place that are mixed in before a small place is "
        "believed to be specialised.",
    )
    growth_years = fields.Integer("Years of growth", default=3)
    contest_days = fields.Integer("Days to answer a contest", default=30)

    _bands_ordered = models.Constraint(
        "CHECK(band_recognised > band_prefiguration AND band_prefiguration > band_watch"
        " AND band_watch > 0 AND band_recognised <= 100)",
        "The bands go down from 100 to 0.",
    )
    _parameters_positive = models.Constraint(
        "CHECK(gate_members >= 0 AND gate_animators >= 0 AND shrinkage >= 0"
        " AND growth_years > 0 AND contest_days > 0"
        " AND vote_ayes >= 0 AND vote_noes >= 0 AND vote_abstentions >= 0)",
        "Gates, votes, shrinkage and years are not negative.",
    )
    _one_in_force = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE state = 'in_force'",
        "One grid at a time is in force in a company.",
    )

    # === COMPUTE METHODS === #

    @api.depends("criterion_ids.weight")
    def _compute_weight_total(self):
        for grid in self:
            grid.weight_total = sum(grid.criterion_ids.mapped("weight"))

    @api.depends("name", "version")
    def _compute_display_name(self):
        for grid in self:
            grid.display_name = self.env._(
                "%(name)s, version %(version)s",
                name=grid.name or "",
                version=grid.version,
            )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in LIFE_FIELDS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        # nobody, not even the superuser, rewrites what was voted
        if VOTED_FIELDS & set(vals) and self.filtered(
            lambda grid: grid.state != "draft"
        ):
            raise UserError(self._get_frozen_message())
        if not self.env.su and LIFE_FIELDS & set(vals):
            self.check_access("write")
            raise UserError(
                self.env._(
                    "The state of a grid is not written by hand: record its vote, "
                    "then put it in force."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_voted(self):
        if self.filtered(lambda grid: grid.state != "draft"):
            raise UserError(self._get_frozen_message())

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for grid, vals in zip(self, vals_list, strict=True):
            vals["previous_id"] = grid.id
            vals["version"] = grid._get_next_version()
        return vals_list

    def _get_frozen_message(self):
        return self.env._(
            "A grid that was voted does not change any more. Make a new version of it "
            "and have that one voted."
        )

    def _get_next_version(self):
        [(latest,)] = self.with_context(active_test=False)._read_group(
            [("company_id", "=", self.company_id.id)], [], ["version:max"]
        )
        return (latest or 0) + 1

    # === ACTIONS === #

    def action_vote(self):
        """Record the vote: from now on the content is frozen."""
        self.check_access("write")
        for grid in self:
            grid._check_may_be_voted()
        # the right to write and the state were checked just above
        self.sudo().write({"state": "voted"})
        for grid in self:
            grid.message_post(body=grid._get_vote_sentence())

    def action_put_in_force(self):
        """Assess with this grid from now on, instead of the one in force."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "voted":
            raise UserError(self.env._("Only a grid that was voted comes into force."))
        today = fields.Date.context_today(self)
        # the grid that goes may be one this manager could not name, the right to
        # write was checked on the one that comes
        previous = self.sudo().search(
            [("company_id", "=", self.company_id.id), ("state", "=", "in_force")]
        )
        previous.write({"state": "superseded", "date_superseded": today})
        # the unique index must see it gone
        previous.flush_recordset()
        self.sudo().write({"state": "in_force", "date_in_force": today})

    def action_new_version(self):
        """Open a draft with the same content, for the next vote."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #

    def _check_may_be_voted(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("“%s” was voted already.", self.display_name))
        if not self.criterion_ids or float_compare(self.weight_total, TOTAL_WEIGHT, 2):
            raise ValidationError(
                self.env._(
                    "The weights of “%(grid)s” sum to %(total)s: they must sum to 100 "
                    "before the vote.",
                    grid=self.display_name,
                    total=round(self.weight_total, 2),
                )
            )
        labels = self.fields_get(["date_voted", "vote_body", "vote_reference"])
        missing = [label["string"] for name, label in labels.items() if not self[name]]
        if not self.vote_ayes:
            missing.append(self.fields_get(["vote_ayes"])["vote_ayes"]["string"])
        if missing:
            raise ValidationError(
                self.env._("To record the vote, fill in: %s.", ", ".join(missing))
            )
        if self.vote_ayes <= self.vote_noes:
            raise ValidationError(
                self.env._(
                    "%(ayes)s ayes against %(noes)s noes: this grid was not adopted.",
                    ayes=self.vote_ayes,
                    noes=self.vote_noes,
                )
            )

    def _get_bands(self):
        """Return [(band, lowest score)] as the engine reads them, highest first."""
        self.ensure_one()
        return [
            ("recognised", self.band_recognised),
            ("prefiguration", self.band_prefiguration),
            ("watch", self.band_watch),
        ]

    @api.model
    def _get_in_force(self, company):
        """Return the grid to assess with in `company`: its own, or the shared one.

        :raise UserError: none is in force
        """
        grids = self.search(
            [("state", "=", "in_force"), ("company_id", "in", (company.id, False))]
        )
        grid = grids.filtered("company_id")[:1] or grids[:1]
        if not grid:
            raise UserError(
                self.env._(
                    "No grid of criteria is in force: have one voted and put it in "
                    "force first (Filières → Criteria → Grids)."
                )
            )
        return grid
