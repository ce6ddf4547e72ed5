# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL, formatLang

SUPPRESSED = ":c"


class SmartImpactResult(models.Model):
    """A figure: an indicator in a wave, for a territory or for all of them.

    A suppressed figure holds nothing: neither value nor number of respondents is
    stored, so no screen, export or aggregate can show them.
    """

    _name = "smart.impact.result"
    _description = "Impact Result"
    _order = "wave_id desc, indicator_id, scope desc, territory_id, id"
    _rec_name = "indicator_id"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    indicator_id = fields.Many2one(
        "smart.impact.indicator", required=True, index=True, ondelete="restrict"
    )
    scope = fields.Selection(
        [("total", "All territories"), ("territory", "One territory")], required=True
    )
    territory_id = fields.Many2one(
        "smart.territory",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty in the line of members without a territory, and in the total.",
    )
    state = fields.Selection(
        [("published", "Shown"), ("suppressed", "Masked")],
        string="Status",
        required=True,
    )
    value = fields.Float(readonly=True, aggregator="avg")
    low = fields.Float("Lower bound", readonly=True, aggregator=None)
    high = fields.Float("Upper bound", readonly=True, aggregator=None)
    has_interval = fields.Boolean(readonly=True)
    respondent_count = fields.Integer("Respondents", readonly=True, aggregator="sum")
    label = fields.Char(
        "Figure", compute="_compute_label", help="The value, or “:c” when masked."
    )
    method_version = fields.Char(readonly=True)

    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    programme_id = fields.Many2one(
        related="wave_id.programme_id", store=True, index=True
    )
    wave_state = fields.Selection(related="wave_id.state", string="Wave status")
    level = fields.Selection(related="indicator_id.level", store=True)
    dimension = fields.Selection(related="indicator_id.dimension", store=True)
    kind = fields.Selection(related="indicator_id.kind", store=True)
    unit = fields.Char(related="indicator_id.unit")

    _cell_uniq = models.UniqueIndex(
        "(wave_id, indicator_id, scope, COALESCE(territory_id, 0))",
        "An indicator has one figure for a territory in a wave.",
    )

    @api.depends("value", "state", "unit")
    @api.depends_context("lang")
    def _compute_label(self):
        for result in self:
            result.label = result._format(result.value, with_unit=True)

    def _compute_display_name(self):
        for result in self:
            place = result._get_place_name()
            result.display_name = f"{result.indicator_id.display_name} – {place}"

    def _read_group_select(self, aggregate_spec, query):
        """Aggregate values as ratios of sums, never as means of ratios.

        Every kind of figure is a sum over respondents divided by their number, so
        weighting by it gives the figure of the territories together. A group that
        mixes indicators, waves or totals with their parts has no figure.
        """
        if aggregate_spec not in ("value:avg", "respondent_count:sum"):
            return super()._read_group_select(aggregate_spec, query)
        count = self._field_to_sql(self._table, "respondent_count", query)
        figure = SQL("SUM(%s)", count)
        if aggregate_spec == "value:avg":
            value = self._field_to_sql(self._table, "value", query)
            figure = SQL("SUM(%s * %s) / NULLIF(SUM(%s), 0)", value, count, count)
        alike = SQL(" AND ").join(
            SQL("MIN(%s) = MAX(%s)", column, column)
            for column in (
                self._field_to_sql(self._table, name, query)
                for name in ("indicator_id", "wave_id", "scope")
            )
        )
        return SQL("CASE WHEN %s THEN %s END", alike, figure)

    def _get_place_name(self):
        self.ensure_one()
        if self.scope == "total":
            return self.env._("All territories")
        return self.territory_id.name or self.env._("Without territory")

    def _format(self, number, with_unit=False):
        """Return a number as people read it, or Eurostat's mark when it is masked."""
        self.ensure_one()
        if self.state == "suppressed":
            return SUPPRESSED
        text = formatLang(self.env, number, digits=1)
        return f"{text} {self.unit}" if with_unit and self.unit else text
