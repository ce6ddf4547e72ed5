# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Those who came back beside those who are new: two groups of one wave."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import cube
from .change import Change, mean_change, share_change
from .multiplicity import benjamini_hochberg

FloatArray = NDArray[np.float64]
DISCOVERY = 0.05
NOTHING: dict = {"returning": None, "fresh": None, "difference": None}


def compare_groups(
    kinds: Sequence[str],
    sums: Sequence[FloatArray],
    shown: Sequence[bool],
    least: int,
) -> list[dict]:
    """Return by indicator the figure of both groups and their difference.

    Nothing where one of them has fewer people than `least`: with the total, either
    figure gives the other. Clear differences: Benjamini-Hochberg.

    :param shown: by indicator, whether its total and its two groups may be told
    :param sums: by indicator, two rows of the sums of ``cube``: new, then returning
    """
    rows, p_values = [], []
    for kind, part, is_shown in zip(kinds, sums, shown, strict=True):
        small = (part[:, 0] < least).any()
        if small or not is_shown or kind not in ("share", "mean", "nps"):
            rows.append(dict(NOTHING))
            p_values.append(np.nan)
            continue
        figure = cube.figures(kind, part)
        change = _difference(kind, figure)
        rows.append(
            {
                "fresh": float(figure.value[0]),
                "returning": float(figure.value[1]),
                "difference": float(change.value),
                "low": float(change.low),
                "high": float(change.high),
            }
        )
        p_values.append(float(change.p_value))
    for row, p in zip(rows, benjamini_hochberg(p_values), strict=True):
        row["is_clear"] = bool(p <= DISCOVERY)
    return rows


def smallest_rest(counts: NDArray[np.int64]) -> int:
    """Return how few people of a group lie outside of the cells that are all its own.

    Members of less than a year are all new, say: with the figure of the new ones,
    theirs gives that of the few others who are. 0 when none is left.

    :param counts: people by cell of a table, new and returning
    """
    found = []
    for group in (0, 1):
        inside = (counts[:, 1 - group] == 0) & (counts[:, group] > 0)
        found.append(int(counts[:, group].sum() - counts[inside, group].sum()))
    left = [rest for rest in found if rest]
    return min(left) if left else 0


def _difference(kind, figure):
    """Return returning − new, in the unit of the figure."""
    if kind == "share":
        found = share_change(*figure.value / 100, *figure.n, *figure.deff)
    else:
        scale = 100 if kind == "nps" else 1
        people = figure.n / figure.deff
        found = mean_change(*figure.value / scale, *figure.error / scale, *people)
        if kind == "mean":
            return found
    return Change(100 * found.value, 100 * found.low, 100 * found.high, found.p_value)
