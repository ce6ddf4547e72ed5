# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the points of small drawings go, in units of their box."""

from collections.abc import Sequence
from dataclasses import dataclass

RANGES = {
    **dict.fromkeys(("share", "gain", "mean", "median"), (0.0, 100.0)),
    **dict.fromkeys(("nps", "change"), (-100.0, 100.0)),
}


@dataclass(frozen=True)
class Spark:
    """A line over the waves: its points, and the dot of the last one."""

    points: str
    x: float
    y: float


def sparkline(
    values: Sequence[float], width: float = 100, height: float = 30, margin: float = 4
) -> Spark | None:
    """Return the line of some values, oldest first; ``None`` under two.

    From the lowest to the highest, at least ten points apart: less is not a hill.
    """
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    if high - low < 10:
        middle = (low + high) / 2
        low, high = middle - 5, middle + 5
    step = (width - 2 * margin) / (len(values) - 1)
    points = [
        (
            round(margin + rank * step, 1),
            round(margin + (high - value) / (high - low) * (height - 2 * margin), 1),
        )
        for rank, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in points), *points[-1])


def position(value: float, kind: str) -> float:
    """Return where a value lies on the axis of its kind, from 0 to 100."""
    low, high = RANGES[kind]
    return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 2)
