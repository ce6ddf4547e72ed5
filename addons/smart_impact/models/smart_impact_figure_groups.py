# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures outside waves, several together: ratios of sums that count nobody twice."""

from odoo import models
from odoo.tools import SQL

SUMS = {
    "numerator:sum": "numerator",
    "denominator:sum": "denominator",
    "people:sum": "people",
}


class SmartImpactFigure(models.Model):
    _inherit = "smart.impact.figure"

    def _read_group_select(self, aggregate_spec, query):
        """Aggregate values as factor·Σ numerators/Σ denominators, never as means.

        One figure stands for itself, and that of all territories for its group. Other
        groups have none where they mix indicators, periods, or places with what these
        are part of; nor where the value is no ratio of measures.
        """
        if aggregate_spec != "value:avg" and aggregate_spec not in SUMS:
            return super()._read_group_select(aggregate_spec, query)
        names = (
            *("indicator_id", "date_from", "date_to", "territory_id", "is_total"),
            *("is_masked", "value", "numerator", "denominator", "people"),
        )
        sql = {name: self._field_to_sql(self._table, name, query) for name in names}
        shown = SQL("NOT COALESCE(%s, FALSE)", sql["is_masked"])
        if aggregate_spec == "value:avg":
            own = sql["value"]
            joined = self._sql_ratio(sql, shown)
        else:
            own = sql[SUMS[aggregate_spec]]
            joined = SQL("SUM(%s) FILTER (WHERE %s)", own, shown)
        alike = SQL(" AND ").join(
            SQL("MIN(%s) = MAX(%s)", sql[name], sql[name])
            for name in ("indicator_id", "date_from", "date_to")
        )
        depth = SQL(
            "(SELECT LENGTH(parent_path) - LENGTH(REPLACE(parent_path, '/', ''))"
            " FROM smart_territory WHERE id = %s)",
            sql["territory_id"],
        )
        return SQL(
            "CASE WHEN NOT (%(alike)s) THEN NULL"
            " WHEN COUNT(*) = 1 THEN MAX(%(own)s) FILTER (WHERE %(shown)s)"
            " WHEN BOOL_OR(%(total)s)"
            " THEN MAX(%(own)s) FILTER (WHERE %(shown)s AND %(total)s)"
            " WHEN MIN(%(depth)s) = MAX(%(depth)s) THEN %(joined)s END",
            alike=alike,
            own=own,
            shown=shown,
            total=sql["is_total"],
            depth=depth,
            joined=joined,
        )

    def _sql_ratio(self, sql, shown):
        """Return the ratio of sums of figures of one indicator, NULL of a mean."""
        top, bottom = (
            SQL("SUM(%s) FILTER (WHERE %s)", sql[name], shown)
            for name in ("numerator", "denominator")
        )
        return SQL(
            "(SELECT indicator.factor * %(top)s / CASE"
            " WHEN indicator.denominator_id IS NULL THEN 1"
            " ELSE NULLIF(%(bottom)s, 0) END"
            " FROM smart_impact_indicator AS indicator"
            " JOIN smart_impact_measure AS measure"
            " ON measure.id = indicator.numerator_id"
            " WHERE indicator.id = MIN(%(indicator)s) AND indicator.source = 'erp'"
            " AND measure.operation != 'avg')",
            top=top,
            bottom=bottom,
            indicator=sql["indicator_id"],
        )
