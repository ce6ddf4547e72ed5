# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the published figures, less an extract of the same answers, would tell.

The figures rest on everybody, the extract on those it does not leave out. Whoever has
both subtracts, in each wave and for whatever she can tell apart in the extract: what
remains are the answers of those left out there. When they are nobody, or k at least in
each place that the extract shows, they are so in every sum of places as well.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

# a wave, and what the extract writes of a place in it
Spot = tuple[int, tuple[str, ...]]
# all the waves of a person
Look = tuple[Spot, ...]
People = dict[str, Sequence[Any]]


def hide_difference(
    classes: Mapping[Look, People],
    gone: Iterable[Spot],
    k: int,
    holds: Callable[[People], bool],
) -> dict[Look, People] | None:
    """Return the classes that stay, or None when the difference tells of a few.

    Classes that do not hold are left out. Where those left out are fewer than `k`,
    some more people of the largest class there are left out with them.

    :param classes: people by how they look, ``{name: rows}``
    :param gone: spots of people who count in the figures and are in no class
    :param holds: whether a class may stay
    """
    # always the same people for the same answers: else two extracts would differ by few
    kept = {
        look: dict(sorted(people.items()))
        for look, people in classes.items()
        if holds(people)
    }
    # who has no row of a wave has nothing to subtract from it
    waves = {wave for look in kept for wave, _place in look}
    out = Counter(spot for spot in gone if spot[0] in waves)
    for look in classes.keys() - kept.keys():
        for spot in look:
            out[spot] += len(classes[look]) if spot[0] in waves else 0
    there = defaultdict(list)
    for look in sorted(kept):
        for spot in look:
            there[spot].append(look)
    waiting = deque(sorted(out))
    while waiting:
        spot = waiting.popleft()
        missing = k - out[spot]
        if not 0 < out[spot] < k:
            continue
        donor = _find_donor(kept, there[spot], missing, holds)
        if donor is None:
            return None
        kept[donor] = _without(kept[donor], missing)
        for other in donor:
            out[other] += missing
            waiting.append(other)
    return kept


def _find_donor(kept, looks, missing, holds):
    """Return the largest of these classes that still holds with some people less."""
    for look in sorted(looks, key=lambda one: -len(kept[one])):
        if holds(_without(kept[look], missing)):
            return look
    return None


def _without(people, number):
    return dict(list(people.items())[number:])
