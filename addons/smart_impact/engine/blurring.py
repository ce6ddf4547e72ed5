# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may be written beside an answer without pointing at somebody.

Attributes come from the widest to the narrowest. A value that too few members share,
given those before it, becomes NONE; and NONE itself is never shared by a few, because
what is left over is a group as well.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping

NONE = None
Cell = tuple[Hashable, ...]


def blur(counts: Mapping[Cell, int], least: int = 5) -> dict[Cell, Cell]:
    """Return the cell that stands for each one; every one holds `least` or nobody.

    Unless there are fewer than `least` in all: then everybody is in one cell, of
    nothing but NONE.

    :param counts: members by cell, NONE for an attribute that is not known
    """
    target = {cell: cell for cell in counts}
    width = len(next(iter(counts), ()))
    for place in range(width):
        groups: dict[Cell, dict] = defaultdict(lambda: defaultdict(int))
        for cell, n in counts.items():
            now = target[cell]
            groups[now[:place]][now[place]] += n
        joined = {key: _too_few(values, least) for key, values in groups.items()}
        for cell in counts:
            now = target[cell]
            if now[place] in joined[now[:place]]:
                target[cell] = (*now[:place], NONE, *now[place + 1 :])
    return target


def _too_few(values: Mapping[Hashable, int], least: int) -> set[Hashable]:
    """Return the values that become NONE: the small ones, then as many as it takes."""
    joined = {value for value, n in values.items() if n < least and value is not NONE}
    held = values.get(NONE, 0) + sum(values[value] for value in joined)
    others = sorted(
        values.keys() - joined - {NONE}, key=lambda value: (values[value], str(value))
    )
    for value in others:
        if not 0 < held < least:
            break
        joined.add(value)
        held += values[value]
    return joined
