# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from .smart_impact_response import BANDS

SUPPRESSED = ":c"
SCOPES = [
    ("total", "All territories"),
    ("region", "Several territories"),
    ("territory", "One territory"),
    ("filiere", "One filière"),
    ("band", "One seniority"),
    ("territory_filiere", "Territory and filière"),
    ("territory_band", "Territory and seniority"),
]
# SDMX code list CL_OBS_STATUS, and the wave's own word for it
OBSERVATIONS = [
    ("A", "A: normal"),
    ("E", "E: estimated with weights"),
    ("P", "P: provisional"),
    ("Q", "Q: masked"),
    ("U", "U: low reliability"),
    ("M", "M: missing"),
    ("B", "B: break, not compared"),
    ("D", "D: definition differs from other territories"),
]
# SDMX code list CL_CONF_STATUS. Its A and D, too few people or masked to protect
# another figure, stay unsaid: a figure marked A would be known to be a small one.
CONFIDENTIALITY = [("F", "F: free"), ("C", "C: confidential")]
CHANGES = [
    ("unpaired", "Other people each time"),
    ("overlap", "Some people both times"),
    ("paired", "The same people both times"),
]


class SmartImpactResult(models.Model):
    """A figure: an indicator in a wave, for some members or for all of them.

    A suppressed figure holds nothing: neither value nor number of respondents is
    stored, so no screen, export or aggregate can show them.
    """

    _name = "smart.impact.result"
    _description = "Impact Result"
    # waves come with the last one first
    _order = "wave_id, indicator_id, scope desc, territory_id, id"
    _rec_name = "indicator_id"
    # the wave says who computed its figures, and when
    _log_access = False

    # no index of its own: the unique one begins with it, and cells are many
    wave_id = fields.Many2one("smart.impact.wave", required=True, ondelete="cascade")
    indicator_id = fields.Many2one(
        "smart.impact.indicator", required=True, index=True, ondelete="restrict"
    )
    scope = fields.Selection(SCOPES, string="Of whom", required=True)
    territory_id = fields.Many2one(
        "smart.territory",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty in the line of members without a territory, and in the total.",
    )
    filiere_id = fields.Many2one(
        "smart.filiere",
        string="Filière",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty in the line of members without a filière.",
    )
    band = fields.Selection(BANDS, string="Seniority")
    place_name = fields.Char("Territory or group", compute="_compute_place_name")
    state = fields.Selection(
        [("published", "Shown"), ("suppressed", "Masked")],
        string="Status",
        required=True,
    )
    obs_status = fields.Selection(
        OBSERVATIONS,
        string="Flag",
        readonly=True,
        help="Observation status as in SDMX, the exchange format of statistics.",
    )
    conf_status = fields.Selection(
        CONFIDENTIALITY,
        string="Confidentiality",
        compute="_compute_conf_status",
        help="Confidentiality status as in SDMX.",
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

    # of a few answers, number, mean and deviation tell each of them
    std_error = fields.Float(
        "Standard error",
        readonly=True,
        aggregator=None,
        groups="smart_impact.group_evaluator",
    )
    std_dev = fields.Float(
        "Standard deviation",
        readonly=True,
        aggregator=None,
        groups="smart_impact.group_evaluator",
    )
    deff = fields.Float(
        "Design effect",
        readonly=True,
        aggregator=None,
        help="How much more variance the weights bring: 1 without weights.",
    )
    has_change = fields.Boolean(readonly=True)
    change = fields.Float(
        "Change since the wave before", readonly=True, aggregator=None
    )
    change_low = fields.Float("Change, lower bound", readonly=True, aggregator=None)
    change_high = fields.Float("Change, upper bound", readonly=True, aggregator=None)
    change_kind = fields.Selection(CHANGES, string="Change between", readonly=True)
    p_value = fields.Float("p", readonly=True, aggregator=None, digits=(16, 4))
    is_discovery = fields.Boolean(
        "Clear change",
        readonly=True,
        help="Primary indicators: one in twenty that any of them is luck (Holm). "
        "Others, and crosses by themselves: of all that are marked, at most one in "
        "twenty is expected to be luck (Benjamini-Hochberg). The interval leaves out "
        "zero as well.",
    )
    effect_size = fields.Float(
        readonly=True,
        aggregator=None,
        help="Cohen's h of shares, Hedges' g of means, Cohen's d_z of the same people: "
        "from 0.2 small, 0.5 medium, 0.8 large.",
    )
    has_reliability = fields.Boolean(readonly=True)
    alpha = fields.Float("Cronbach's alpha", readonly=True, aggregator=None)
    alpha_low = fields.Float("Alpha, lower bound", readonly=True, aggregator=None)
    alpha_high = fields.Float("Alpha, upper bound", readonly=True, aggregator=None)
    omega = fields.Float("McDonald's omega", readonly=True, aggregator=None)

    # of the wave and the indicator, and not copied: a wave writes thousands of figures
    company_id = fields.Many2one(related="wave_id.company_id")
    programme_id = fields.Many2one(related="wave_id.programme_id")
    date_open = fields.Date(related="wave_id.date_open", string="Wave opened on")
    wave_state = fields.Selection(related="wave_id.state", string="Wave status")
    level = fields.Selection(related="indicator_id.level")
    dimension = fields.Selection(related="indicator_id.dimension")
    kind = fields.Selection(related="indicator_id.kind")
    unit = fields.Char(related="indicator_id.unit")

    _cell_uniq = models.UniqueIndex(
        # words last: they are slow to compare, and numbers mostly decide
        "(wave_id, indicator_id, COALESCE(territory_id, 0),"
        " COALESCE(filiere_id, 0), scope, COALESCE(band, ''))",
        "An indicator has one figure for the same members in a wave.",
    )

    @api.depends("state")
    def _compute_conf_status(self):
        for result in self:
            result.conf_status = "C" if result.state == "suppressed" else "F"

    @api.depends("value", "state", "unit")
    @api.depends_context("lang")
    def _compute_label(self):
        for result in self:
            result.label = result._format(result.value, with_unit=True)

    def _compute_display_name(self):
        for result in self:
            place = result._get_place_name()
            result.display_name = f"{result.indicator_id.display_name} – {place}"

    @api.depends("scope", "territory_id", "filiere_id", "band")
    @api.depends_context("lang")
    def _compute_place_name(self):
        for result in self:
            result.place_name = result._get_place_name()

    def _read_group_select(self, aggregate_spec, query):
        """Aggregate values as ratios of sums, never as means of ratios.

        Without weights a figure is a sum over respondents divided by their number, so
        weighting by it gives the figure of the territories together. There is none of
        several medians, nor of figures with weights, whose sums are not kept; nor of a
        group that mixes indicators, waves or totals with their parts.
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
        if aggregate_spec == "value:avg":
            alike = SQL("%s AND (COUNT(*) = 1 OR %s)", alike, self._sql_adds_up(query))
        return SQL("CASE WHEN %s THEN %s END", alike, figure)

    def _sql_adds_up(self, query):
        """Return whether the figures of one indicator in one wave may be joined."""
        wave, indicator = (
            self._field_to_sql(self._table, name, query)
            for name in ("wave_id", "indicator_id")
        )
        return SQL(
            "(SELECT weighting = 'none' FROM smart_impact_wave WHERE id = MIN(%s))"
            " AND (SELECT kind != 'median' FROM smart_impact_indicator"
            " WHERE id = MIN(%s))",
            wave,
            indicator,
        )

    def _get_place_name(self):
        """Return of whom the figure is, as a heading."""
        self.ensure_one()
        if self.scope == "total":
            return self.env._("All territories")
        territory = self.territory_id.name or self.env._("Without territory")
        if self.is_rest:
            territory = self._get_rest_name()
        band = dict(self._fields["band"]._description_selection(self.env))
        names = {
            "filiere": self.filiere_id.name or self.env._("Without filière"),
            "band": band.get(self.band) or self.env._("Unknown seniority"),
        }
        if self.scope in names:
            return names[self.scope]
        _place, _cross, other = self.scope.partition("_")
        return f"{territory}, {names[other]}" if other else territory

    def _format(self, number, with_unit=False):
        """Return a number as people read it, or Eurostat's mark when it is masked."""
        self.ensure_one()
        if self.state == "suppressed":
            return SUPPRESSED
        text = formatLang(self.env, number, digits=1)
        return f"{text} {self.unit}" if with_unit and self.unit else text
