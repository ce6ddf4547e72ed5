# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From responses to figures: one statement, then the engine."""

from odoo import fields, models
from odoo.tools import SQL

from ..engine.disclosure import connected_groups, suppress_linked
from ..engine.statistics import METHOD_VERSION, Aggregate, estimate

# the bounds of a share are inclusive, and a mean of thirds is not exact
EPSILON = 1e-9


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _calculate_results(self):
        """Replace the figures of each wave by those of its responses."""
        # results are written by this path alone
        results = self.env["smart.impact.result"].sudo()
        results.search([("wave_id", "in", self.ids)]).unlink()
        results.create([vals for wave in self for vals in wave._prepare_results()])
        self.sudo().write(
            {
                "computed_on": fields.Date.context_today(self),
                "method_version": METHOD_VERSION,
            }
        )

    def _get_indicators(self):
        """Return the indicators that this wave computes.

        Default: those of the programme that have an item in the instrument.
        """
        self.ensure_one()
        domain = [
            ("programme_id", "=", self.programme_id.id),
            ("item_ids.instrument_id", "=", self.instrument_id.id),
        ]
        return self.env["smart.impact.indicator"].search(domain)

    def _prepare_results(self):
        """Return the values of all the figures of this wave, masked ones emptied."""
        self.ensure_one()
        indicators = self._get_indicators()
        totals, cells = self._read_aggregates(indicators)
        patterns = self._get_patterns(indicators, cells)
        populations = self._read_populations()
        vals_list = []
        for indicator in indicators.filtered(lambda one: one.id in totals):
            pattern = patterns[indicator.id]
            figure = estimate(indicator.kind, totals[indicator.id], populations[None])
            if pattern.total_hidden:
                figure = None
            vals_list.append(self._prepare_result_vals(indicator, "total", 0, figure))
            for place, cell in sorted(cells[indicator.id].items()):
                figure = estimate(indicator.kind, cell, populations.get(place))
                if place in pattern.hidden:
                    figure = None
                vals_list.append(
                    self._prepare_result_vals(indicator, "territory", place, figure)
                )
        return vals_list

    def _prepare_result_vals(self, indicator, scope, place, figure):
        """Return the values of one figure; ``None`` is a masked one."""
        vals = {
            "wave_id": self.id,
            "indicator_id": indicator.id,
            "scope": scope,
            "territory_id": place or False,
            "state": "published" if figure else "suppressed",
            "method_version": METHOD_VERSION,
            # what follows from the above: given here it is part of the one INSERT
            "company_id": self.company_id.id,
            "programme_id": self.programme_id.id,
            "level": indicator.level,
            "dimension": indicator.dimension,
            "kind": indicator.kind,
        }
        if figure:
            bounded = figure.low is not None
            # the last digits of a sum of floats depend on the order of its rows
            value = round(figure.value, 6)
            vals.update(
                value=value,
                low=round(figure.low, 6) if bounded else value,
                high=round(figure.high, 6) if bounded else value,
                has_interval=bounded,
                respondent_count=figure.n,
            )
        return vals

    def _get_patterns(self, indicators, cells):
        """Return what each indicator masks, alike where they rest on equal answers."""
        items = {indicator.id: set(indicator.item_ids.ids) for indicator in indicators}
        tables = {
            indicator_id: {place: cell.n for place, cell in places.items()}
            for indicator_id, places in cells.items()
        }
        minimums = {one.id: one.minimum_cell for one in indicators}
        return suppress_linked(tables, minimums, connected_groups(items))

    def _read_populations(self):
        """Return ``{territory id: members asked}``, 0 without territory, None all.

        Empty but for a total of 0 when the wave has no frame.
        """
        # nobody has a right on the ledger; these are counts
        groups = (
            self.env["smart.impact.participation"]
            .sudo()
            ._read_group([("wave_id", "=", self.id)], ["territory_id"], ["__count"])
        )
        populations = {territory.id or 0: count for territory, count in groups}
        return {**populations, None: sum(populations.values())}

    def _read_aggregates(self, indicators):
        """Return the sums of each indicator, in total and by territory.

        :return: ``({indicator id: Aggregate}, {indicator id: {place: Aggregate}})``
            where a place is a territory id, or 0 for members without one
        """
        totals, cells = {}, {}
        if not indicators:
            return totals, cells
        # one score per respondent and indicator: with the default of 4 MB, PostgreSQL
        # writes 220,000 of them to disk, twice (10,000 respondents, 22 indicators)
        self.env.cr.execute("SET LOCAL work_mem = '64MB'")
        rows = self.env.execute_query(self._sql_aggregates(indicators))
        for indicator_id, place, is_total, *sums in rows:
            if is_total:
                totals[indicator_id] = Aggregate(*sums)
            else:
                cells.setdefault(indicator_id, {})[place] = Aggregate(*sums)
        return totals, cells

    def _sql_aggregates(self, indicators):
        """Return the one statement behind every figure of the wave.

        A respondent's score on an indicator is the mean of its items, from half of
        them answered on; incomplete responses are left out. Promoters gave 9 or 10
        on a scale from 0 to 10, detractors 0 to 6: scores from 90, up to 60. A sum and
        a count, because AVG on floats also keeps the squares, for each of 220,000.
        """
        self.env.flush_all()
        return SQL(
            """
            WITH scored AS (
                SELECT member.indicator_id,
                       COALESCE(response.territory_id, 0) AS place,
                       SUM(answer.value * member.slope + member.intercept)
                           / COUNT(*) AS score
                  FROM smart_impact_response response
                  JOIN smart_impact_answer answer
                    ON answer.response_id = response.id
                  JOIN %(members)s ON member.item_id = answer.item_id
                 WHERE response.wave_id = %(wave)s
                   AND response.is_complete
                   AND answer.value IS NOT NULL
                 GROUP BY member.indicator_id, response.id
                HAVING 2 * COUNT(*) >= MIN(member.items)
            )
            SELECT scored.indicator_id, scored.place, GROUPING(scored.place) = 1,
                   COUNT(*), SUM(score), SUM(score * score),
                   COUNT(*) FILTER (
                       WHERE score BETWEEN indicator.numerator_from - %(epsilon)s
                                       AND indicator.numerator_to + %(epsilon)s),
                   COUNT(*) FILTER (WHERE score >= 90 - %(epsilon)s),
                   COUNT(*) FILTER (WHERE score <= 60 + %(epsilon)s)
              FROM scored
              JOIN smart_impact_indicator indicator
                ON indicator.id = scored.indicator_id
             GROUP BY GROUPING SETS (
                   (scored.indicator_id), (scored.indicator_id, scored.place))
            """,
            members=self._sql_members(indicators),
            wave=self.id,
            epsilon=EPSILON,
        )

    def _sql_members(self, indicators):
        """Return the items of each indicator as a table of constants.

        Constants and not a join: the planner then knows how many there are, and
        halves the time of the statement.
        """
        rows = []
        for indicator in indicators:
            items = indicator.item_ids.filtered(
                lambda item: item.instrument_id == self.instrument_id
            )
            rows += [
                (indicator.id, item.id, *item._get_scoring(), len(items))
                for item in items
            ]
        return SQL(
            "unnest(%s::int[], %s::int[], %s::float8[], %s::float8[], %s::int[])"
            " AS member (indicator_id, item_id, slope, intercept, items)",
            *(list(column) for column in zip(*rows, strict=True)),
        )
