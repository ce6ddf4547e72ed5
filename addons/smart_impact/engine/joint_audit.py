# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What all the tables of a wave, put together, tell of the cells they hide.

Territories add up to what they are part of, each table to the total, and each cross to
both its margins: linear equations between shown and hidden cells. A small cell is told
when no solution gives it `minimum` people (linear programming, HiGHS).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from .tables import Counts, Design, Mask

TOTAL = "total"
CLOSE = 1e-6
# of one program: thousands of hidden cells take a tenth of that
SECONDS = 20.0


def find_told(
    design: Design,
    counts: Mapping[str, Counts],
    shown: Mapping[str, Mask],
    minimum: int,
    zeros_known: bool = True,
) -> list[tuple[str, int]]:
    """Return the small cells that are shown or can be derived, as (table, place).

    :param counts: by table, ``tree`` holding territories, then regions, and the
        ``total`` alone in its own
    :param shown: by table, what everybody reads
    :param zeros_known: whether it is known where nobody is
    """
    names = [TOTAL, *(name for name in counts if name != TOTAL)]
    starts = np.cumsum([0, *(len(counts[name]) for name in names)])
    offsets = dict(zip(names, starts.tolist(), strict=False))
    every = np.concatenate([counts[name] for name in names]).astype(float)
    known = np.concatenate([shown[name] for name in names])
    small = np.flatnonzero((every > 0) & (every < minimum))
    told = small[known[small]].tolist()
    known = known | ((every == 0) & zeros_known)
    equations = _equations(design, offsets, len(every))
    told += _bounded(equations, every, known, small[~known[small]], minimum)
    places = [int(np.searchsorted(starts, cell, "right")) - 1 for cell in told]
    return [
        (names[place], int(cell - starts[place]))
        for place, cell in zip(places, told, strict=True)
    ]


def _equations(design, offsets, size):
    """Return a sparse matrix whose rows, times all cells, are zero."""
    from scipy.sparse import coo_array

    tops, parts = [], []
    for place, above in enumerate(design.parents):
        tops.append(offsets["tree"] + above if above >= 0 else offsets[TOTAL])
        parts.append(offsets["tree"] + place)
    sums = [(np.array(tops), np.array(parts))]
    ends = sorted([*offsets.values(), size])
    for name in design.flat:
        start = offsets[name]
        cells = np.arange(start, ends[ends.index(start) + 1])
        sums.append((np.full(len(cells), offsets[TOTAL]), cells))
    for name, (columns, rows, places) in design.crosses.items():
        cells = offsets[name] + np.arange(len(rows))
        sums.append((offsets["tree"] + rows, cells))
        sums.append((offsets[columns] + places, cells))
    lines, cells, signs, start = [], [], [], 0
    for tops, parts in sums:
        above, at = np.unique(tops, return_inverse=True)
        lines += [start + at, start + np.arange(len(above))]
        cells += [parts, above]
        signs += [np.ones(len(parts)), -np.ones(len(above))]
        start += len(above)
    table = np.concatenate(signs), (np.concatenate(lines), np.concatenate(cells))
    return coo_array(table, shape=(start, size)).tocsc()


def _bounded(equations, every, known, wanted, minimum):
    """Return which of the wanted cells no solution gives `minimum` people.

    One program raises many of them at once; those it leaves low get one of their own.
    """
    free = np.flatnonzero(~known)
    left, right = equations[:, free], -equations[:, known] @ every[known]
    rank = {cell: at for at, cell in enumerate(free.tolist())}
    waiting = [rank[cell] for cell in wanted.tolist()]
    told = []
    while waiting:
        reached = _raise_cells(left, right, waiting, minimum)
        low = [at for at in waiting if reached[at] < minimum - CLOSE]
        if len(low) == len(waiting):
            first = low.pop(0)
            if _raise_cells(left, right, [first], minimum)[first] < minimum - CLOSE:
                told.append(int(free[first]))
        waiting = low
    return told


def _raise_cells(left, right, wanted, minimum) -> NDArray[np.float64]:
    """Return the solution in which the wanted cells are highest, up to `minimum`."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, hstack

    size, number = left.shape[1], len(wanted)
    # as many more columns, each under its cell and the minimum
    ones = np.ones(number)
    every = np.arange(number)
    upper = coo_array(
        (
            np.concatenate([ones, -ones]),
            (np.tile(every, 2), np.concatenate([size + every, wanted])),
        ),
        shape=(number, size + number),
    )
    result = linprog(
        np.concatenate([np.zeros(size), -ones]),
        A_ub=upper.tocsc(),
        b_ub=np.zeros(number),
        A_eq=hstack([left, coo_array((left.shape[0], number))]).tocsc(),
        b_eq=right,
        bounds=[(0, None)] * size + [(0, minimum)] * number,
        method="highs",
        options={"time_limit": SECONDS},
    )
    return result.x[:size] if result.status == 0 else np.zeros(size)
