# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many tests at once: how many of the differences found are only luck."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted to control the false discovery rate.

    Benjamini and Hochberg 1995, JRSS B 57: those up to q are discoveries, of which
    at most a part q is expected to be false. Missing ones are no test and stay so.
    """
    return _adjust(p_values, lambda m, rank: m / rank, downwards=True)


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted to control the familywise error rate.

    With those up to q as discoveries, any false one comes with probability q at most,
    5 % at 0.05. Holm 1979, Scandinavian Journal of Statistics 6: for the few primary
    indicators.
    """
    return _adjust(p_values, lambda m, rank: m - rank + 1, downwards=False)


def by_families(
    p_values: ArrayLike, is_primary: ArrayLike, is_cross: ArrayLike
) -> NDArray[np.float64]:
    """Return p-values adjusted within three families declared beforehand.

    Primary figures: Holm. The other ones that are always shown, and the crosses that a
    wave may have or not: Benjamini-Hochberg, each family by itself, so that having the
    crosses changes no verdict elsewhere.
    """
    p = np.asarray(p_values, float)
    primary, cross = np.asarray(is_primary, bool), np.asarray(is_cross, bool)
    adjusted = np.full(p.shape, np.nan)
    for family, method in (
        (primary, holm),
        (~primary & ~cross, benjamini_hochberg),
        (~primary & cross, benjamini_hochberg),
    ):
        adjusted[family] = method(p[family])
    return adjusted


def _adjust(p_values, factor, downwards):
    p = np.asarray(p_values, float)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    m = len(order)
    scaled = p[order] * factor(m, np.arange(1, m + 1))
    if downwards:
        steps = np.minimum.accumulate(scaled[::-1])[::-1]
    else:
        steps = np.maximum.accumulate(scaled)
    adjusted[order] = np.minimum(1.0, steps)
    return adjusted
