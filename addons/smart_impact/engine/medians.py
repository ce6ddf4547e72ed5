# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Medians of cells: not sums of their parts, so each cell goes back to its answers."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .statistics import median_interval, wilson_interval

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
# with fewer, the bounds of a median are the lowest and the highest answer
LEAST = 10
LEAST_EFFECTIVE = 15


def weighted_median_interval(
    values: FloatArray, weights: FloatArray, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Return ``(median, low, high)`` of weighted values.

    The bounds are where the weighted distribution passes the bounds of a share of one
    half (Woodruff 1952, Journal of the American Statistical Association 47), here
    Wilson's, with the effective size (Σw)²/Σw² for n. Not a number under fifteen of it,
    where they would cover less than they say.

    :raises ValueError: without values there is no median
    """
    if not len(values):
        raise ValueError("A median needs at least one value")
    order = np.argsort(values, kind="stable")
    ordered, w = values[order], weights[order]
    reached = np.cumsum(w) / w.sum()
    size = w.sum() ** 2 / (w**2).sum()
    middle = _quantile(ordered, reached, 0.5)
    if size < LEAST_EFFECTIVE:
        return middle, np.nan, np.nan
    low, high = wilson_interval(size / 2, size, confidence)
    return (
        middle,
        _quantile(ordered, reached, float(low)),
        _quantile(ordered, reached, float(high)),
    )


def _quantile(ordered, reached, part):
    """Return the lowest value that `part` of the weight does not pass.

    The mean of two neighbours where the weight is shared out between them exactly.
    """
    place = min(int(np.searchsorted(reached, part - 1e-12)), len(ordered) - 1)
    if abs(reached[place] - part) < 1e-12 and place + 1 < len(ordered):
        return float((ordered[place] + ordered[place + 1]) / 2)
    return float(ordered[place])


def people_of(
    cells: IntArray, parts: IntArray, targets: IntArray, chosen: IntArray
) -> Iterator[tuple[int, IntArray]]:
    """Give, for each chosen larger cell, the rows of the people in it.

    :param cells: the smallest cell of each person; `parts[k]` is part of `targets[k]`
    """
    order = np.argsort(cells, kind="stable")
    inside = cells[order]
    for target in chosen.tolist():
        own = parts[targets == target]
        starts = np.searchsorted(inside, own, "left").tolist()
        ends = np.searchsorted(inside, own, "right").tolist()
        slices = [order[a:b] for a, b in zip(starts, ends, strict=True)]
        yield target, np.concatenate([np.zeros(0, np.int64), *slices])


def cell_medians(
    outcome: FloatArray,
    weights: FloatArray | None,
    people: Iterator[tuple[int, IntArray]],
    confidence: float = 0.95,
) -> dict[int, tuple[float, float, float]]:
    """Return ``{cell: (median, low, high)}``; cells without an outcome are left out.

    Without weights by order statistics, free of any distribution; with them by
    Woodruff's. No finite population correction: the interval is on the safe side.
    """
    found = {}
    for cell, rows in people:
        rows = rows[~np.isnan(outcome[rows])]
        if not len(rows):
            continue
        if weights is None:
            found[cell] = median_interval(outcome[rows], confidence)[:3]
        else:
            found[cell] = weighted_median_interval(
                outcome[rows], weights[rows], confidence
            )
    return found
