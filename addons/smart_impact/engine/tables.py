# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Disclosure control of tables that nest and cross.

A wave publishes a tree of territories, one table by filière, one by seniority, and
the two crosses of territories with them. Hiding small cells is not enough: a total
less what is shown gives them back. Here every hidden cell keeps an alternative, another
table of counts with the same shown figures in which it holds `minimum` people or more.
So nobody who does sums, or linear programs (``audit``), learns that a cell is small.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = np.iinfo(np.int64).max
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


def hide_in_tree(
    counts: Counts, parents: Sequence[int], minimum: int, forced: Mask | None = None
) -> tuple[bool, Mask]:
    """Return ``(total hidden, hidden)`` of a tree whose nodes are sums of their parts.

    Below what is hidden nothing is shown; among the parts of what is shown, none or at
    least two are hidden, that hold `minimum` people together. Always the smallest, so
    that two tables over the same respondents hide nested sets.

    :param parents: position of the node each one is part of, −1 for the total
    """
    parents = np.asarray(parents, int)
    families = [
        (top, np.flatnonzero((parents == top) & (counts > 0)))
        for top in (-1, *sorted(set(parents.tolist()) - {-1}))
    ]
    hidden = (counts > 0) & (counts < minimum)
    if forced is not None:
        hidden = hidden | (forced & (counts > 0))
    total_hidden = int(counts[parents == -1].sum()) < minimum
    while True:
        before = total_hidden, hidden.copy()
        for top, parts in families:
            if total_hidden if top < 0 else hidden[top]:
                hidden[parts] = True
            elif not _complete(counts, hidden, parts, minimum):
                # one part alone is the whole
                total_hidden = total_hidden or top < 0
                hidden[top] = hidden[top] or top >= 0
        if before[0] == total_hidden and np.array_equal(before[1], hidden):
            return total_hidden, hidden


def _complete(counts, hidden, parts, minimum):
    """Hide the next smallest parts until enough are; return False if none is left."""
    inside = parts[hidden[parts]]
    if not len(inside):
        return True
    number, held = len(inside), counts[inside].sum()
    shown = parts[~hidden[parts]]
    for part in shown[np.argsort(counts[shown], kind="stable")]:
        if number >= 2 and held >= minimum:
            break
        hidden[part] = True
        number, held = number + 1, held + counts[part]
    return bool(number >= 2 and held >= minimum)


def hide_in_cross(
    counts: Counts,
    minimum: int,
    forced: Mask,
    rows_hidden: Mask,
    columns_hidden: Mask,
    families: Sequence[int],
) -> Mask:
    """Return what a cross of two tables hides, its margins being published apart.

    The hypercube method (Repsilber 1994; Giessing and Repsilber 2002): a sensitive
    cell is hidden with three others at the corners of a rectangle. Moving people round
    it changes no sum of a row or column, so the cell may hold `minimum`, provided
    that its two neighbours hold enough to give. Nothing is shown when there is none.

    :param families: by row, what it is part of that is shown: rows of one family can
        exchange people when both their margins are hidden
    """
    filled = counts > 0
    sensitive = filled & ((counts < minimum) | forced)
    hidden = sensitive | (filled & (rows_hidden[:, None] | columns_hidden[None, :]))
    families = np.asarray(families, int)
    cells = np.argwhere(sensitive)
    order = np.lexsort((cells[:, 1], cells[:, 0], counts[sensitive]))
    for row, column in cells[order]:
        need = max(minimum - int(counts[row, column]), 1)
        alike = rows_hidden & (families == families[row])
        if _can_give(counts[:, column], alike, row, need) or _can_give(
            counts[row], columns_hidden, column, need
        ):
            continue
        corner = _cheapest_corner(counts, hidden, row, column, need)
        if corner is None:
            return filled
        hidden[corner[0], column] = hidden[row, corner[1]] = hidden[corner] = True
    return hidden


def _can_give(line, hidden_margins, place, need):
    """Say whether a cell whose margin is hidden finds another one that can give."""
    if not hidden_margins[place]:
        return False
    able = hidden_margins & (line >= need)
    able[place] = False
    return bool(able.any())


