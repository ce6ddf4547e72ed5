# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which cells a wave has: its territories, what they are part of, and the crosses."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .tables import Design

Cells = NDArray[np.int64]
TOTAL, TERRITORY, REGION = "total", "territory", "region"
FILIERE, BAND = "filiere", "band"
CROSSES = {"territory_filiere": (FILIERE, 1), "territory_band": (BAND, 2)}


@dataclass(frozen=True)
class Level:
    """A table: the key of each of its cells, and which smallest cells it adds up.

    ``keys`` are (territory, filière, band), 0 where it does not apply or is unknown.
    """

    scope: str
    keys: Cells
    parts: Cells
    targets: Cells


def build_levels(
    cells: Cells, parents: Mapping[int, int], crosses: bool = True
) -> dict[str, Level]:
    """Return the tables over `cells`, the distinct (territory, filière, band).

    A table of one unknown value only is left out: it would repeat the total.

    :param parents: territory → the one it is part of
    :param crosses: cross territories with filières and with seniority as well
    """
    every = np.arange(len(cells))
    found = {
        TOTAL: Level(TOTAL, np.zeros((1, 3), int), every, np.zeros(len(cells), int)),
        TERRITORY: _by_columns(TERRITORY, cells, (0,)),
    }
    regions = _regions(cells, parents)
    if len(regions.keys):
        found[REGION] = regions
    for scope, column in ((FILIERE, 1), (BAND, 2)):
        if cells[:, column].any():
            found[scope] = _by_columns(scope, cells, (column,))
    for scope, (flat, column) in CROSSES.items():
        if crosses and flat in found:
            found[scope] = _by_columns(scope, cells, (0, column))
    return found


def _by_columns(scope, cells, columns):
    kept = np.zeros_like(cells)
    kept[:, columns] = cells[:, columns]
    keys, targets = np.unique(kept, axis=0, return_inverse=True)
    return Level(scope, keys, np.arange(len(cells)), targets.reshape(-1))


def _regions(cells, parents):
    """Return what adds up two territories or more, and not all there is."""
    inside: dict[int, set[int]] = {}
    places = sorted(set(cells[:, 0].tolist()))
    for place in places:
        for above in chain(place, parents):
            inside.setdefault(above, set()).add(place)
    kept, seen = [], {frozenset(places)}
    for above in sorted(inside, key=lambda one: (len(inside[one]), one)):
        held = frozenset(inside[above])
        if len(held) > 1 and held not in seen:
            seen.add(held)
            kept.append(above)
    keys, parts, targets = [], [], []
    for target, above in enumerate(sorted(kept)):
        keys.append((above, 0, 0))
        own = np.flatnonzero(np.isin(cells[:, 0], list(inside[above])))
        parts.append(own)
        targets.append(np.full(len(own), target))
    if not keys:
        empty = np.zeros(0, int)
        return Level(REGION, np.zeros((0, 3), int), empty, empty)
    whole = np.concatenate(parts), np.concatenate(targets)
    return Level(REGION, np.array(keys), *whole)


def chain(place: int, parents: Mapping[int, int]) -> list[int]:
    """Return a territory and all it is part of, nearest first; nothing for 0."""
    found = []
    while place and place not in found:
        found.append(place)
        place = parents.get(place) or 0
    return found


def design_of(levels: Mapping[str, Level], parents: Mapping[int, int]) -> Design:
    """Return how these tables hang together, for disclosure control."""
    places = levels[TERRITORY].keys[:, 0].tolist()
    regions = levels[REGION].keys[:, 0].tolist() if REGION in levels else []
    position = {region: len(places) + rank for rank, region in enumerate(regions)}
    above = [
        next((position[one] for one in chain(place, parents) if one in position), -1)
        for place in places
    ]
    above += [
        next((position[one] for one in chain(one, parents)[1:] if one in position), -1)
        for one in regions
    ]
    crosses = {}
    for scope, (flat, column) in CROSSES.items():
        if scope in levels:
            keys = levels[scope].keys
            across = levels[flat].keys[:, column]
            crosses[scope] = (
                flat,
                np.searchsorted(places, keys[:, 0]),
                np.searchsorted(across, keys[:, column]),
            )
    flat = tuple(scope for scope in (FILIERE, BAND) if scope in levels)
    return Design(tuple(above), len(places), flat, crosses)
