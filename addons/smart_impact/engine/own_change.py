# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The test of a figure that is itself a change, and of figures without any spread."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .change import two_sided

# of a score in points: what is left under it is rounding
FLAT = 1e-6


def is_flat(spread: ArrayLike) -> NDArray[np.bool_]:
    """Return which standard deviations are none: everybody gave the same."""
    return np.asarray(spread, float) <= FLAT


def against_no_change(
    value: ArrayLike, error: ArrayLike, spread: ArrayLike, n: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return ``(p, d_z)`` of mean differences of the same people against no change.

    Student's paired t, value/error with n−1 degrees of freedom, and Cohen's d_z,
    value/spread (Cohen 1988, 2.3). Where everybody moved by the same there is nothing
    to hold a change against: it is not tested, and no change at all is none.

    :param n: people, or as many as their weights leave, n/deff
    """
    value, spread = np.asarray(value, float), np.asarray(spread, float)
    flat = is_flat(spread)
    statistic = value / np.where(flat, 1.0, np.asarray(error, float))
    p_value = two_sided(statistic, np.asarray(n, float) - 1)
    without = np.where(np.abs(value) > FLAT, np.nan, 1.0)
    effect = np.where(flat, np.nan, value / np.where(flat, 1.0, spread))
    return np.where(flat, without, p_value), effect