def _cheapest_corner(counts, hidden, row, column, need):
    """Return the opposite corner of the rectangle that hides the fewest more people."""
    down, across = counts[:, column] >= need, counts[row] >= need
    down[row] = across[column] = False
    able = down[:, None] & across[None, :] & (counts > 0)
    if not able.any():
        return None
    cost = np.where(hidden, 0, counts)
    price = cost + cost[:, column][:, None] + cost[row][None, :]
    price = np.where(able, price, LARGEST)
    return tuple(int(one) for one in np.unravel_index(price.argmin(), price.shape))


@dataclass(frozen=True)
class Design:
    """How the tables of a wave hang together; the same for all its indicators.

    ``parents`` tells of what each territory is part of (territories first, then
    regions). ``flat`` are the other tables by one key. ``crosses`` give, by table, the
    name of the table in columns, and the row and column of each cell.
    """

    parents: tuple[int, ...]
    places: int
    flat: tuple[str, ...]
    crosses: dict[str, tuple[str, Counts, Counts]]

    def hide(
        self, counts: dict[str, Counts], minimum: int, forced: dict[str, Mask]
    ) -> tuple[bool, dict[str, Mask]]:
        """Return ``(total hidden, {table: hidden})`` of one indicator.

        :param counts: by table; ``tree`` holds territories, then regions
        """
        total, tree = hide_in_tree(
            counts["tree"], self.parents, minimum, forced["tree"]
        )
        masks = {"tree": tree}
        for name in self.flat:
            parts = [-1] * len(counts[name])
            apart, masks[name] = hide_in_tree(
                counts[name], parts, minimum, forced[name]
            )
            total = total or apart
        if total:
            return True, {name: counts[name] > 0 for name in counts}
        for name, (columns, rows, places) in self.crosses.items():
            masks[name] = self._hide_cross(
                name, counts, minimum, forced, masks, (columns, rows, places)
            )
        return False, masks

    def _hide_cross(self, name, counts, minimum, forced, masks, cross):
        columns, rows, places = cross
        shape = self.places, len(counts[columns])
        table, kept = np.zeros(shape, np.int64), np.zeros(shape, bool)
        table[rows, places] = counts[name]
        kept[rows, places] = forced[name]
        mask = hide_in_cross(
            table,
            minimum,
            kept,
            masks["tree"][: self.places],
            masks[columns],
            self._families(masks["tree"]),
        )
        return mask[rows, places]

    def _families(self, hidden):
        """Return, by territory, the nearest thing it is part of that is shown."""
        found = []
        for place in range(self.places):
            above = self.parents[place]
            while above >= 0 and hidden[above]:
                above = self.parents[above]
            found.append(above)
        return found


def hide_linked(
    design: Design,
    counts: Sequence[dict[str, Counts]],
    minimums: Sequence[int],
    forced: Sequence[dict[str, Mask]],
    known: dict[bytes, tuple[bool, dict[str, Mask]]] | None = None,
) -> list[tuple[bool, dict[str, Mask]]]:
    """Return what each of some indicators on the same answers hides: the same cells.

    :param known: what was found before, to share between calls on one design
    """
    known = {} if known is None else known
    also = [dict(one) for one in forced]
    while True:
        found = []
        for table, minimum, more in zip(counts, minimums, also, strict=True):
            key = _key(table, minimum, more)
            if key not in known:
                known[key] = design.hide(table, minimum, more)
            found.append(known[key])
        union = {
            name: np.logical_or.reduce([masks[name] for _total, masks in found])
            for name in counts[0]
        }
        if all(
            np.array_equal(union[name], more[name]) for name in union for more in also
        ):
            return found
        if len(counts) == 1:
            return found
        also = [union] * len(counts)


def _key(table, minimum, more):
    parts = [table[name].tobytes() + more[name].tobytes() for name in sorted(table)]
    return b"|".join([str(minimum).encode(), *parts])
