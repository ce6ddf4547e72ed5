# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody who does linear programs learns about the hidden cells of a table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .tables import Counts, Mask

EXACT = 1e-6


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a hidden cell can hold, given what is shown."""

    row: int
    column: int
    low: float
    high: float


def feasible_bounds(
    counts: Counts,
    hidden: Mask,
    rows_hidden: Mask | None = None,
    columns_hidden: Mask | None = None,
    wanted: Mask | None = None,
) -> list[Bounds]:
    """Return the bounds of hidden cells by linear programming (HiGHS).

    Zeros count as known: nobody is where nobody can be.

    :param wanted: hidden cells to bound, all by default
    """
    from scipy.optimize import linprog  # 0.8 s, and only audits ask for it

    cells = np.argwhere(hidden & (counts > 0))
    if not len(cells):
        return []
    equations, sums = _equations(counts, cells, rows_hidden, columns_hidden)
    found = []
    for place, (row, column) in enumerate(cells):
        if wanted is not None and not wanted[row, column]:
            continue
        aim = np.zeros(len(cells))
        ends = []
        for sign in (1, -1):
            aim[place] = sign
            result = linprog(aim, A_eq=equations, b_eq=sums, bounds=(0, None))
            # unbounded: nothing that is shown limits this cell
            ends.append(sign * result.fun if result.status == 0 else np.inf)
        found.append(Bounds(int(row), int(column), *ends))
    return found


def _equations(counts, cells, rows_hidden, columns_hidden):
    """Return what is known of hidden cells: sums by row and column that are shown."""
    lines, sums = [], []
    for axis, margins_hidden in ((0, rows_hidden), (1, columns_hidden)):
        for place in range(counts.shape[axis]):
            inside = (cells[:, axis] == place).astype(float)
            if inside.any() and not (
                margins_hidden is not None and margins_hidden[place]
            ):
                lines.append(inside)
                sums.append(float(counts[tuple(cells[inside > 0].T)].sum()))
    if not lines:
        return None, None
    return np.array(lines), np.array(sums)


def recoverable(
    counts: Counts,
    hidden: Mask,
    minimum: int,
    rows_hidden: Mask | None = None,
    columns_hidden: Mask | None = None,
) -> list[Bounds]:
    """Return the small cells that are told after all.

    Exactly, or by bounds that both lie under `minimum`; a small cell that is not
    hidden is told too.
    """
    small = (counts > 0) & (counts < minimum)
    shown = [
        Bounds(
            int(row),
            int(column),
            float(counts[row, column]),
            float(counts[row, column]),
        )
        for row, column in np.argwhere(small & ~hidden)
    ]
    bounds = feasible_bounds(counts, hidden, rows_hidden, columns_hidden, small)
    return shown + [
        one
        for one in bounds
        if one.high < minimum - EXACT or one.high - one.low < EXACT
    ]


def random_table(seed: int, rows: int = 6, columns: int = 5, n: int = 400) -> Counts:
    """Return a table of `n` people, some cells small, the same for the same seed."""
    rng = np.random.default_rng(seed)
    parts: NDArray[np.float64] = rng.dirichlet(np.full(rows * columns, 0.8))
    return rng.multinomial(n, parts).reshape(rows, columns)
