# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Indicators that are a change: of the people in both waves, each with herself."""

from dataclasses import replace

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine import cube
from ..engine.levels import TOTAL
from ..engine.own_change import against_no_change


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _pair_outcomes(self, answers, outcomes):
        """Return ``(outcomes, who is in one wave alone)``.

        What is a change becomes the difference of each person who has a score in this
        wave and in the published one before, and nothing for all others; in a first
        wave it has no figure. Its interval is Student's on these differences, so that
        of a paired comparison.

        :return: outcomes by position, and ``{position: (rows of this wave, keys of
            the wave before)}`` of those who have a score once
        """
        wanted = [
            at
            for at, scale in enumerate(answers["scales"])
            if scale.kind in cube.PAIRED
        ]
        if not wanted:
            return outcomes, {}
        outcomes, apart = list(outcomes), {}
        previous = answers["previous"]
        pairs = self._read_pairs(previous) if previous else np.zeros((0, 2), np.int64)
        before = previous._read_answers() if len(pairs) else None
        reworded = self._get_reworded_codes(previous) if before else set()
        for at in wanted:
            now = outcomes[at]
            first = np.full(len(now), np.nan)
            indicator = answers["indicators"][at]
            columns = before and self._get_columns_before(
                previous, indicator, before, reworded
            )
            if columns:
                scale = replace(answers["scales"][at], columns=columns)
                old = cube.scores(before["matrix"], scale)
                here = np.searchsorted(answers["ids"], pairs[:, 0])
                there = np.searchsorted(before["ids"], pairs[:, 1])
                first[here] = old[there]
                both = ~np.isnan(first + now)
                once = ~np.isnan(old)
                once[there[both[here]]] = False
                apart[at] = (~np.isnan(now) & ~both, before["keys"][once])
                apart_count = int(apart[at][0].sum()) + int(once.sum())
                if 0 < apart_count < indicator.minimum_cell:
                    # with the two levels, it would tell what these few answered
                    first[:] = np.nan
                    del apart[at]
            outcomes[at] = cube.paired_outcomes(first, now, answers["scales"][at])
        return outcomes, apart

    def _get_columns_before(self, previous, indicator, before, reworded):
        """Return where the questions of an indicator were in the wave before.

        Found by their codes, whatever questionnaire asked them; nothing when one was
        not asked, or in other words.
        """
        asked = {one.code: one for one in previous.instrument_id.item_ids}
        # in the order in which the scale reads those of this wave
        own = indicator.item_ids.filtered(
            lambda one: one.instrument_id == self.instrument_id
        )
        found = [asked.get(one.code, one.browse()) for one in own]
        if not all(found) or reworded & {*own.mapped("code")}:
            return ()
        places = cube.place_of(before["items"], np.array([one.id for one in found]))
        return tuple(places.tolist())

    def _read_pairs(self, previous):
        """Return the responses of the same people: rows of (this wave's, before's)."""
        rows = self.env.execute_query(
            SQL(
                "SELECT own.id, other.id FROM smart_impact_response own"
                " JOIN smart_impact_response other"
                " ON other.pseudonym = own.pseudonym AND other.wave_id = %s"
                " AND other.is_complete"
                " WHERE own.wave_id = %s AND own.is_complete ORDER BY own.id",
                previous.id,
                self.id,
            )
        )
        return np.array(rows, np.int64).reshape(-1, 2)

    def _get_few_apart(self, apart, cells, own, levels, indicators):
        """Return the cells of changes where a few people are in one wave alone.

        The two levels less the change would tell what they answered.

        :return: ``{position: {scope: cells to hide}}``
        """
        found = {}
        for at, (now, keys) in apart.items():
            rank = {tuple(key): place for place, key in enumerate(cells.tolist())}
            places = [rank[key] for key in map(tuple, keys.tolist()) if key in rank]
            counts = np.bincount(own[now], minlength=len(cells))
            counts = counts + np.bincount(
                np.array(places, np.int64), minlength=len(cells)
            )
            found[at] = {}
            for scope, level in levels.items():
                shape = level.parts, level.targets, len(level.keys)
                sums = cube.roll_up(counts[:, None].astype(float), *shape)[:, 0]
                few = (sums > 0) & (sums < indicators[at].minimum_cell)
                # the total has no figure at all when they are few in all
                found[at][scope] = few & (scope != TOTAL)
        return found


def changes_of_themselves(rows, chosen):
    """Return the columns of the figures that are a change: it is their own value."""
    part = {
        name: rows[name][chosen]
        for name in ("value", "low", "high", "std_error", "std_dev", "n", "deff")
    }
    p_value, effect = against_no_change(
        part["value"], part["std_error"], part["std_dev"], part["n"] / part["deff"]
    )
    size = len(part["value"])
    return {
        "change": part["value"],
        "change_low": part["low"],
        "change_high": part["high"],
        "p_value": p_value,
        "effect_size": effect,
        "change_kind": np.full(size, "paired", dtype=object),
        "change_test": np.full(size, "paired_t", dtype=object),
    }
