# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From counts to the measures of each filière in each place, with their figures.

What is unknown has no value and says why: `small` (fewer than five members, or a count
that would tell of fewer by difference), `absent` (nothing of the kind is recorded),
`dates` (too few entry dates), `nothing` (there is nothing to compare with).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import measures, specialisation
from .measures import SMALLEST_CELL, Parents, Place

Key = tuple[int, Place]
Cells = Mapping[Key, float]
# the whole has no filière
WHOLE = 0
# growth is unknown when fewer entry dates than this are recorded
DATES_KNOWN = 0.8
QUANTITIES = (
    "members",
    "specialisation",
    "cohesion",
    "complementarity",
    "growth",
    "needs",
)


@dataclass(frozen=True)
class Counts:
    """Cells of (filière, place); `everybody` and `known` are of (WHOLE, place).

    `ties` holds (weight inside, weight across), `stages` a count for each stage; None
    where nothing of the kind is recorded anywhere.
    """

    now: Cells
    before: Cells
    dated: Cells
    everybody: Cells
    known: Cells
    ties: Mapping[Key, tuple[float, float]] | None
    stages: Mapping[Key, tuple[float, ...]] | None
    needs: Cells | None


@dataclass(frozen=True)
class Parameters:
    shrinkage: float
    years: int


@dataclass
class Measured:
    members: int | None = None
    known_share: float = 0.0
    values: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, dict] = field(default_factory=dict)

    def know(self, name, value, numerator, denominator, **figures):
        """Keep a value with what it is made of; the last division is told apart."""
        self.values[name] = float(value)
        figures |= {"numerator": float(numerator), "denominator": float(denominator)}
        self.evidence[name] = figures

    def miss(self, name, why):
        self.evidence[name] = {"unknown": why}


def measure(
    filieres: list[int], parents: Parents, counts: Counts, parameters: Parameters
) -> dict[Key, Measured]:
    """Return what is known of each filière everywhere (None) and in each place."""
    whole_told = measures.told_places(_of(WHOLE, counts.known), parents)
    cells: dict[Key, Measured] = {}
    for filiere in filieres:
        now, before = _of(filiere, counts.now), _of(filiere, counts.before)
        told = measures.told_places(now, parents) & whole_told
        told_before = measures.told_places(before, parents)
        told_stages = _told_stages(filiere, counts.stages, parents)
        for place in (None, *parents):
            key = (filiere, place)
            cell = cells[key] = Measured(known_share=_known_share(place, counts))
            if place not in told:
                for name in QUANTITIES:
                    cell.miss(name, "small")
                continue
            cell.members = int(now[place])
            cell.know("members", cell.members, cell.members, 1)
            if place is None:
                _specialise_everywhere(cell, key, counts, parameters, told, parents)
            else:
                _specialise(cell, key, counts, parameters)
            _grow(cell, key, counts, parameters, place in told_before)
            _cohere(cell, key, counts)
            _complement(cell, key, counts, place in told_stages)
            _need(cell, key, counts)
    return cells


def _of(filiere, cells):
    return {place: count for (key, place), count in cells.items() if key == filiere}


def _known_share(place, counts):
    everybody = counts.everybody.get((WHOLE, place), 0)
    return counts.known.get((WHOLE, place), 0) / everybody if everybody else 0.0


def _told_stages(filiere, stages, parents):
    """Return the places where the count of each stage is nought or may be told."""
    if not stages:
        return set()
    own = _of(filiere, stages)
    told = set(own)
    for rank in range(len(next(iter(stages.values())))):
        counts = {place: row[rank] for place, row in own.items()}
        empty = {place for place, count in counts.items() if not count}
        told &= measures.told_places(counts, parents) | empty
    return told


def _figures(key, counts):
    """Return x_ir, x_i, x_r and x of engine/specialisation.py."""
    filiere, place = key
    return (
        counts.now[key],
        counts.now[filiere, None],
        counts.known[WHOLE, place],
        counts.known[WHOLE, None],
    )


