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
    post_stratification,
    r_indicator,
    raking,
    trim,
)
from .smart_impact_wave_compute import CONFIDENCE, UNRELIABLE

WEIGHTINGS = [
    ("none", "None: everybody counts alike"),
    ("strata", "By territory (post-stratification)"),
    ("filiere", "By filière (post-stratification)"),
    ("band", "By seniority (post-stratification)"),
    ("raking", "By territory, filière and seniority (raking)"),
]
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
        help="R-indicator over territories: 1 when all of them answered alike.",
    )
    method_parameters = fields.Json(readonly=True, copy=False)
    result_hash = fields.Char("Fingerprint of the figures", readonly=True, copy=False)

    def _get_weights(self, keys, frame):
        """Return a weight per respondent, of mean 1.

        Thin groups are joined before, so that none is without respondents.
        """
        if self.weighting == "none" or not len(keys) or not frame[:, 3].sum():
            return np.ones(len(keys))
        codes, targets = [], []
        for column in MARGINS[self.weighting]:
            code, target = _strata(keys[:, column], frame[:, column], frame[:, 3])
            codes.append(code)
            targets.append(target)
        if len(codes) == 1:
            reached = np.bincount(codes[0], minlength=len(targets[0]))
            weights = post_stratification(targets[0], reached)[codes[0]]
        else:
            weights = raking(codes, targets)
        return trim(weights, TRIM)

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


def _strata(own, asked, members):
    """Return the stratum of each respondent, and the members asked in each."""
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
    # people who answered and whom nobody asked (a frame that shrank) keep their part
    reached = np.bincount(code, minlength=len(names))
    return code, np.where((target == 0) & (reached > 0), reached, target)
