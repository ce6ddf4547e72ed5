# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Give back to each group its part of the members asked, and say how alike they are."""

import numpy as np

from odoo import fields, models

from ..engine.disclosure import MINIMUM_CELL
from ..engine.weights import (
    TRIM,
    collapse,
    design_effect,
    margin_gap,
    post_stratification,
    r_indicator,
    raking,
    trim,
)
from .smart_impact_response import BAND_KEYS
from .smart_impact_wave_compute import CONFIDENCE, UNRELIABLE

WEIGHTINGS = [
    ("none", "None: everybody counts alike"),
    ("strata", "By territory (post-stratification)"),
    ("filiere", "By filière (post-stratification)"),
    ("band", "By seniority (post-stratification)"),
    ("raking", "By territory, filière and seniority (raking)"),
]
MARGIN_NAMES = ("territory", "filiere", "band")
# columns of territory, filière and seniority that the weights give back
MARGINS = {"strata": (0,), "filiere": (1,), "band": (2,), "raking": (0, 1, 2)}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    weighting = fields.Selection(
        WEIGHTINGS,
        string="Weights",
        required=True,
        default="none",
        help="Weights correct figures for groups that answered less than others.",
    )
    has_crosses = fields.Boolean(
        "Cross territories",
        help="Figures by territory and filière, and by territory and seniority, as "
        "well: ten times as many, of which the small ones are masked.",
    )
    design_effect = fields.Float(readonly=True, copy=False, digits=(16, 3))
    representativity = fields.Float(
        readonly=True,
        copy=False,
        digits=(16, 3),
        help="R-indicator over territories: 1 when all of them answered alike. Their "
        "differences are counted less what chance alone makes in small groups.",
    )
    method_parameters = fields.Json(readonly=True, copy=False)
    result_hash = fields.Char("Fingerprint of the figures", readonly=True, copy=False)

    def _get_weights(self, keys, frame):
        """Return a weight per respondent, of mean 1.

        Thin groups are joined before, so that none is without respondents.
        """
        if self.weighting == "none" or not len(keys) or not frame[:, 3].sum():
            return np.ones(len(keys))
        strata = self._get_strata(keys, frame)
        return trim(_fit(strata)[0], TRIM)

    def _get_strata(self, keys, frame):
        """Return ``{margin: (stratum of each respondent, members, names)}``."""
        return {
            MARGIN_NAMES[column]: _strata(
                keys[:, column], frame[:, column], frame[:, 3]
            )
            for column in MARGINS[self.weighting]
        }

    def _prepare_weighting(self, answers):
        """Return what the weights could not give back, to be told beside the figures.

        :return: ``{"left_out": margins that have no solution with the others, "gap":
            {"margin", "points", and "group", "wanted", "reached" in percent where how
            many of the group answered is shown}}``; empty without weights
        """
        keys, frame = answers["keys"], answers["frame"]
        if self.weighting == "none" or not len(keys) or not frame[:, 3].sum():
            return {}
        strata = self._get_strata(keys, frame)
        found = []
        for name, (code, target, names) in strata.items():
            place, wanted, reached = margin_gap(code, target, answers["weights"])
            found.append((abs(reached - wanted), name, names[place], wanted, reached))
        points, name, group, wanted, reached = max(found, key=lambda one: one[0])
        gap = {"margin": name, "points": round(points, 1)}
        if self._is_rate_shown(name, group):
            # to the percent: from more, the number of respondents would follow
            gap.update(group=group, wanted=round(wanted), reached=round(reached))
        return {"left_out": _fit(strata)[1], "gap": gap}

    def _is_rate_shown(self, margin, group):
        """Say whether how many of a group answered is shown; never of joined ones."""
        value = BAND_KEYS[group - 1] if margin == "band" and group else group
        column = "band" if margin == "band" else f"{margin}_id"
        return group is not None and any(
            (one[column].id if column != "band" else one.band) == (value or False)
            for one in self.rate_ids
            if one.dimension == margin and not one.is_masked
        )

    def _prepare_method_vals(self, answers):
        """Return what the figures were made with, to be kept beside them."""
        weights, frame = answers["weights"], answers["frame"]
        vals = {
            "design_effect": design_effect(weights) if len(weights) else 1.0,
            "representativity": self._get_representativity(answers["keys"], frame),
            "method_parameters": {
                "confidence": CONFIDENCE,
                "weighting": self.weighting,
                "crosses": self.has_crosses,
                "trim": list(TRIM),
                "weights": self._prepare_weighting(answers),
                "unreliable_from": UNRELIABLE,
                "false_discovery_rate": 0.05,
                "families": ["primary: holm", "shown: fdr", "crosses: fdr"],
                "territories": self._pack_tree(answers),
                "minimum_cells": {
                    one.code: one.minimum_cell for one in answers["indicators"]
                },
                "previous_wave": answers["previous"].id or None,
            },
        }
        return vals

    def _pack_tree(self, answers):
        """Return what the next wave has to know of the territories of this one."""
        tree = answers.get("tree") or self._get_tree(answers)
        return {
            "parents": tree.parents,
            "places": sorted(tree.places),
            "made_of": tree.made_of,
        }

    def _get_representativity(self, keys, frame):
        # of those asked: a sample may be small and alike
        if int(frame[:, 4].sum()) < 2:
            return 0.0
        places = np.unique(np.concatenate([keys[:, 0], frame[:, 0]]))
        asked_of = np.bincount(
            np.searchsorted(places, frame[:, 0]), frame[:, 4], len(places)
        )
        answered = np.bincount(np.searchsorted(places, keys[:, 0]), None, len(places))
        return r_indicator(asked_of, answered)


def _fit(strata):
    """Return the weights before they are trimmed, and the margins left out.

    Margins that no weights meet together lose one of them: seniority rather than
    filière, filière rather than territory.
    """
    names = list(strata)
    if len(names) == 1:
        code, target, _names = strata[names[0]]
        reached = np.bincount(code, minlength=len(target))
        return post_stratification(target, reached)[code], []
    for left_out in ([], *([name] for name in reversed(names)), names[1:]):
        kept = {name: strata[name] for name in names if name not in left_out}
        if len(kept) == 1:
            break
        codes, targets, _names = zip(*kept.values(), strict=True)
        try:
            return raking(codes, targets), left_out
        except ValueError:
            continue
    return _fit(kept)[0], left_out


def _strata(own, asked, members):
    """Return the stratum of each respondent, the members of each, and their names."""
    population, respondents = {}, {}
    for key, count in zip(asked.tolist(), members.tolist(), strict=True):
        population[key] = population.get(key, 0) + count
    for key, count in zip(*np.unique(own, return_counts=True), strict=True):
        respondents[int(key)] = int(count)
    joined = collapse(population, respondents, MINIMUM_CELL)
    names = sorted(set(joined.values()), key=str)
    rank = {name: place for place, name in enumerate(names)}
    target = np.zeros(len(names))
    for key, count in population.items():
        target[rank[joined[key]]] += count
    code = np.array([rank[joined[int(key)]] for key in own], int)
    # people who answered and whom nobody asked (a frame that shrank) keep their part:
    # as many members for one of them as for the others on the whole
    reached = np.bincount(code, minlength=len(names))
    known = target > 0
    each = target.sum() / max(1, reached[known].sum())
    return code, np.where(known, target, reached * each), names
