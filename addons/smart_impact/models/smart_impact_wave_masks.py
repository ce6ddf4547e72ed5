# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the figures of a wave hide: what one table hides all do."""

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine import cube
from ..engine.alike import all_but_one_alike, roll_up_parts, spread_parts
from ..engine.disclosure import MINIMUM_CELL, connected_groups
from ..engine.levels import REGION, TERRITORY, TOTAL, design_of
from ..engine.tables import hide_linked
from .smart_impact_response import BAND_KEYS


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _get_masks(self, indicators, levels, parents, sums, outcomes, cells, few):
        """Return by indicator ``(total hidden, {scope: hidden})``.

        Alike where indicators rest on equal answers: what one hides all do. And what
        the number of respondents hides, every indicator does: else the response rates,
        or an indicator that everybody answered, would tell. A change also hides what
        the levels hide that it is the difference of.

        :param cells: the smallest cell of each respondent
        :param few: ``{position: {scope: cells to hide}}``
        """
        design = design_of(levels, parents)
        everybody = self._hide_everybody(levels, design, cells)
        keys = {at: one._get_answer_keys() for at, one in enumerate(indicators)}
        counts = [
            join_tree(
                {scope: part[at, :, 0].astype(int) for scope, part in sums.items()}
            )
            for at in range(len(indicators))
        ]
        found, known = {}, {}
        for group in sorted(
            connected_groups(keys), key=lambda group: indicators[group[0]]._is_paired()
        ):
            forced = []
            for at in group:
                tables = [everybody, join_tree(get_alike(outcomes[at], cells, levels))]
                tables += [join_tree(few[at])] if at in few else []
                tables += self._get_level_masks(indicators, at, found)
                forced.append(
                    {
                        name: np.logical_or.reduce([table[name] for table in tables])
                        for name in everybody
                    }
                )
            masks = hide_linked(
                design,
                [counts[at] for at in group],
                [indicators[at].minimum_cell for at in group],
                forced,
                known,
            )
            found.update(zip(group, masks, strict=True))
        return {at: split_tree(*mask, levels) for at, mask in found.items()}

    def _get_level_masks(self, indicators, at, found):
        """Return what the levels hide that a change is the difference of."""
        if not indicators[at]._is_paired():
            return []
        return [
            masks
            for other, (_total, masks) in found.items()
            if indicators[other].item_ids & indicators[at].item_ids
        ]

    def _hide_everybody(self, levels, design, cells):
        """Return what is hidden of the number of respondents, by table.

        With what the response rates hid when the wave closed.
        """
        smallest = np.bincount(cells, minlength=len(levels[TOTAL].parts))[:, None]
        counts = join_tree(
            {
                scope: cube.roll_up(smallest, *_shape(level))[:, 0].astype(int)
                for scope, level in levels.items()
            }
        )
        _total, masks = design.hide(counts, MINIMUM_CELL, self._get_rated(levels))
        return masks

    def _get_rated(self, levels):
        """Return the groups that the response rates hid because they were small."""
        self.env.flush_all()
        # rates counted before they told the reasons apart were hidden for this one
        rows = self.env.execute_query(
            SQL(
                "SELECT dimension, COALESCE(territory_id, 0), COALESCE(filiere_id, 0),"
                " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0)"
                " FROM smart_impact_wave_rate"
                " WHERE wave_id = %s AND COALESCE(is_linked, is_masked)",
                BAND_KEYS,
                self.id,
            )
        )
        keys = set(rows)
        return join_tree(
            {
                scope: np.array(
                    [(scope, *key) in keys for key in level.keys.tolist()], bool
                )
                for scope, level in levels.items()
            }
        )


def _shape(level):
    return level.parts, level.targets, len(level.keys)


def get_alike(outcome, cells, levels):
    """Return by scope the cells where all answered alike, or all but one."""
    parts = spread_parts(outcome, cells, len(levels[TOTAL].parts))
    found = {}
    for scope, level in levels.items():
        whole = roll_up_parts(parts, *_shape(level))
        # what is alone is the total, which has no other to compare
        found[scope] = all_but_one_alike(whole) & ((whole[:, 0] > 0).sum() > 1)
    return found


def join_tree(tables):
    """Return one array per table, territories and regions joined into a tree."""
    tree = [tables[scope] for scope in (TERRITORY, REGION) if scope in tables]
    flat = {
        scope: part
        for scope, part in tables.items()
        if scope not in (TOTAL, TERRITORY, REGION)
    }
    return {**flat, "tree": np.concatenate(tree)}


def split_tree(total, masks, levels):
    """Return the masks by scope again."""
    places = len(levels[TERRITORY].keys)
    return {
        **masks,
        TOTAL: np.array([total]),
        TERRITORY: masks["tree"][:places],
        REGION: masks["tree"][places:],
    }
