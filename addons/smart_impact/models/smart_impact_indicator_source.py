# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the figures of an indicator come from, and what they are held against."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SOURCES = [
    ("survey", "Survey items"),
    ("erp", "Data of the cooperative"),
    ("external", "External value"),
    ("qualitative", "Coded texts"),
]


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    source = fields.Selection(
        SOURCES, required=True, default="survey", tracking=True, index=True
    )
    formula = fields.Text(
        translate=True, help="How the figure is made, as anybody can read it."
    )
    reference = fields.Char(
        help="Where others define it alike: IRIS+, ESRS, SDG, scales of research."
    )
    numerator_id = fields.Many2one(
        "smart.impact.measure",
        groups="smart_impact.group_researcher",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    denominator_id = fields.Many2one(
        "smart.impact.measure",
        groups="smart_impact.group_researcher",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the numerator is the figure.",
    )
    factor = fields.Float(default=1.0, help="100 for a percentage.")
    has_baseline = fields.Boolean()
    baseline = fields.Float()
    baseline_date = fields.Date("Baseline of")
    has_target = fields.Boolean()
    target = fields.Float()
    target_date = fields.Date("Target for")
    figure_ids = fields.One2many("smart.impact.figure", "indicator_id")
    figure_count = fields.Integer(compute="_compute_figure_count", string="# Figures")
    theme_ids = fields.One2many(
        "smart.impact.theme",
        "indicator_id",
        copy=True,
        groups="smart_impact.group_researcher",
    )

    _factor_not_null = models.Constraint(
        "CHECK(factor != 0)", "The factor of an indicator is not zero."
    )

    def _compute_figure_count(self):
        groups = self.env["smart.impact.figure"]._read_group(
            [("indicator_id", "in", self.ids)], ["indicator_id"], ["__count"]
        )
        counts = dict(groups)
        for indicator in self:
            indicator.figure_count = counts.get(indicator, 0)

    @api.constrains("source", "item_ids")
    def _check_source_items(self):
        for indicator in self.filtered("item_ids"):
            texts = set(indicator.item_ids.mapped("kind")) == {"text"}
            if indicator.source == "qualitative" and not texts:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s codes texts: give it free-text questions alone.",
                        indicator=indicator.display_name,
                    )
                )
            if indicator.source not in ("survey", "qualitative"):
                raise ValidationError(
                    self.env._(
                        "%(indicator)s does not come from a survey: it has no items.",
                        indicator=indicator.display_name,
                    )
                )

    @api.constrains("source", "numerator_id", "denominator_id")
    def _check_measures(self):
        for indicator in self:
            measures = indicator.numerator_id | indicator.denominator_id
            means = measures.filtered(lambda one: one.operation == "avg")
            if means and indicator.denominator_id:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: a mean is not divided again. Take a sum, so "
                        "that territories add up.",
                        indicator=indicator.display_name,
                    )
                )

    def _has_comparison(self):
        has_baseline = self.has_baseline and self.baseline_date
        return super()._has_comparison() or bool(has_baseline)

    def action_compute_figure(self):
        """Ask of which period the figures of these indicators are read."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_figure_compute_action"
        )
        action["context"] = {"default_indicator_ids": self.ids}
        return action

    def action_view_figures(self):
        """Open the figures of these indicators."""
        return self._action_figures(self.figure_ids)

    def action_view_excerpts(self):
        """Open the texts that are coded for this indicator."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_excerpt_action"
        )
        action["domain"] = [("indicator_id", "=", self.id)]
        action["context"] = {"default_indicator_id": self.id}
        return action

    def _action_figures(self, figures):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_figure_action"
        )
        action["domain"] = [("id", "in", figures.ids)]
        action["context"] = {"default_indicator_id": self[:1].id}
        return action
