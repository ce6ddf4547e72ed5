# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which earlier figure is of the same people, once territories were cut or joined.

A territory that got parts keeps, under its own name, only the people of none of them:
its figure is of a rest, and the whole is a group of territories. So a whole is compared
with a whole and a rest with the same rest, or with nothing. Neither is compared when it
is made of other postal codes than before, whatever its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .levels import BAND, FILIERE, REGION, TERRITORY, TOTAL, Cells, Level, chain

# which mark of the codes of a territory
OWN, WHOLE = 0, 1
# which of (territory, filière, band) tells the cells of a table apart
COLUMNS = {
    TOTAL: (False, False, False),
    TERRITORY: (True, False, False),
    REGION: (True, False, False),
    FILIERE: (False, True, False),
    BAND: (False, False, True),
    "territory_filiere": (True, True, False),
    "territory_band": (True, False, True),
}


@dataclass(frozen=True)
class Tree:
    """The territories of a wave: what each one is part of, and where people are.

    ``parents`` holds every territory known that day, 0 for those part of none; without
    a territory is the place 0, which holds all others. ``made_of`` marks the postal
    codes of each: its own, and with those of its parts; None of a wave of before they
    were kept.
    """

    parents: Mapping[int, int]
    places: frozenset[int]
    made_of: Mapping[int, Sequence[str]] | None = None
    _parts: dict[int, set[int]] = field(default_factory=dict, compare=False)

    def above(self, place: int) -> list[int]:
        """Return a territory and all it is part of, nearest first, 0 at the end."""
        return [*chain(place, self.parents), 0]

    def parts(self, top: int) -> set[int]:
        """Return the places with people that a territory holds, itself included."""
        if not self._parts:
            for place in self.places:
                for above in self.above(place):
                    self._parts.setdefault(above, set()).add(place)
        return self._parts.get(top, set())

    def is_rest(self, place: int) -> bool:
        """Say whether what bears the name of a territory is what its parts left."""
        return bool(self.parts(place) - {place})


@dataclass(frozen=True)
class Match:
    """The earlier figure of the same people: its table, and the places it adds up.

    Without a table there is none; a break when another one bore the name.
    """

    scope: str = ""
    places: frozenset[int] = frozenset()
    is_break: bool = False


def match(place: int, is_rest: bool, now: Tree, before: Tree) -> Match:
    """Return what a territory is compared with.

    :param is_rest: its figure leaves its parts out
    """
    earlier = before.parts(place)
    if is_rest:
        if place not in earlier:
            return Match()
        same = _same_cuts(place, now, before) and _same_cuts(place, before, now)
        same &= _is_made_alike(place, OWN, now, before)
        if before.is_rest(place) and same:
            return Match(TERRITORY, frozenset([place]))
        return Match(is_break=True)
    if not earlier:
        return Match()
    same = _holds(place, now, before) and _holds(place, before, now)
    if same and _is_made_alike(place, WHOLE, now, before):
        scope = REGION if before.is_rest(place) else TERRITORY
        return Match(scope, frozenset(earlier))
    return Match(is_break=True)


def _is_made_alike(place, which, now, before):
    """Say whether a territory has the codes it had, where both waves know them."""
    if now.made_of is None or before.made_of is None:
        return True
    nothing = ("", "")
    return (
        now.made_of.get(place, nothing)[which]
        == (before.made_of.get(place, nothing)[which])
    )


def unpack_made_of(
    kept: Mapping[str, Sequence[str]] | None,
) -> Mapping[int, Sequence[str]] | None:
    """Return the marks of territories by their id, None where none were kept."""
    return {int(place): marks for place, marks in kept.items()} if kept else None


def _same_cuts(top, one, other):
    """Say whether what is cut out of a territory once was cut out of it twice."""
    return all(
        place in other.parents and top in other.above(place)
        for place in one.parts(top) - {top}
    )


def _holds(top, one, other):
    """Say whether all the places of a territory lay in it the other time as well.

    One that was not known lay in it when what it was cut out of had people there.
    """
    for place in one.parts(top):
        if place in other.parents:
            if top not in other.above(place):
                return False
            continue
        path = one.above(place)
        cut_from = path[1 : path.index(top) + 1]
        if not other.places.intersection(cut_from):
            return False
    return True


def align(
    level: Level, cells: Cells, holders: Mapping[int, Iterable[int]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return ``(parts, targets)``: which earlier `cells` the cells of a table hold.

    :param cells: the distinct (territory, filière, band) of the wave before
    :param holders: by earlier place, the places of this table that it belongs to
    """
    by_place, by_filiere, by_band = COLUMNS[level.scope]
    rank = {tuple(key): at for at, key in enumerate(level.keys.tolist())}
    found = []
    for part, (place, filiere, band) in enumerate(cells.tolist()):
        for holder in holders.get(place, ()) if by_place else (0,):
            key = holder, filiere if by_filiere else 0, band if by_band else 0
            if key in rank:
                found.append((part, rank[key]))
    return tuple(np.array(found, np.int64).reshape(-1, 2).T)
