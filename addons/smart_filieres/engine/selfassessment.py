# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The score of a self-assessment: what is reached, what is not, what nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass

BRONZE, GOLD = 60.0, 80.0


@dataclass(frozen=True)
class Score:
    """`percent` counts what is unknown as not reached; `most` as reached."""

    reached: int
    missed: int
    unknown: int
    percent: float
    most: float

    def band(self, bronze: float = BRONZE, gold: float = GOLD) -> str:
        """Return "gold", "bronze" or "none"."""
        if self.percent >= gold:
            return "gold"
        return "bronze" if self.percent >= bronze else "none"


def score(verdicts: Iterable[bool | None]) -> Score:
    """Return the score of indicators that are reached, missed (False) or unknown."""
    verdicts = list(verdicts)
    total = len(verdicts)
    reached = sum(verdict is True for verdict in verdicts)
    unknown = sum(verdict is None for verdict in verdicts)
    return Score(
        reached,
        total - reached - unknown,
        unknown,
        100 * reached / total if total else 0.0,
        100 * (reached + unknown) / total if total else 0.0,
    )


def is_reached(value: float | None, threshold: float, highest: bool) -> bool | None:
    """Compare `value` with its threshold; `highest` says more is better."""
    if value is None:
        return None
    return value >= threshold if highest else value <= threshold
