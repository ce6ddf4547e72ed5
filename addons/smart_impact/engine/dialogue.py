# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What consultations say: importance, and its picture beside performance."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MINIMUM = 5
LOWEST, HIGHEST = 1, 5
MIDDLE = 3.0


@dataclass(frozen=True)
class Importance:
    """Scores from 1 to 5 given to one thing; no figure under five people."""

    count: int
    mean: float
    median: float


def importance(scores: Sequence[int], minimum: int = MINIMUM) -> Importance | None:
    """Return how important people find something, None under `minimum` people.

    :raises ValueError: when a score lies outside 1 to 5
    """
    if any(not LOWEST <= score <= HIGHEST for score in scores):
        raise ValueError("scores go from 1 to 5")
    if len(scores) < max(minimum, MINIMUM):
        return None
    return Importance(len(scores), statistics.fmean(scores), statistics.median(scores))


def performance(value: float, kind: str, direction: str) -> float:
    """Return a figure on 0-100, the better the higher, whatever its own scale.

    A recommendation score from -100 to 100 is brought to 0-100 first.
    """
    level = (value + 100) / 2 if kind == "nps" else value
    level = min(100.0, max(0.0, level))
    return 100 - level if direction == "down" else level


def quadrant(mean: float, level: float | None) -> str:
    """Return where something stands: act, keep, watch, lighten or unknown.

    `act` is important and weak; `keep` important and strong; `watch` less
    important and weak; `lighten` less important and strong. Three of five and
    fifty of a hundred count as important and as strong.
    """
    if level is None:
        return "unknown"
    if mean >= MIDDLE:
        return "keep" if level >= 50 else "act"
    return "lighten" if level >= 50 else "watch"


def point(
    mean: float, level: float, width: float, height: float
) -> tuple[float, float]:
    """Return where to draw it: importance to the right, performance upwards."""
    across = (mean - LOWEST) / (HIGHEST - LOWEST)
    return round(across * width, 1), round(height - level / 100 * height, 1)
