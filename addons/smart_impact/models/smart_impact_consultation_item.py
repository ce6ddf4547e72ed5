# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SmartImpactConsultationItem(models.Model):
    """One thing whose importance is asked: an indicator, a criterion, an idea."""

    _name = "smart.impact.consultation.item"
    _description = "Question of a Consultation"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "consultation_id, sequence, id"

    consultation_id = fields.Many2one(
        "smart.impact.consultation", required=True, index=True, ondelete="cascade"
    )
    programme_id = fields.Many2one(related="consultation_id.programme_id")
    company_id = fields.Many2one(related="consultation_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(
        "Wording", translate=True, help="The name of the indicator when empty."
    )
    indicator_id = fields.Many2one(
        "smart.impact.indicator",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('programme_id', '=', programme_id)]",
    )
    has_figure = fields.Boolean(readonly=True, copy=False)
    count = fields.Integer("People", readonly=True, copy=False)
    mean = fields.Float("Importance", readonly=True, copy=False, aggregator=None)
    median = fields.Float(readonly=True, copy=False, aggregator=None)

    @api.depends("name", "indicator_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name or item.indicator_id.name

    @api.constrains("name", "indicator_id")
    def _check_words(self):
        if any(not one.name and not one.indicator_id for one in self):
            raise ValidationError(
                self.env._("Name an indicator, or word what is asked.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_draft()
        return items

    def write(self, vals):
        if not self.env.su:
            self._check_draft()
        result = super().write(vals)
        # where it was is checked before, where it comes after
        if "consultation_id" in vals and not self.env.su:
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_draft()

    def _check_draft(self):
        # whether somebody answered is no secret
        asked = self.consultation_id.sudo()
        if any(one.state != "draft" or one.opinion_ids for one in asked):
            raise UserError(
                self.env._("People were asked these questions: they do not change.")
            )

    def _prepare_figures(self, found):
        if not found:
            return {"has_figure": False, "count": 0, "mean": 0.0, "median": 0.0}
        return {
            "has_figure": True,
            "count": found.count,
            "mean": found.mean,
            "median": found.median,
        }
