# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A score that shows its lines: floors and ceilings, intervals, and what would flip it.

A criterion gives `weight × clip((value − floor) / (ceiling − floor))` points, on a
linear or a logarithmic scale; floors and ceilings are published, so the result of one
filière does not move when another one changes. What is unknown is an interval from
nothing to all of its weight, never a zero. The published score, rounded half up to one
decimal, is the one that decides: 69.95 reads 70.0 and is in the band of 70.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, floor, log

# half of the last published decimal
HALF_STEP = 0.05
# noise of floating point that must not move a published decimal
TINY = 1e-9
LOWEST = "rejected"

# [(band, lowest score)], the highest first; under the last one a filière is rejected
Bands = Sequence[tuple[str, float]]
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Criterion:
    """One line of a grid; `floor` may be above `ceiling` where less is better."""

    code: str
    scale: str
    floor: float
    ceiling: float
    weight: float

    def __post_init__(self):
        if self.scale not in ("linear", "log"):
            raise ValueError(f"{self.code}: unknown scale {self.scale!r}")
        if self.floor == self.ceiling:
            raise ValueError(f"{self.code}: floor and ceiling are the same")
        if self.scale == "log" and min(self.floor, self.ceiling) <= 0:
            raise ValueError(f"{self.code}: a logarithmic scale lies above zero")


@dataclass(frozen=True)
class Line:
    """What one criterion gives; note and points are None where it is unknown."""

    code: str
    value: float | None
    note: float | None
    points: float | None


@dataclass(frozen=True)
class Result:
    lines: tuple[Line, ...]
    low: float
    high: float
    band_low: str
    band_high: str

    @property
    def is_robust(self) -> bool:
        """Tell whether the band is the same whatever the unknown criteria turn out."""
        return self.band_low == self.band_high


@dataclass(frozen=True)
class Flip:
    """The weight that criterion `code` would need for the result to be in `band`."""

    code: str
    weight: float
    change: float
    band: str


def note(criterion: Criterion, value: float) -> float:
    """Return where `value` lies between floor (0) and ceiling (1)."""
    low, high = criterion.floor, criterion.ceiling
    if criterion.scale == "log":
        if value <= 0:
            return 0.0 if low < high else 1.0
        low, high, value = log(low), log(high), log(value)
    return min(1.0, max(0.0, (value - low) / (high - low)))


def value_of(criterion: Criterion, wanted: float) -> float:
    """Return the value whose note is `wanted`."""
    low, high = criterion.floor, criterion.ceiling
    if criterion.scale == "log":
        return exp(log(low) + wanted * (log(high) - log(low)))
    return low + wanted * (high - low)


def contribution(criterion: Criterion, value: float) -> float:
    return criterion.weight * note(criterion, value)


def published(score: float) -> float:
    """Return `score` rounded half up to the one decimal that is published."""
    return floor(score * 10 + 0.5 + TINY) / 10


def band(score: float, bands: Bands) -> str:
    """Return the band in which the published score lies."""
    shown = published(score) + TINY
    return next((name for name, lowest in bands if shown >= lowest), LOWEST)


def assess(criteria: Sequence[Criterion], values: Values, bands: Bands) -> Result:
    """Return lines and interval; a criterion absent from `values` is unknown."""
    lines = tuple(_line(one, values.get(one.code)) for one in criteria)
    low = sum(line.points or 0.0 for line in lines)
    unknown = sum(
        one.weight
        for one, line in zip(criteria, lines, strict=True)
        if line.points is None
    )
    high = low + unknown
    return Result(lines, low, high, band(low, bands), band(high, bands))


def _line(criterion: Criterion, value: float | None) -> Line:
    if value is None:
        return Line(criterion.code, None, None, None)
    found = note(criterion, value)
    return Line(criterion.code, value, found, criterion.weight * found)


# === WHAT WOULD FLIP IT === #


def sensitivity(
    criteria: Sequence[Criterion], values: Values, bands: Bands
) -> Flip | None:
    """Return the smallest change of one weight that leaves the band, if there is one.

    The other weights are rescaled so that all still sum to the same. With unknown
    criteria, whichever end of the interval leaves first counts; None where the interval
    already spans two bands.
    """
    result = assess(criteria, values, bands)
    if not result.is_robust:
        return None
    flips = [
        flip
        for unknown in (0.0, 1.0)
        for flip in _weight_flips(criteria, values, bands, unknown)
    ]
    return min(flips, key=lambda flip: (abs(flip.change), flip.code), default=None)


def _weight_flips(criteria, values, bands, unknown):
    notes = [_note_or(one, values.get(one.code), unknown) for one in criteria]
    total = sum(one.weight for one in criteria)
    score = sum(one.weight * got for one, got in zip(criteria, notes, strict=True))
    for one, got in zip(criteria, notes, strict=True):
        rest = total - one.weight
        if not rest:
            continue
        others = (score - one.weight * got) / rest
        if abs(got - others) < TINY:
            continue
        for edge, beyond in _edges(score, bands):
            weight = (edge - total * others) / (got - others)
            if 0 <= weight <= total:
                yield Flip(one.code, weight, weight - one.weight, beyond)


def _note_or(criterion, value, unknown):
    return unknown if value is None else note(criterion, value)


def _edges(score, bands):
    """Yield the scores at which the band of `score` is left, and for which band."""
    names = [*(name for name, _lowest in bands), LOWEST]
    rank = names.index(band(score, bands))
    if rank:
        yield bands[rank - 1][1] - HALF_STEP, names[rank - 1]
    if rank < len(bands):
        yield bands[rank][1] - HALF_STEP, names[rank + 1]


def reach(
    criteria: Sequence[Criterion], values: Values, bands: Bands
) -> dict[str, float | None]:
    """Return the value of each criterion that alone would reach the next band.

    From the lower end of the interval; None where even the best value is not enough,
    where the criterion is unknown, and everywhere in the highest band.
    """
    result = assess(criteria, values, bands)
    above = [lowest for _name, lowest in bands if lowest > published(result.low)]
    if not above:
        return dict.fromkeys((one.code for one in criteria), None)
    missing = above[-1] - HALF_STEP - result.low
    return {
        one.code: _value_for(one, line.note, missing)
        for one, line in zip(criteria, result.lines, strict=True)
    }


def _value_for(criterion, found, missing):
    if found is None or not criterion.weight:
        return None
    wanted = found + missing / criterion.weight
    return value_of(criterion, min(wanted, 1.0)) if wanted <= 1 + TINY else None


def step(criterion: Criterion, value: float, is_mark: bool) -> tuple[float, float]:
    """Return (a step better than `value`, the points it adds).

    A step is one mark, a tenth of a linear scale, or ten per cent on a logarithmic one.
    """
    upwards = criterion.ceiling > criterion.floor
    if is_mark:
        better = value + (1 if upwards else -1)
    elif criterion.scale == "log":
        better = value * 1.1 if upwards else value / 1.1
    else:
        better = value + (criterion.ceiling - criterion.floor) / 10
    gain = note(criterion, better) - note(criterion, value)
    return better, criterion.weight * gain
