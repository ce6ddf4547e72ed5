# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Communities that nobody named: who is tied most to whom, by label propagation."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from random import Random

ROUNDS = 20
SEED = 1
LEAST_MEMBERS = 30
# a filière that holds more of a community than this is its name
MOST_IN_ONE = 0.5


def communities(
    sources: Sequence[int],
    targets: Sequence[int],
    weights: Sequence[float],
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> dict[int, int]:
    """Return {member: label} of those who have a tie; the same for the same ties.

    Each in turn takes the label that weighs most around her, her own when it is among
    the heaviest, else the smallest number. Only those beside a change are asked again.
    """
    members = sorted({*sources, *targets})
    number = {member: rank for rank, member in enumerate(members)}
    starts, ends, pulls = _neighbours(number, sources, targets, weights)
    labels = array("l", range(len(members)))
    order = list(range(len(members)))
    Random(seed).shuffle(order)
    awake = bytearray(b"\1") * len(members)
    for _round in range(rounds):
        if not _propagate(order, awake, starts, ends, pulls, labels):
            break
    return {member: members[labels[number[member]]] for member in members}


def unnamed(
    labels: Mapping[int, int],
    filieres: Mapping[int, Iterable[int]],
    least: int = LEAST_MEMBERS,
    most: float = MOST_IN_ONE,
) -> list[tuple[list[int], int | None, float]]:
    """Return (members, strongest filière, its share) of communities without a name.

    :param filieres: member → her filières
    """
    groups = defaultdict(list)
    for member, label in sorted(labels.items()):
        groups[label].append(member)
    found = []
    for _label, members in sorted(groups.items()):
        if len(members) < least:
            continue
        counts = Counter(key for each in members for key in filieres.get(each, ()))
        best, count = min(
            counts.items(), key=lambda row: (-row[1], row[0]), default=(None, 0)
        )
        if count <= most * len(members):
            found.append((members, best, count / len(members)))
    return found


def _neighbours(number, sources, targets, weights):
    """Return the ties of each, one after the other: who begins where, with whom."""
    starts = array("l", bytes(8 * (len(number) + 1)))
    left = array("l", map(number.__getitem__, sources))
    right = array("l", map(number.__getitem__, targets))
    for side in (left, right):
        for node in side:
            starts[node + 1] += 1
    for node in range(len(number)):
        starts[node + 1] += starts[node]
    free = starts[:]
    ends = array("l", bytes(16 * len(left)))
    pulls = array("d", bytes(16 * len(left)))
    for one, other, weight in zip(left, right, weights, strict=True):
        for node, neighbour in ((one, other), (other, one)):
            place = free[node]
            ends[place], pulls[place] = neighbour, weight
            free[node] = place + 1
    return starts, ends, pulls


def _propagate(order, awake, starts, ends, pulls, labels):
    """Let each who is awake choose once; return how many changed."""
    changed = 0
    for node in order:
        if not awake[node]:
            continue
        awake[node] = 0
        start, end = starts[node], starts[node + 1]
        around = ends[start:end]
        heaviest = _heaviest(around, pulls[start:end], labels, labels[node])
        if heaviest != labels[node]:
            labels[node] = heaviest
            changed += 1
            for neighbour in around:
                awake[neighbour] = 1
    return changed


def _heaviest(around, pulls, labels, own):
    total = {}
    for neighbour, pull in zip(around, pulls, strict=True):
        label = labels[neighbour]
        total[label] = total.get(label, 0.0) + pull
    if not total:
        return own
    top = max(total.values())
    if total.get(own, 0.0) >= top:
        return own
    return min(label for label, weight in total.items() if weight == top)
