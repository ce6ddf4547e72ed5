# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.disclosure import MINIMUM_CELL

LEVELS = [("output", "Output"), ("outcome", "Outcome"), ("impact", "Impact")]
KINDS = [
    ("share", "Share of respondents"),
    ("mean", "Mean of a scale"),
    ("nps", "Net Promoter Score"),
    ("median", "Median of a number"),
    ("change", "Change of the same members"),
    ("gain", "Share of the same members who gained"),
]
# what a published figure rests on
DEFINITION_FIELDS = {
    *("kind", "item_ids", "numerator_from", "numerator_to", "level"),
    "minimum_answered",
}


class SmartImpactIndicator(models.Model):
    _name = "smart.impact.indicator"
    _description = "Impact Indicator"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    criterion_id = fields.Many2one(
        "smart.impact.criterion", required=True, index=True, ondelete="restrict"
    )
    programme_id = fields.Many2one(
        related="criterion_id.programme_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="criterion_id.company_id", store=True, index=True
    )
    dimension = fields.Selection(related="criterion_id.dimension", store=True)
    level = fields.Selection(LEVELS, required=True, default="outcome", tracking=True)
    kind = fields.Selection(KINDS, required=True, default="mean", tracking=True)
    item_ids = fields.Many2many(
        "smart.impact.item",
        "smart_impact_indicator_item_rel",
        "indicator_id",
        "item_id",
        string="Items",
        help="A respondent's score is the mean of these items, where enough of them "
        "are answered.",
    )
    minimum_answered = fields.Selection(
        [("half", "Half of the items"), ("all", "All of the items")],
        "Answered at least",
        required=True,
        default="half",
        tracking=True,
        help="With fewer answers a respondent has no score.",
    )
    numerator_from = fields.Float(
        "Counted from",
        default=75.0,
        help="The share counts respondents whose score lies between these bounds, "
        "among those who have a score; or whose score rose by so much since the wave "
        "before.",
    )
    numerator_to = fields.Float("Counted up to", default=100.0)
    direction = fields.Selection(
        [("up", "Higher is better"), ("down", "Lower is better")],
        required=True,
        default="up",
    )
    unit = fields.Char(
        compute="_compute_unit", store=True, readonly=False, translate=True
    )
    minimum_cell = fields.Integer(
        default=MINIMUM_CELL,
        required=True,
        help="No figure is shown for fewer respondents, and none that would let it "
        "be derived.",
    )
    comparison = fields.Text(
        translate=True,
        help="What the figure is compared with to attribute the change: a first "
        "wave, a panel, a comparison group, a counterfactual question. An indicator "
        "of level impact is not published without it.",
    )
    decision_ids = fields.Many2many(
        "smart.impact.decision",
        "smart_impact_decision_indicator_rel",
        "indicator_id",
        "decision_id",
        string="Decisions it serves",
    )
    result_ids = fields.One2many("smart.impact.result", "indicator_id")

    _code_uniq = models.Constraint(
        "UNIQUE(programme_id, code)",
        "Two indicators of a programme cannot share a code.",
    )
    _minimum_cell_floor = models.Constraint(
        f"CHECK(minimum_cell >= {MINIMUM_CELL})",
        f"The minimum number of respondents cannot be under {MINIMUM_CELL}.",
    )
    _numerator_order = models.Constraint(
        "CHECK(numerator_from <= numerator_to)",
        "The lower bound of the numerator is above its upper bound.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            parts = [indicator.code, indicator.name]
            indicator.display_name = " ".join(part for part in parts if part)

    @api.constrains("kind", "item_ids")
    def _check_nps_item(self):
        for indicator in self.filtered(lambda one: one.kind == "nps"):
            items = indicator.item_ids
            scales = {(i.kind, i.scale_min, i.scale_max, i.is_reversed) for i in items}
            alone = len(items.instrument_id) == len(items)
            if items and (scales != {("scale", 0, 10, False)} or not alone):
                raise ValidationError(
                    self.env._(
                        "%(indicator)s is a Net Promoter Score: give it one item, on "
                        "a scale from 0 to 10 that is not reversed.",
                        indicator=indicator.display_name,
                    )
                )

    def write(self, vals):
        if DEFINITION_FIELDS & set(vals):
            self._check_not_published()
        return super().write(vals)

    def _check_not_published(self):
        published = self.result_ids.filtered(
            lambda result: result.wave_id.state == "published"
        )
        if published:
            raise UserError(
                self.env._(
                    "%(indicators)s have published figures: their definition is "
                    "frozen. Create another indicator instead.",
                    indicators=published.indicator_id.mapped("display_name"),
                )
            )

    def _get_wording(self, instrument):
        """Return what members read of this indicator in an instrument.

        Two waves that differ here are not compared.
        """
        self.ensure_one()
        source = self.with_context(lang="en_US")
        return sorted(
            item._get_wording()
            for item in source.item_ids
            if item.instrument_id == instrument
        )

    def _get_publication_obstacles(self):
        """Return what keeps each indicator from being published.

        :return: list of (indicator, reason), empty when all may be published.
            Override to add a gate of your own.
        """
        obstacles = []
        for indicator in self:
            if not indicator.decision_ids:
                obstacles.append((indicator, self.env._("no decision it serves")))
            if indicator.level == "impact" and not indicator._has_comparison():
                obstacles.append((indicator, self.env._("no comparison")))
        return obstacles

    def _has_comparison(self):
        """Tell whether a change can be attributed. Override to accept more."""
        self.ensure_one()
        return bool((self.comparison or "").strip())
