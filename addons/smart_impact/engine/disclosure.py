# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Disclosure control: which cells of published tables have to stay hidden.

A table is a set of cells that add up to a published total. Hiding the small cells
is not enough: a single hidden cell is the total minus the others, and a few hidden
cells that hold less than the minimum together are a small group again. So the
smallest cells are hidden until at least two are, and until together they reach the
minimum. Always the smallest: two tables over the same respondents then hide nested
sets, and neither gives away what the other hides.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

MINIMUM_CELL = 5


@dataclass(frozen=True)
class Pattern:
    """What a table may not show: its total, and the keys of its hidden cells."""

    total_hidden: bool
    hidden: frozenset[Hashable]


def suppress(
    counts: Mapping[Hashable, int],
    minimum: int = MINIMUM_CELL,
    forced: Iterable[Hashable] = (),
) -> Pattern:
    """Return the suppression pattern of one table.

    :param counts: number of respondents by cell; the total is their sum
    :param minimum: smallest number of respondents that may be shown or derived
    :param forced: cells to hide whatever their count (hidden in a linked table)
    """
    cells = {key: n for key, n in counts.items() if n > 0}
    total = sum(cells.values())
    if total < minimum:
        return Pattern(True, frozenset(cells))
    forced = set(forced)
    hidden = {key for key, n in cells.items() if n < minimum or key in forced}
    if not hidden:
        return Pattern(False, frozenset())
    # ties by key, so that computing again hides the same cells
    others = sorted(cells.keys() - hidden, key=lambda key: (cells[key], str(key)))
    held = sum(cells[key] for key in hidden)
    for key in others:
        if len(hidden) >= 2 and held >= minimum:
            break
        hidden.add(key)
        held += cells[key]
    # one cell alone in the table is its total
    return Pattern(len(cells) == 1, frozenset(hidden))


def connected_groups(members: Mapping[Hashable, Iterable[Hashable]]) -> list[list]:
    """Return the groups of keys that share an element, directly or by another key.

    ``{"a": {1, 2}, "b": {2}, "c": {3}}`` gives ``[["a", "b"], ["c"]]``.
    """
    groups: list[tuple[set, list]] = []
    for key, elements in members.items():
        seen, keys = set(elements), [key]
        apart = []
        for other, others in groups:
            if seen & other:
                seen, keys = seen | other, others + keys
            else:
                apart.append((other, others))
        groups = [*apart, (seen, keys)]
    return [keys for _seen, keys in groups]