def _is_small(count):
    return 0 < count < SMALLEST_CELL


def _specialise(cell, key, counts, parameters):
    figures = x_ir, x_i, x_r, x = _figures(key, counts)
    if _is_small(x_r - x_ir) or _is_small(x - x_i):
        return cell.miss("specialisation", "small")
    share = x_i / x
    return cell.know(
        "specialisation",
        specialisation.shrunk_quotient(*figures, parameters.shrinkage),
        (x_ir + parameters.shrinkage * share) / (x_r + parameters.shrinkage),
        share,
        x_ir=int(x_ir),
        x_i=int(x_i),
        x_r=int(x_r),
        x=int(x),
        shrinkage=parameters.shrinkage,
        quotient=specialisation.location_quotient(*figures),
        z=specialisation.significance(*figures),
    )


def _specialise_everywhere(cell, key, counts, parameters, told, parents):
    """Take the mean over members of how specialised the place is in which they live.

    Everywhere, a filière is exactly as large as itself: its quotient would be 1.
    """
    holders = {parents[place] for place in told if place is not None}
    rows = [
        _figures((key[0], place), counts) for place in sorted(told - holders - {None})
    ]
    if any(_is_small(x_r - x_ir) for x_ir, _x_i, x_r, _x in rows):
        return cell.miss("specialisation", "small")
    if len(rows) < 2:
        return cell.miss("specialisation", "nothing")
    members = sum(row[0] for row in rows)
    shrunk = [
        row[0] * specialisation.shrunk_quotient(*row, parameters.shrinkage)
        for row in rows
    ]
    return cell.know(
        "specialisation",
        sum(shrunk) / members,
        sum(shrunk),
        members,
        x_i=int(rows[0][1]),
        x=int(rows[0][3]),
        shrinkage=parameters.shrinkage,
        places=[[int(row[0]), int(row[2])] for row in rows],
    )


def _grow(cell, key, counts, parameters, is_told):
    now, before = counts.now[key], counts.before.get(key, 0)
    if counts.dated.get(key, 0) < DATES_KNOWN * now:
        return cell.miss("growth", "dates")
    if not is_told:
        return cell.miss("growth", "small")
    return cell.know(
        "growth",
        measures.yearly_growth(before, now, parameters.years),
        now,
        before,
        before=int(before),
        now=int(now),
        years=parameters.years,
    )


def _cohere(cell, key, counts):
    if not counts.ties:
        return cell.miss("cohesion", "absent")
    inside, across = counts.ties.get(key, (0.0, 0.0))
    members, others = counts.now[key], counts.known[WHOLE, key[1]] - counts.now[key]
    if _is_small(others):
        return cell.miss("cohesion", "small")
    ratio = measures.cohesion_ratio(inside, across, members, others)
    if ratio is None:
        return cell.miss("cohesion", "nothing")
    return cell.know(
        "cohesion",
        ratio,
        inside / (members * (members - 1) / 2),
        across / (members * others),
        inside=inside,
        across=across,
        members=int(members),
        others=int(others),
    )


def _complement(cell, key, counts, is_told):
    if not counts.stages:
        return cell.miss("complementarity", "absent")
    stages = counts.stages.get(key, ())
    if sum(stages) < SMALLEST_CELL:
        return cell.miss("complementarity", "small")
    cover, even = measures.chain_cover(stages), measures.evenness(stages)
    shown = {"stages": list(stages)} if is_told else {}
    return cell.know(
        "complementarity",
        (cover + even) / 2,
        cover + even,
        2,
        cover=cover,
        evenness=even,
        **shown,
    )


def _need(cell, key, counts):
    if not counts.needs:
        return cell.miss("needs", "absent")
    needs, members = counts.needs.get(key, 0), counts.now[key]
    return cell.know("needs", 100 * needs / members, needs, members)
