# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .smart_filiere_objective import STATUSES


class SmartFiliereObjectiveReview(models.Model):
    """A value on a date; a review also says what people make of it."""

    _name = "smart.filiere.objective.review"
    _description = "Review of an Objective"
    _order = "date desc, id desc"
    _rec_name = "date"

    objective_id = fields.Many2one(
        "smart.filiere.objective", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(
        related="objective_id.filiere_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="objective_id.company_id", store=True, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(required=True, aggregator=False)
    origin = fields.Selection(
        [("review", "Review"), ("measure", "Measured")],
        default="review",
        required=True,
        readonly=True,
    )
    status = fields.Selection(STATUSES, help="As those who review see it.")
    note = fields.Text(help="What happened, what changes from now on.")
    user_id = fields.Many2one(
        "res.users", default=lambda self: self._default_user_id(), readonly=True
    )

    _review_judges = models.Constraint(
        "CHECK(origin = 'measure' OR status IS NOT NULL)",
        "A review says where the objective stands.",
    )

    @api.model
    def _default_user_id(self):
        return self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._tell_objectives()
        return reviews

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("A review stays as it was written: add another one.")
            )
        return super().write(vals)

    def _tell_objectives(self):
        """Copy the last value, and the last two judgements, to the objectives."""
        objectives = self.objective_id
        history = self.search([("objective_id", "in", objectives.ids)])
        by_objective = history.grouped("objective_id")
        for objective in objectives:
            rows = by_objective[objective]
            judged = rows.filtered("status").mapped("status")
            # who may write a review was checked; these four follow from it
            objective.sudo().write(
                {
                    "current_value": rows[0].value,
                    "date_measured": rows[0].date,
                    "status": judged[0] if judged else False,
                    "is_off_track_twice": judged[:2] == ["off_track"] * 2,
                }
            )
            if not judged:
                objective.sudo().status = objective.expected_status
