# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is counted of a filière in a place, and which counts may be told.

Cells are dicts of (filière, place) → count, in which a place holds what its parts hold
and the place None is everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

# no figure about fewer members leaves a statistic
SMALLEST_CELL = 5
# a stage of the chain is covered from this many members on
COVERED_FROM = 10

Place = int | None
Parents = Mapping[int, Place]


def chains(parents: Parents) -> dict[Place, tuple[Place, ...]]:
    """Return each place with the places that hold it, itself first, None last."""
    found: dict[Place, tuple[Place, ...]] = {None: (None,)}
    for place in parents:
        above: list[Place] = []
        current: Place = place
        # a cycle cannot be saved, but a loop that never ends is worse than a short one
        while current is not None and current not in above:
            above.append(current)
            current = parents.get(current)
        found[place] = (*above, None)
    return found


def roll_up(
    rows: Iterable[tuple[int, Place, float]], above: Mapping[Place, tuple[Place, ...]]
) -> dict[tuple[int, Place], float]:
    """Add each (filière, place, count) to the place and to all that hold it."""
    cells: dict[tuple[int, Place], float] = defaultdict(float)
    for filiere, place, count in rows:
        for holder in above.get(place, (None,)):
            cells[filiere, holder] += count
    return dict(cells)


def common_places(
    one: Place, other: Place, above: Mapping[Place, tuple[Place, ...]]
) -> tuple[Place, ...]:
    """Return the places that hold both `one` and `other`."""
    holders = set(above.get(other, (None,)))
    return tuple(place for place in above.get(one, (None,)) if place in holders)


def told_places(counts: Mapping[Place, float], parents: Parents) -> set[Place]:
    """Return the places of one filière whose count may be told.

    A count under five is not told, nor one that would give a small rest away when it
    is taken, with those beside it, from the place that holds them: the smallest of
    those beside is then kept back too.
    """
    parts: dict[Place, list[Place]] = defaultdict(list)
    for place in counts:
        if place is not None:
            parts[parents.get(place)].append(place)
    told: set[Place] = set()
    waiting: list[Place] = [None]
    while waiting:
        place = waiting.pop()
        total = counts.get(place, 0)
        if total >= SMALLEST_CELL:
            told.add(place)
        kept = _told_parts(total, {part: counts[part] for part in parts[place]})
        # what lies in a place that is kept back may not be told either
        waiting += kept
    return told


def _told_parts(total, counts):
    told = sorted(
        (part for part, count in counts.items() if count >= SMALLEST_CELL),
        key=lambda part: (counts[part], part),
    )
    while told and 0 < total - sum(counts[part] for part in told) < SMALLEST_CELL:
        told.pop(0)
    return told


# === MEASURES === #


def cohesion_ratio(
    inside: float, outside: float, members: float, others: float
) -> float | None:
    """Return ties per possible pair inside, over ties per possible pair across.

    `inside` and `outside` are weights of ties; above 1, members work more together
    than with the `others`. None where there is nothing to compare with.
    """
    pairs_in, pairs_out = members * (members - 1) / 2, members * others
    if pairs_in <= 0 or pairs_out <= 0 or outside <= 0:
        return None
    return (inside / pairs_in) / (outside / pairs_out)


def chain_cover(counts: Sequence[float]) -> float:
    """Return the share of stages that hold enough members."""
    return sum(count >= COVERED_FROM for count in counts) / len(counts)


def evenness(counts: Sequence[float]) -> float:
    """Return Pielou's J: 1 when all stages hold as many, 0 when one holds everybody."""
    total = sum(counts)
    if total <= 0 or len(counts) < 2:
        return 0.0
    shares = [count / total for count in counts if count > 0]
    return max(0.0, -sum(share * log(share) for share in shares) / log(len(counts)))


def yearly_growth(before: float, now: float, years: float) -> float | None:
    """Return the rate that leads from `before` to `now`, in per cent a year."""
    if before <= 0 or years <= 0:
        return None
    return 100 * ((now / before) ** (1 / years) - 1)
