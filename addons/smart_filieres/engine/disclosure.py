# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which cells of a table are masked, so that none can be had by difference."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

FLOOR = 5
# a margin is the cell whose row or column is this
TOTAL = None

Key = tuple[Hashable, Hashable]
Cells = Mapping[Key, Sequence[int]]


def protect(cells: Cells, floor: int = FLOOR, masked: Iterable[Key] = ()) -> set[Key]:
    """Return the keys to mask in a table of counts with its margins.

    :param cells: (row, column) → counts that are shown or hidden together; a row or
        column TOTAL is a margin. Cells that are absent are known to be zero.
    :param masked: keys that are hidden anyhow
    :return: the cells with a count between 1 and floor − 1, and as many others, the
        smallest first, as it takes for no hidden cell to follow from the shown ones

    A hidden cell follows from the others when it is alone in its row or column, when
    what is hidden there adds up to less than the floor or can only be ones, or when
    no ring of hidden cells runs through it.
    """
    hidden = {key for key, counts in cells.items() if is_small(counts, floor)}
    hidden |= set(masked) & set(cells)
    lines = _lines(cells)
    waiting = list(lines)
    while waiting:
        for line in waiting:
            _close(lines[line], cells, hidden, floor)
        waiting = [
            line
            for line, keys in lines.items()
            if not _is_closed(_hidden(keys, hidden), cells, floor)
            and _spare(keys, hidden)
        ]
        if not waiting:
            waiting = _open_bridge(lines, cells, hidden)
    return hidden


def is_small(counts: Sequence[int], floor: int = FLOOR) -> bool:
    """Tell whether one of the counts is about some people, but fewer than `floor`."""
    return any(0 < count < floor for count in counts)


def _lines(cells):
    """Return {line: keys}: what adds up, row by row and column by column."""
    lines = defaultdict(list)
    for key in sorted(cells, key=lambda key: (sum(cells[key]), repr(key))):
        lines["row", key[0]].append(key)
        lines["column", key[1]].append(key)
    return lines


def _hidden(keys, hidden):
    return [key for key in keys if key in hidden]


def _spare(keys, hidden):
    """Return the smallest cell still shown; a margin when nothing else is left.

    How many people there are in all is known to everybody: it is never hidden for the
    sake of others.
    """
    shown = [key for key in keys if key not in hidden and key != (TOTAL, TOTAL)]
    return next((key for key in shown if TOTAL not in key), shown[0] if shown else None)


def _is_closed(keys, cells, floor):
    """Tell whether what is hidden in a line says nothing about any of it."""
    if not keys:
        return True
    if len(keys) == 1:
        return False
    for counts in zip(*(cells[key] for key in keys), strict=True):
        # as many people as hidden cells with somebody in them: one in each
        least = max(floor, sum(map(bool, counts)) + 1)
        if 0 < sum(counts) < least:
            return False
    return True


def _close(keys, cells, hidden, floor):
    while not _is_closed(_hidden(keys, hidden), cells, floor):
        spare = _spare(keys, hidden)
        if not spare:
            return
        hidden.add(spare)


def _open_bridge(lines, cells, hidden):
    """Hide one more cell for each hidden one on no ring; return lines to look at.

    One beside it if there is, else the smallest of the table.
    """
    touched = []
    everywhere = sorted(cells, key=lambda key: (sum(cells[key]), repr(key)))
    for row, column in sorted(_bridges(hidden), key=repr):
        nearby = lines["row", row], lines["column", column], everywhere
        spare = next(filter(None, (_spare(keys, hidden) for keys in nearby)), None)
        if spare:
            hidden.add(spare)
            touched += [("row", spare[0]), ("column", spare[1])]
    return touched


def _bridges(hidden):
    """Return the hidden cells that no ring runs through.

    Rows and columns are the nodes, hidden cells the edges: an edge that is on no ring
    is what its side of the graph adds up to.
    """
    edges = defaultdict(list)
    for key in sorted(hidden, key=repr):
        row, column = ("row", key[0]), ("column", key[1])
        edges[row].append((column, key))
        edges[column].append((row, key))
    order, low, found = {}, {}, set()
    for root in edges:
        if root not in order:
            _walk(root, edges, order, low, found)
    return found


def _walk(root, edges, order, low, found):
    """Depth first without recursion: `low` is the oldest node that a subtree meets."""
    order[root] = low[root] = len(order)
    stack = [(root, None, iter(edges[root]))]
    while stack:
        node, way, following = stack[-1]
        for other, key in following:
            if key == way:
                continue
            if other in order:
                low[node] = min(low[node], order[other])
                continue
            order[other] = low[other] = len(order)
            stack.append((other, key, iter(edges[other])))
            break
        else:
            stack.pop()
            if stack:
                parent = stack[-1][0]
                low[parent] = min(low[parent], low[node])
                if low[node] > order[parent]:
                    found.add(way)
