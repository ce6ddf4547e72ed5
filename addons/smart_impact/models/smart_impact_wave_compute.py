# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From responses to figures: read once, compute in arrays, write once."""

import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ..engine import cube
from ..engine.levels import TOTAL, build_levels
from ..engine.reading import CopyReader, MatrixFiller
from ..engine.statistics import METHOD_VERSION
from .smart_impact_response import BAND_KEYS

CONFIDENCE = 0.95
# an interval of more than ten points to either side tells little
UNRELIABLE = 10.0
# what the scores of an item depend on
SCORING = ("instrument_id", "kind", "is_reversed", "scale_min", "scale_max")
# respondents per message from PostgreSQL
BATCH = 4096
# column of a figure → what the engine calls it
ESTIMATES = {
    "value": "value",
    "low": "low",
    "high": "high",
    "n": "n",
    "std_error": "error",
    "std_dev": "spread",
    "deff": "deff",
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _calculate_results(self):
        """Replace the figures of each wave by those of its responses."""
        self.env.flush_all()
        # results are written by this path alone
        results = self.env["smart.impact.result"].sudo()
        for wave in self.sudo():
            self.env.cr.execute(
                SQL("DELETE FROM smart_impact_result WHERE wave_id = %s", wave.id)
            )
            answers = wave._read_answers()
            rows = wave._prepare_rows(answers)
            wave._write_rows(rows)
            wave._write_distributions(answers)
            wave.write(
                {
                    "computed_on": fields.Date.context_today(self),
                    "method_version": METHOD_VERSION,
                    "result_hash": wave._hash_rows(rows),
                    "counted_cells": wave._prepare_counted(answers["keys"]),
                    **wave._prepare_method_vals(answers),
                }
            )
        results.invalidate_model()
        self.invalidate_recordset(["result_ids", "result_count"])

    def _get_indicators(self):
        """Return the indicators that this wave computes.

        Default: those of the programme that have an item in the instrument.
        """
        self.ensure_one()
        domain = [
            ("programme_id", "=", self.programme_id.id),
            ("source", "=", "survey"),
            ("item_ids.instrument_id", "=", self.instrument_id.id),
        ]
        return self.env["smart.impact.indicator"].search(domain)

    # === READ === #

    def _read_answers(self):
        """Return what the figures rest on, as arrays.

        :return: ``{"indicators", "scales", "items": sorted ids, "matrix", "ids",
            "keys": respondents × (territory, filière, band), "frame": rows of
            (territory, filière, band, members, members asked), "weights"}``
        """
        self.ensure_one()
        indicators = self._get_indicators()
        asked = self.instrument_id.item_ids
        # of all indicators at once, whose items are read one indicator after the other
        (asked | indicators.item_ids).fetch(SCORING)
        items = np.array(sorted(asked.ids), np.int64)
        ids, keys = self._read_respondents()
        filler = MatrixFiller(ids, items)
        # by the range of their ids, without a join: answers of another wave that lie in
        # between are passed over
        first, last = (ids[0], ids[-1]) if len(ids) else (0, 0)
        self._copy(
            SQL(
                "SELECT INT4SEND(item_id), STRING_AGG(INT4SEND(response_id), ''),"
                " STRING_AGG(FLOAT8SEND(value), '')"
                " FROM smart_impact_answer"
                " WHERE response_id BETWEEN %s AND %s AND value IS NOT NULL"
                " GROUP BY item_id",
                int(first),
                int(last),
            ),
            {"item": "int", "respondent": "int", "value": "float"},
            filler.take,
        )
        frame = self._read_frame()
        return {
            "indicators": indicators,
            "scales": [self._get_scale(one, items) for one in indicators],
            "items": items,
            "matrix": filler.matrix,
            "ids": ids,
            "keys": keys,
            "frame": frame,
            "weights": self._get_weights(keys, frame),
            "previous": self._get_previous_wave(),
        }

    def _copy(self, query, columns, take):
        """Send the rows of a query, joined integers or floats, to `take`."""
        cursor = self.env.cr
        text = cursor.mogrify(query.code, query.params).decode()
        reader = CopyReader(columns, take)
        cursor.copy_expert(f"COPY ({text}) TO STDOUT (FORMAT binary)", reader)

    def _read_respondents(self):
        """Return ``(ids, keys)`` of complete responses by id.

        :return: sorted ids, and respondents × (territory, filière, band)
        """
        batches = []
        columns = ("respondent", "place", "filiere", "band")
        self._copy(
            SQL(
                "SELECT STRING_AGG(INT4SEND(id), ''),"
                " STRING_AGG(INT4SEND(COALESCE(territory_id, 0)), ''),"
                " STRING_AGG(INT4SEND(COALESCE(filiere_id, 0)), ''),"
                " STRING_AGG(INT4SEND("
                "COALESCE(ARRAY_POSITION(%s::varchar[], band), 0)), '')"
                " FROM smart_impact_response WHERE wave_id = %s AND is_complete"
                " GROUP BY id / %s",
                BAND_KEYS,
                self.id,
                BATCH,
            ),
            dict.fromkeys(columns, "int"),
            batches.append,
        )
        if not batches:
            return np.zeros(0, np.int64), np.zeros((0, 3), np.int64)
        table = np.stack(
            [np.concatenate([one[name] for one in batches]) for name in columns]
        ).astype(np.int64)
        table = table[:, np.argsort(table[0])]
        return table[0], table[1:].T

    def _read_frame(self):
        """Return rows of (territory, filière, band, members, asked), 0 for none.

        All the members a sample was drawn from, not only those asked: figures are
        theirs.
        """
        # nobody has a right on the strata
        rows = self.env.execute_query(
            SQL(
                "SELECT COALESCE(territory_id, 0), COALESCE(filiere_id, 0),"
                " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0), SUM(population),"
                " SUM(asked)"
                " FROM smart_impact_wave_stratum WHERE wave_id = %s"
                " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                BAND_KEYS,
                self.id,
            )
        )
        return np.array(rows, np.int64).reshape(-1, 5)

    def _get_scale(self, indicator, items):
        """Return how an indicator reads the columns of the matrix."""
        own = indicator.item_ids.filtered(
            lambda item: item.instrument_id == self.instrument_id
        )
        scoring = [item._get_scoring() for item in own]
        return cube.Scale(
            indicator.kind,
            tuple(cube.place_of(items, np.array(own.ids)).tolist()),
            tuple(slope for slope, _intercept in scoring),
            tuple(intercept for _slope, intercept in scoring),
            (indicator.numerator_from, indicator.numerator_to),
            len(own) if indicator.minimum_answered == "all" else 0,
            cube.NO_BOUNDS if indicator._is_number() else cube.SCORE_BOUNDS,
        )

    def _read_parents(self):
        """Return ``{territory id: id of what it is part of}``."""
        # the tree is no secret, and a figure does not depend on who asks for it
        territories = self.env["smart.territory"].sudo().with_context(active_test=False)
        rows = territories.search_fetch([("parent_id", "!=", False)], ["parent_id"])
        return {one.id: one.parent_id.id for one in rows}

    # === COMPUTE === #

    def _prepare_rows(self, answers):
        """Return the columns of all the figures of this wave, masked ones emptied.

        :return: ``{column: list or array}``, a row per figure
        """
        indicators, scales = answers["indicators"], answers["scales"]
        if not indicators or not len(answers["ids"]):
            return {}
        joined = np.concatenate([answers["keys"], answers["frame"][:, :3]])
        cells, places = cube.distinct(joined)
        own, asked = places[: len(answers["keys"])], places[len(answers["keys"]) :]
        population = np.bincount(asked, answers["frame"][:, 3], len(cells))
        outcomes = [cube.outcomes(answers["matrix"], scale) for scale in scales]
        outcomes, apart = self._pair_outcomes(answers, outcomes)
        smallest = np.stack(
            [
                cube.cell_sums(one, own, len(cells), answers["weights"])
                for one in outcomes
            ]
        )
        parents = self._read_parents()
        levels = build_levels(cells, parents, self.has_crosses)
        sums, asked_of = {}, {}
        for scope, level in levels.items():
            shape = level.parts, level.targets, len(level.keys)
            sums[scope] = cube.roll_up(smallest, *shape)
            asked_of[scope] = cube.roll_up(population[:, None], *shape)[:, 0]
        few = self._get_few_apart(apart, cells, own, levels, indicators)
        masks = self._get_masks(indicators, levels, parents, sums, outcomes, own, few)
        answers.update(outcomes=outcomes, cells=own, levels=levels, sums=sums)
        rows = self._collect_rows(answers, asked_of, masks)
        if not rows:
            # people answered, and nobody has a score
            return {}
        self._fill_medians(rows, answers)
        self._mark_wide(rows, answers)
        self._add_changes(rows, answers)
        self._add_reliability(rows, answers)
        return rows

    def _collect_rows(self, answers, populations, masks):
        """Return the figures of all cells that somebody has a score in.

        Of a cross, only what is shown is kept: an absent cell tells nothing, not even
        whether somebody is in it.
        """
        blocks = []
        for position, masked in enumerate(masks[at] for at in range(len(masks))):
            for scope, level in answers["levels"].items():
                sums, hidden = answers["sums"][scope][position], masked[scope]
                kept = sums[:, 0] > 0
                if "_" in scope:
                    kept = kept & ~hidden
                if kept.any():
                    blocks.append(
                        {
                            "indicator": np.full(int(kept.sum()), position),
                            "scope": np.full(int(kept.sum()), scope, dtype=object),
                            "keys": level.keys[kept],
                            "hidden": hidden[kept],
                            "sums": sums[kept],
                            "asked": populations[scope][kept],
                        }
                    )
        if not blocks:
            return {}
        rows = {
            name: np.concatenate([block[name] for block in blocks])
            for name in blocks[0]
        }
        for column, name in enumerate(("place", "filiere", "band")):
            rows[name] = rows["keys"][:, column]
        return {**rows, **self._get_figures(rows, answers["scales"])}

    def _get_figures(self, rows, scales):
        """Return the estimates of all rows, one call per kind; masked ones emptied."""
        size = len(rows["hidden"])
        found = {name: np.full(size, np.nan) for name in (*ESTIMATES, "half")}
        kinds = np.array([scale.kind for scale in scales])[rows["indicator"]]
        bounds = np.array([cube.bounds_of(scale) for scale in scales])
        bounds = bounds[rows["indicator"]].T
        for kind in dict.fromkeys(kinds.tolist()):
            own = kinds == kind
            shown = cube.figures(
                kind,
                rows["sums"][own],
                rows["asked"][own],
                CONFIDENCE,
                bounds[:, own],
                # weights bring back the parts of all, not of each territory
                rows["scope"][own] == TOTAL,
            )
            for name, part in ESTIMATES.items():
                found[name][own] = getattr(shown, part)
            found["half"][own] = (shown.high - shown.low) / 2
        for name in ESTIMATES:
            found[name][rows["hidden"]] = np.nan
        return found
