# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a wave shares with the one before: figures, territories and people."""

from collections import defaultdict

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine import cube, pairs
from ..engine.levels import REGION
from ..engine.territories import (
    COLUMNS,
    Match,
    Tree,
    align,
    match,
    unpack_made_of,
)
from .smart_impact_response import BAND_KEYS

# on fewer people in both waves, a correlation would tell about them
LEAST_BOTH = 10
NUMBERS = ("value", "n", "std_error", "std_dev", "deff")


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    # === TERRITORIES === #

    def _get_tree(self, answers):
        """Return the territories of today, and where people of this wave are."""
        places = set(answers["keys"][:, 0].tolist())
        places |= set(answers["frame"][:, 0].tolist())
        made_of = unpack_made_of(self._get_made_of())
        return Tree(self._read_known_territories(), frozenset(places), made_of)

    def _read_known_territories(self):
        """Return ``{territory id: what it is part of, 0 for nothing}``, all of them."""
        self.env["smart.territory"].flush_model(["parent_id"])
        return dict(
            self.env.execute_query(
                SQL("SELECT id, COALESCE(parent_id, 0) FROM smart_territory")
            )
        )

    def _read_tree(self):
        """Return the territories this wave was computed with.

        A wave of before they were kept knows those it has people in, and what these
        are part of.
        """
        kept = (self.method_parameters or {}).get("territories") or {}
        if "parents" in kept:
            parents = {int(place): above for place, above in kept["parents"].items()}
            made_of = unpack_made_of(kept.get("made_of"))
            return Tree(parents, frozenset(kept["places"]), made_of)
        rows = self.env.execute_query(
            SQL(
                "SELECT COALESCE(territory_id, 0) FROM smart_impact_wave_stratum"
                " WHERE wave_id = %(wave)s UNION"
                " SELECT COALESCE(territory_id, 0) FROM smart_impact_response"
                " WHERE wave_id = %(wave)s AND is_complete",
                wave=self.id,
            )
        )
        places = frozenset(place for [place] in rows)
        today = Tree(self._read_parents(), places)
        known = {one for place in places for one in today.above(place)} - {0}
        return Tree({one: today.parents.get(one, 0) for one in known}, places)

    def _match_rows(self, rows, now, before):
        """Return, row by row, what each figure is compared with."""
        found = {}
        for key in set(
            zip(rows["scope"].tolist(), rows["place"].tolist(), strict=True)
        ):
            scope, place = key
            if not COLUMNS[scope][0]:
                found[key] = Match(scope, before.places)
                continue
            is_rest = scope != REGION and now.is_rest(place)
            one = match(place, is_rest, now, before)
            crossed = "_" in scope
            if crossed and one.scope == REGION:
                # groups of territories are not crossed
                one = Match(is_break=place in before.places)
            elif crossed and one.scope:
                one = Match(scope, one.places)
            found[key] = one
        return found

    # === FIGURES === #

    def _read_before(self, previous, rows, indicators, matches):
        """Return the figures of the wave before, in the order of `rows`."""
        found = self.env.execute_query(
            SQL(
                "SELECT indicator_id, scope, COALESCE(territory_id, 0),"
                " COALESCE(filiere_id, 0),"
                " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0),"
                " value, respondent_count, std_error, std_dev, deff"
                " FROM smart_impact_result"
                " WHERE wave_id = %s AND state = 'published'"
                " AND std_error IS NOT NULL",
                BAND_KEYS,
                previous.id,
            )
        )
        by_key = {row[:5]: row[5:] for row in found}
        ids = indicators.ids
        nothing = (np.nan,) * len(NUMBERS)
        keys = zip(
            rows["indicator"].tolist(),
            rows["scope"].tolist(),
            rows["place"].tolist(),
            rows["filiere"].tolist(),
            rows["band"].tolist(),
            strict=True,
        )
        table = np.array(
            [
                by_key.get(
                    (ids[at], matches[scope, place].scope, place, *rest), nothing
                )
                for at, scope, place, *rest in keys
            ],
            float,
        )
        return dict(zip(NUMBERS, table.reshape(-1, len(NUMBERS)).T, strict=True))

    # === PEOPLE === #

    def _read_pseudonyms(self):
        """Return ``{pseudonym: response id}`` of this wave."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT pseudonym, id FROM smart_impact_response"
                    " WHERE wave_id = %s AND is_complete AND pseudonym IS NOT NULL",
                    self.id,
                )
            )
        )

    def _read_people(self, previous, answers):
        """Return the people of both waves, None where they are too few.

        :return: ``{"now", "old": position of each in either wave, "before": the answers
            of the wave before, "cells": its cells, "own": the cell of each}``
        """
        own, theirs = self._read_pseudonyms(), previous._read_pseudonyms()
        common = sorted(own.keys() & theirs.keys())
        answers["returning"] = len(common)
        if len(common) < LEAST_BOTH:
            return None
        before = previous._read_answers()
        cells, places = cube.distinct(before["keys"])
        return {
            "now": np.searchsorted(answers["ids"], [own[one] for one in common]),
            "old": np.searchsorted(before["ids"], [theirs[one] for one in common]),
            "before": before,
            "cells": cells,
            "own": places,
        }

    def _read_overlap(self, rows, answers, people, matches):
        """Return ``(people in both waves, correlation of the means, their sums)``.

        By figure. Somebody counts where she is in the figure of both waves.
        """
        size = len(rows["indicator"])
        both, correlation = np.zeros(size), np.zeros(size)
        sums = np.zeros((size, pairs.SUMS))
        if not people:
            return both, correlation, sums
        tables = self._align_tables(answers, people, matches)
        for position, smallest in self._sum_pairs(answers, people):
            for scope, (rolled, held, level) in tables.items():
                at = np.flatnonzero(
                    (rows["indicator"] == position) & (rows["scope"] == scope)
                )
                wanted = _rank(level, rows, at)
                number = len(level.keys)
                joint = cube.roll_up(smallest["pairs"], *rolled, number)[wanted]
                first = cube.roll_up(smallest["old"], *held, number)[wanted, 0]
                second = answers["sums"][scope][position][wanted, 4]
                both[at], sums[at] = joint[:, 0], joint
                correlation[at] = pairs.correlation_of_means(joint, first, second)
        return both, correlation, sums

    def _align_tables(self, answers, people, matches):
        """Return by table what it holds of the pairs of cells, and of the cells before.

        :return: ``{scope: ((pairs, targets), (cells before, targets), level)}``
        """
        number = len(people["cells"])
        codes = answers["cells"][people["now"]] * number + people["own"][people["old"]]
        different, people["pair"] = np.unique(codes, return_inverse=True)
        people["pair_count"] = len(different)
        tables = {}
        for scope, level in answers["levels"].items():
            holders = defaultdict(list)
            for (table, place), one in matches.items():
                if table == scope:
                    for earlier in one.places if one.scope else ():
                        holders[earlier].append(place)
            held = align(level, people["cells"], holders)
            part, target = pairs.expand(level.parts, level.targets, different // number)
            size = len(level.keys)
            known = np.isin(
                (different % number)[part] * size + target, held[0] * size + held[1]
            )
            tables[scope] = (part[known], target[known]), held, level
        return tables

    def _sum_pairs(self, answers, people):
        """Give by indicator the sums of the people in both, and Σw² of those before."""
        before, now, old = people["before"], people["now"], people["old"]
        rank = {one.id: at for at, one in enumerate(before["indicators"])}
        weights = before["weights"][old], answers["weights"][now]
        for position, indicator in enumerate(answers["indicators"]):
            if indicator.id not in rank:
                continue
            first = cube.outcomes(
                before["matrix"], before["scales"][rank[indicator.id]]
            )
            valid = ~np.isnan(first)
            smallest = pairs.pair_sums(
                (first[old], answers["outcomes"][position][now]),
                weights,
                people["pair"],
                people["pair_count"],
            )
            heavy = np.bincount(
                people["own"][valid],
                np.square(before["weights"][valid]),
                len(people["cells"]),
            )
            yield position, {"pairs": smallest, "old": heavy[:, None]}


def _rank(level, rows, at):
    """Return the cell of a table that each figure is."""
    rank = {tuple(key): order for order, key in enumerate(level.keys.tolist())}
    keys = zip(
        rows["place"][at].tolist(),
        rows["filiere"][at].tolist(),
        rows["band"][at].tolist(),
        strict=True,
    )
    return [rank[key] for key in keys]
