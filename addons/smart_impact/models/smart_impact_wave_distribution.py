# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How answers are spread, question by question."""

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine.disclosure import MINIMUM_CELL
from ..engine.spread import facts_of, hide_answers


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _write_distributions(self, answers):
        """Replace the distributions of this wave."""
        model = self.env["smart.impact.distribution"]
        self.env.cr.execute(
            SQL("DELETE FROM smart_impact_distribution WHERE wave_id = %s", self.id)
        )
        items = self.instrument_id.item_ids
        chosen = self._read_choices(items.filtered(lambda one: one.kind == "choice"))
        rows = []
        for item in items:
            if item.kind == "scale":
                column = answers["matrix"][
                    :, np.searchsorted(answers["items"], item.id)
                ]
                given = column[~np.isnan(column)].astype(int)
                points = range(item.scale_min, item.scale_max + 1)
                counts = {
                    (point, False): int((given == point).sum()) for point in points
                }
            elif item.kind == "choice":
                counts = {
                    (rank, option.id): chosen.get((item.id, option.code), 0)
                    for rank, option in enumerate(item.option_ids, 1)
                }
            else:
                continue
            rows += self._prepare_distribution(item, counts, answers)
        if rows:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO smart_impact_distribution (wave_id, item_id,"
                    " option_id, sequence, state, share, respondent_count)"
                    " SELECT %s, * FROM unnest(%s::int[], %s::int[], %s::int[],"
                    " %s::varchar[], %s::float8[], %s::int[])",
                    self.id,
                    *(list(column) for column in zip(*rows, strict=True)),
                )
            )
        model.invalidate_model()

    def _prepare_distribution(self, item, counts, answers):
        """Return the rows of one question: nothing of an answer of too few people."""
        total = sum(counts.values())
        # a sensitive question is as sensitive answer by answer
        minimums = item.indicator_ids.mapped("minimum_cell")
        hidden = hide_answers(
            list(counts.values()),
            self._get_facts(item, counts, answers),
            max([MINIMUM_CELL, *minimums]),
        )
        rows = []
        for ((sequence, option), count), masked in zip(
            counts.items(), hidden.tolist(), strict=True
        ):
            figure = ("suppressed", None, None)
            if not masked:
                share = round(100 * count / total, 6) if total else 0.0
                figure = ("published", share, total)
            rows.append((item.id, option or None, sequence, *figure))
        return rows

    def _get_facts(self, item, counts, answers):
        """Return what the indicators that rest on this question tell of its answers."""
        column = int(np.searchsorted(answers["items"], item.id))
        facts = []
        for scale in answers["scales"]:
            if column in scale.columns:
                at = scale.columns.index(column)
                scores = self._get_scores(
                    item, counts, scale.slopes[at], scale.intercepts[at]
                )
                facts += facts_of(
                    scale.kind, scores, scale.numerator, len(scale.columns) == 1
                )
        return facts

    def _get_scores(self, item, counts, slope, intercept):
        """Return the score of each possible answer, not a number without one."""
        if item.kind == "scale":
            values = [point for point, _option in counts]
        else:
            values = [one.score if one.is_scored else np.nan for one in item.option_ids]
        return np.array(values, float) * slope + intercept

    def _read_choices(self, items):
        """Return ``{(item id, code of the option): people}``."""
        if not items:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT answer.item_id, answer.code, COUNT(*)"
                " FROM smart_impact_answer answer"
                " JOIN smart_impact_response response"
                " ON response.id = answer.response_id"
                " WHERE response.wave_id = %s AND response.is_complete"
                " AND answer.item_id IN %s AND answer.code IS NOT NULL"
                " GROUP BY 1, 2",
                self.id,
                items._ids,
            )
        )
        return {(item, code): count for item, code, count in rows}
