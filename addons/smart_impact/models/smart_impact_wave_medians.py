# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Medians go back to the answers of each cell; plain numbers are wide by themselves."""

import numpy as np

from odoo import models

from ..engine import medians
from ..engine.cube import SHARES
from .smart_impact_wave_compute import CONFIDENCE, UNRELIABLE

# of a number, to either side, as part of it
UNRELIABLE_PART = 0.2


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _fill_medians(self, rows, answers):
        """Put medians and their bounds in the place of means; they have no error."""
        weights = None if self.weighting == "none" else answers["weights"]
        for position, scale in enumerate(answers["scales"]):
            if scale.kind != "median":
                continue
            own = (rows["indicator"] == position) & ~rows["hidden"]
            for scope, level in answers["levels"].items():
                at = np.flatnonzero(own & (rows["scope"] == scope))
                places = _places_of(rows, at, level)
                people = medians.people_of(
                    answers["cells"], level.parts, level.targets, places
                )
                found = medians.cell_medians(
                    answers["outcomes"][position], weights, people, CONFIDENCE
                )
                numbers = np.array([found[place] for place in places.tolist()])
                numbers = numbers.reshape(-1, 3)
                for column, name in enumerate(("value", "low", "high")):
                    rows[name][at] = numbers[:, column]
                rows["half"][at] = (numbers[:, 2] - numbers[:, 1]) / 2
                for name in ("std_error", "std_dev"):
                    rows[name][at] = np.nan

    def _mark_wide(self, rows, answers):
        """Say which intervals tell little: ten points, or a fifth of a plain number."""
        free = ~np.isfinite([scale.bounds[1] for scale in answers["scales"]])
        shares = [scale.kind in SHARES for scale in answers["scales"]]
        free = (free & ~np.array(shares))[rows["indicator"]]
        limit = np.where(free, UNRELIABLE_PART * np.abs(rows["value"]), UNRELIABLE)
        rows["wide"] = rows["half"] > limit


def _places_of(rows, at, level):
    """Return which cells of a level some figures are."""
    rank = {tuple(key): order for order, key in enumerate(level.keys.tolist())}
    keys = zip(
        *(rows[name][at].tolist() for name in ("place", "filiere", "band")),
        strict=True,
    )
    return np.array([rank[key] for key in keys], np.int64)
