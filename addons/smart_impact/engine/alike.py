# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cells where everybody answered the same, or all but one.

Whoever knows that a person is in such a cell knows her answer; and the one who differs
knows everybody else's (SDC handbook, group disclosure).
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
# n, Σy, Σy², least and largest outcome
PARTS = 5
# sums of a hundred squared, over many people, are not exact
EPSILON = 1e-9


def spread_parts(
    outcome: FloatArray, cells: NDArray[np.int64], number: int
) -> FloatArray:
    """Return cells × 5 of the outcomes of one indicator, without weights."""
    valid = ~np.isnan(outcome)
    y, where = outcome[valid], cells[valid]
    parts = np.empty((number, PARTS))
    for column, term in enumerate((None, y, y * y)):
        parts[:, column] = np.bincount(where, term, minlength=number)
    parts[:, 3], parts[:, 4] = np.inf, -np.inf
    np.minimum.at(parts[:, 3], where, y)
    np.maximum.at(parts[:, 4], where, y)
    return parts


def roll_up_parts(
    parts: FloatArray,
    smallest: NDArray[np.int64],
    targets: NDArray[np.int64],
    number: int,
) -> FloatArray:
    """Return the parts of larger cells: `smallest[k]` is in `targets[k]`."""
    own = parts[smallest]
    whole = np.empty((number, PARTS))
    for column in range(3):
        whole[:, column] = np.bincount(targets, own[:, column], minlength=number)
    whole[:, 3], whole[:, 4] = np.inf, -np.inf
    np.minimum.at(whole[:, 3], targets, own[:, 3])
    np.maximum.at(whole[:, 4], targets, own[:, 4])
    return whole


def all_but_one_alike(parts: FloatArray) -> NDArray[np.bool_]:
    """Say in which cells all or all but one have the same outcome.

    The one would be the least or the largest; the others are alike when their own sum
    of squares about their mean is nil.
    """
    n, total, squares, least, largest = np.moveaxis(parts, -1, 0)
    some = n > 0
    others = np.maximum(n - 1, 1)
    alike = np.zeros(n.shape, bool)
    for end in (least, largest):
        one = np.where(some, end, 0.0)
        apart = squares - one**2 - (total - one) ** 2 / others
        alike |= apart <= EPSILON * np.maximum(1.0, squares)
    return alike & some
