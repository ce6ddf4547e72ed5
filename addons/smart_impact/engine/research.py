# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""k-anonymity of an extract: what could tell who somebody is gets blurred.

Full-domain generalisation (Samarati 2001, Sweeney 2002): every value of an attribute
goes up the same number of steps. People of whom fewer than k stay alike are left out,
up to a limit. A person is in a class with all the waves she answered: leaving a wave
out, or moving, tells as much as a territory does. Distinct l-diversity
(Machanavajjhala 2007) asks besides that a class holds l different answers.

Who reads the published figures as well subtracts: the total of a wave less its rows in
the extract is what those left out answered. So nobody is left out without k − 1 others
who look alike in that wave (``differencing``).
"""

import hashlib
import hmac
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .differencing import Look, hide_difference

FLOOR = 5
REMOVED = "*"


@dataclass(frozen=True)
class Row:
    """What one person said in one wave: `place` holds the value of each attribute."""

    person: str
    wave: int
    place: tuple[int | str | None, ...]
    sensitive: float | str | None = None


@dataclass(frozen=True)
class Anonymised:
    """How far attributes were generalised, and who is left out."""

    levels: tuple[int, ...]
    left_out: frozenset[str]
    people: int
    classes: int
    smallest: int
    diversity: int


Ladder = Mapping[int | str | None, Sequence[str]]


def ladder_of(path: Sequence[str], height: int) -> tuple[str, ...]:
    """Return the steps of a value: itself, what it is part of, then nothing.

    A value that reaches its top early stays there: ``("Liège", "Wallonia")`` on
    height 3 gives Liège, Wallonia, Wallonia, removed.
    """
    steps = [*path[:height], *[path[-1]] * (height - len(path))]
    return (*steps, REMOVED)


def anonymise(
    rows: Sequence[Row],
    ladders: Sequence[Ladder],
    k: int = FLOOR,
    diversity: int = 1,
    limit: float = 0.05,
    erased: Iterable[tuple[int, tuple[int | str | None, ...]]] = (),
) -> Anonymised:
    """Return the least generalisation under which the rows are k-anonymous.

    :param ladders: for each attribute of `place`, {value: its steps}
    :param limit: share of the people who may be left out; exceeded only when
        everything is removed already
    :param erased: (wave, place) of those who are in the published figures and no
        longer in `rows`: they are left out whatever the level
    :raises ValueError: when k is under five, nobody is left, or the published figures
        would tell what fewer than k people answered
    """
    if k < FLOOR:
        raise ValueError(f"k is {FLOOR} at least")
    heights = [len(next(iter(ladder.values()))) for ladder in ladders]
    people = len({row.person for row in rows})
    best, erased = None, list(erased)
    for levels in _by_loss(heights):
        classes = _classes(rows, ladders, levels)
        gone = [(wave, generalise(place, ladders, levels)) for wave, place in erased]
        kept = hide_difference(
            classes, gone, k, lambda people: _holds(people, k, diversity)
        )
        best = None if kept is None else _describe(levels, kept, classes)
        if best and len(best.left_out) <= limit * people:
            break
    if best is None or not best.people:
        raise ValueError("fewer people than k answered")
    return best


def _by_loss(heights: Sequence[int]) -> list[tuple[int, ...]]:
    """Return all combinations of steps, the least loss first."""
    nodes = itertools.product(*(range(height) for height in heights))
    weights = [max(1, height - 1) for height in heights]

    def loss(levels: tuple[int, ...]) -> float:
        return sum(level / w for level, w in zip(levels, weights, strict=True))

    return sorted(nodes, key=lambda levels: (round(loss(levels), 9), levels))


def _classes(
    rows: Iterable[Row], ladders: Sequence[Ladder], levels: tuple[int, ...]
) -> dict[Look, dict[str, list[Row]]]:
    """Return people who look alike together, as {(wave, place)…: {person: rows}}."""
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.person].append(row)
    alike: dict[Look, dict[str, list[Row]]] = defaultdict(dict)
    for person, own in by_person.items():
        look = tuple(
            sorted((row.wave, generalise(row.place, ladders, levels)) for row in own)
        )
        alike[look][person] = own
    return dict(alike)


def generalise(
    place: Sequence[int | str | None],
    ladders: Sequence[Ladder],
    levels: Sequence[int],
) -> tuple[str, ...]:
    """Return what is written of a place, at these steps."""
    return tuple(
        ladder[value][level]
        for value, ladder, level in zip(place, ladders, levels, strict=True)
    )


def _variety(people: Mapping[str, Sequence[Row]]) -> int:
    """Return how many different answers a class holds, in its poorest wave."""
    answers: dict[int, set] = defaultdict(set)
    for row in itertools.chain.from_iterable(people.values()):
        if row.sensitive is not None:
            answers[row.wave].add(row.sensitive)
    return min((len(found) for found in answers.values()), default=0)


def _holds(people: Mapping[str, Sequence[Row]], k: int, diversity: int) -> bool:
    return len(people) >= k and (diversity <= 1 or _variety(people) >= diversity)


def _describe(
    levels: tuple[int, ...],
    kept: Mapping[Look, Mapping[str, Sequence[Row]]],
    classes: Mapping[Look, Mapping[str, Sequence[Row]]],
) -> Anonymised:
    inside = {person for people in kept.values() for person in people}
    everybody = {person for people in classes.values() for person in people}
    return Anonymised(
        levels=levels,
        left_out=frozenset(everybody - inside),
        people=len(inside),
        classes=len(kept),
        smallest=min((len(people) for people in kept.values()), default=0),
        diversity=min((_variety(people) for people in kept.values()), default=0),
    )


def project_pseudonym(key: bytes, identity: str) -> str:
    """Return the name of a person in one project, HMAC-SHA256 of what joins her waves.

    :raises ValueError: when the key is shorter than 32 bytes
    """
    if len(key) < 32:
        raise ValueError("the key of a project holds 32 bytes at least")
    return hmac.new(key, identity.encode(), hashlib.sha256).hexdigest()[:32]
