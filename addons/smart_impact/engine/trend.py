# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A figure over the waves, drawn: its band, its own axis, its breaks and its target.

Points are joined by straight lines: nothing is known of what lies between two waves.
A line stops where the question changed, and where a wave has no figure.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .drawing import RANGES

# the least that an axis spans, so that little does not look like much
LEAST = 10.0
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """What a drawing spans, and the round numbers written beside it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """Return where a value lies, from 0 at the low end to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def percent(self, value: float) -> float:
        """Return where a value lies, from 0 to 100."""
        return round(100 * self.part(value), 2)


def make_axis(values: Iterable[float], kind: str = "", steps: int = 4) -> Axis:
    """Return an axis of round numbers that holds all the values.

    :param kind: of figure, whose range the axis does not leave
    :param steps: about how many steps from one end to the other
    """
    least, most = RANGES.get(kind, (-math.inf, math.inf))
    values = list(values) or [0.0]
    low, high = min(values), max(values)
    if high - low < LEAST:
        middle = (low + high) / 2
        low, high = middle - LEAST / 2, middle + LEAST / 2
        low, high = low + max(0.0, least - low), high + max(0.0, least - low)
        low, high = low - max(0.0, high - most), high - max(0.0, high - most)
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * next(one for one in STEPS if one * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    ticks = [round(rank * step, 9) for rank in range(first, last + 1)]
    ticks = [one for one in ticks if least <= one <= most]
    return Axis(ticks[0], ticks[-1], tuple(ticks))


@dataclass(frozen=True)
class Point:
    """A figure in a wave; ``when`` is its day as a number, None a missing figure."""

    when: float
    value: float | None
    low: float | None = None
    high: float | None = None
    is_break: bool = False


@dataclass(frozen=True)
class Mark:
    """A point drawn: its place, and the ends of its interval when it has one."""

    x: float
    y: float
    top: float | None
    bottom: float | None
    rank: int


@dataclass(frozen=True)
class Trend:
    """What a drawing holds, in units of its box."""

    width: float
    height: float
    left: float
    right: float
    marks: tuple[Mark, ...] = ()
    lines: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    breaks: tuple[float, ...] = ()
    ticks: tuple[tuple[float, float], ...] = ()
    levels: dict[str, float] = field(default_factory=dict)


def draw_trend(
    points: Sequence[Point],
    axis: Axis,
    width: float = 300,
    height: float = 110,
    margins: tuple[float, float, float, float] = (8, 10, 18, 34),
    **levels: float,
) -> Trend:
    """Return the drawing of some points, oldest first.

    :param margins: above, right, below and left of the drawing
    :param levels: values to draw across, by name (target, baseline)
    """
    top, right, bottom, left = margins
    days = [one.when for one in points]
    span = (max(days) - min(days)) if days else 0

    def across(when):
        part = (when - min(days)) / span if span else 0.5
        return round(left + part * (width - left - right), 1)

    def down(value):
        return round(top + (1 - axis.part(value)) * (height - top - bottom), 1)

    runs: list[list[Mark]] = [[]]
    breaks = []
    for rank, one in enumerate(points):
        if one.value is None:
            runs.append([])
            continue
        if one.is_break and runs[-1]:
            breaks.append(round((runs[-1][-1].x + across(one.when)) / 2, 1))
            runs.append([])
        bounded = one.low is not None and one.high is not None
        runs[-1].append(
            Mark(
                across(one.when),
                down(one.value),
                down(one.high) if bounded else None,
                down(one.low) if bounded else None,
                rank,
            )
        )
    return Trend(
        width,
        height,
        left,
        width - right,
        tuple(mark for run in runs for mark in run),
        tuple(_line(run) for run in runs if len(run) > 1),
        tuple(filter(None, map(_band, runs))),
        tuple(breaks),
        tuple((down(value), value) for value in axis.ticks),
        {name: down(value) for name, value in levels.items()},
    )


def _line(run):
    return " ".join(f"{mark.x},{mark.y}" for mark in run)


def _band(run):
    """Return the outline of the intervals of a run, nothing under two."""
    bounded = [mark for mark in run if mark.top is not None]
    if len(bounded) < 2:
        return ""
    above = [f"{mark.x},{mark.top}" for mark in bounded]
    below = [f"{mark.x},{mark.bottom}" for mark in reversed(bounded)]
    return " ".join(above + below)
