# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures of the ERP along the tree of territories: sums, and what stays hidden.

A place is the sum of its parts and of what lies in it without being in a part. That
rest is shown nowhere, yet a total less the parts shown gives it away: it is weighed
with what is hidden.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from .programme_ratio import is_small

Place = Hashable
Pair = tuple[float, int]


@dataclass(frozen=True)
class Cell:
    """People of a figure, and those of them that its numerator counts."""

    people: int = 0
    counted: int = 0

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.people + other.people, self.counted + other.counted)

    def without(self, other: "Cell") -> "Cell":
        """Return what is left, never less than nobody."""
        return Cell(
            max(0, self.people - other.people), max(0, self.counted - other.counted)
        )


def roll_up(
    own: Mapping[Place, Pair], parents: Mapping[Place, Place]
) -> dict[Place, Pair]:
    """Return ``{place: (value, people)}`` with what its parts hold added.

    :param own: what lies in each place itself
    :param parents: of what each place is part, of those that are part of something
    """
    found = dict(own)
    for place, (value, people) in own.items():
        above = parents.get(place)
        while above is not None:
            held = found.get(above, (0, 0))
            found[above] = (held[0] + value, held[1] + people)
            above = parents.get(above)
    return found


def tells(cell: Cell, minimum: int, is_share: bool) -> bool:
    """Say whether a cell tells about fewer than `minimum` people."""
    within = cell.counted if is_share else None
    return is_small(cell.people, within, minimum) or 0 < cell.counted < minimum


def alike(cell: Cell) -> bool:
    """Say whether a share is of all people or of none: it tells each of them.

    Where all but a few are alike, ``tells`` says so.
    """
    return cell.people > 0 and cell.counted in (0, cell.people)


def hide_places(
    total: Cell,
    cells: Mapping[Place, Cell],
    parents: Mapping[Place, Place],
    minimum: int,
    is_share: bool = False,
) -> tuple[bool, set[Place]]:
    """Return ``(total hidden, places hidden)``.

    Below what is hidden nothing is shown. Among the parts of what is shown, what is
    hidden is more than one part and tells about `minimum` people together.

    :param cells: by place, its parts included
    :param is_share: the numerator counts some of the people of the denominator, so
        those it leaves out may not be few either; and a place where all are alike is
        hidden, unless it holds everybody: the total has no other to be told from
    """
    tree = _Tree(total, cells, parents)
    hidden = {
        key
        for key, one in cells.items()
        if tells(one, minimum, is_share)
        or (is_share and alike(one) and one.people < total.people)
    }
    total_hidden = tells(total, minimum, is_share)
    while True:
        before = total_hidden, set(hidden)
        for top, parts in tree.families.items():
            if total_hidden if top is None else top in hidden:
                hidden.update(parts)
            elif not tree.complete(top, hidden, minimum, is_share):
                total_hidden = total_hidden or top is None
                hidden |= {top} - {None}
        if before == (total_hidden, hidden):
            return total_hidden, hidden


class _Tree:
    """Places under the total (None), and what lies in each outside its parts."""

    def __init__(self, total, cells, parents):
        self.cells = {None: total, **cells}
        self.families = {}
        for place in cells:
            self.families.setdefault(parents.get(place), []).append(place)
        self.rest = {
            top: self.cells[top].without(self._sum(parts))
            for top, parts in self.families.items()
        }

    def _sum(self, places):
        return sum((self.cells[one] for one in places), Cell())

    def complete(self, top, hidden, minimum, is_share):
        """Hide the next smallest parts until enough are; return False without any."""
        parts = [one for one in self.families[top] if self.cells[one].people]
        inside = [one for one in parts if one in hidden]
        shown = sorted(
            (one for one in parts if one not in hidden),
            key=lambda one: (self.cells[one].people, str(one)),
        )
        rest = self.rest[top]
        while True:
            held = self._sum(inside) + rest
            number = len(inside) + bool(rest.people)
            alone = bool(inside) and number < 2
            # what is hidden together tells no more than what holds it all
            same = is_share and alike(held) and held != self.cells[top]
            if not alone and not same and not tells(held, minimum, is_share):
                return True
            if not shown:
                return False
            inside.append(shown.pop(0))
            hidden.add(inside[-1])
