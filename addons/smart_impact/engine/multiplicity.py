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
    """Return p-values adjusted so that no false discovery is expected at all.

    Holm 1979, Scandinavian Journal of Statistics 6: for the few primary indicators.
    """
    return _adjust(p_values, lambda m, rank: m - rank + 1, downwards=False)


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
