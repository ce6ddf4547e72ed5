# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.scoring import Criterion

# what judges is an assessor, what counts are the records
JUDGEMENT = "judgement"


class SmartFiliereCriterion(models.Model):
    """One line of a grid: what is measured, from where to where, and its weight."""

    _name = "smart.filiere.criterion"
    _description = "Criterion of a Filière"
    _order = "grid_id, sequence, id"

    grid_id = fields.Many2one(
        "smart.filiere.grid", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="grid_id.company_id", store=True, index=True)
    grid_state = fields.Selection(related="grid_id.state")
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Short, stays the same over versions.")
    name = fields.Char(required=True, translate=True)
    help_text = fields.Char("What it says", translate=True)
    kind = fields.Selection(
        [("quantitative", "Quantitative"), ("strategic", "Strategic")],
        compute="_compute_kind",
        store=True,
    )
    measure = fields.Selection(
        [
            ("members", "Members present"),
            ("specialisation", "Specialisation (shrunk location quotient)"),
            ("cohesion", "Cohesion (ties inside against outside)"),
            ("complementarity", "Complementarity of the value chain"),
            ("growth", "Growth, % a year"),
            ("needs", "Open needs per 100 members"),
            (JUDGEMENT, "Mark from 1 to 5 by an assessor"),
        ],
        required=True,
        default=JUDGEMENT,
    )
    scale = fields.Selection(
        [("linear", "Linear"), ("log", "Logarithmic")], required=True, default="linear"
    )
    floor = fields.Float(required=True, default=1, digits=(12, 3))
    ceiling = fields.Float(required=True, default=5, digits=(12, 3))
    weight = fields.Float(required=True, digits=(6, 2))

    _code_uniq = models.Constraint(
        "UNIQUE(grid_id, code)", "A code is used once in a grid."
    )
    _scale_exists = models.Constraint(
        "CHECK(floor <> ceiling)", "Floor and ceiling differ."
    )
    _log_positive = models.Constraint(
        "CHECK(scale <> 'log' OR (floor > 0 AND ceiling > 0))",
        "A logarithmic scale lies above zero.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)", "A weight is not negative."
    )

    @api.depends("measure")
    def _compute_kind(self):
        for criterion in self:
            judged = criterion.measure == JUDGEMENT
            criterion.kind = "strategic" if judged else "quantitative"

    @api.constrains("measure", "scale", "floor", "ceiling")
    def _check_marks(self):
        for criterion in self:
            marks = {criterion.floor, criterion.ceiling} <= {1.0, 2.0, 3.0, 4.0, 5.0}
            if criterion.measure == JUDGEMENT and not (
                marks and criterion.scale == "linear"
            ):
                raise ValidationError(
                    self.env._(
                        "“%s” is judged by marks: its scale is linear, between whole "
                        "marks from 1 to 5.",
                        criterion.name,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._check_draft()
        return criteria

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_voted(self):
        self._check_draft()

    def _check_draft(self):
        """Refuse a change of what was voted, by whomever."""
        if self.grid_id.filtered(lambda grid: grid.state != "draft"):
            raise UserError(self.grid_id._get_frozen_message())

    # === BUSINESS METHODS === #

    def _to_engine(self):
        """Return this criterion as the engine reads it."""
        self.ensure_one()
        return Criterion(self.code, self.scale, self.floor, self.ceiling, self.weight)
