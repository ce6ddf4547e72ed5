# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much more changed inside a group than outside it, among comparable people.

Difference in differences after exact matching: people are put into strata (same section
of activity, same country, same seniority); those outside count as much in each stratum
as those inside. The error is analytic: the variance of the changes within strata.

Angrist, J. D. and Pischke, J.-S. (2009), Mostly Harmless Econometrics, ch. 3 and 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FEWEST = 30
# periods observed before, below which a difference may have been there all along
PRE_PERIODS = 2
NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Side:
    """People of one stratum on one side: sums are enough, no row of anybody is kept.

    `squares` is the sum of the squared changes (after - before) of each of them.
    """

    n: int = 0
    before: float = 0.0
    after: float = 0.0
    squares: float = 0.0

    @property
    def change(self) -> float:
        """The mean change, 0 of nobody."""
        return (self.after - self.before) / self.n if self.n else 0.0

    @property
    def deviations(self) -> float:
        """The sum of squared deviations of the changes from their mean."""
        return max(self.squares - self.n * self.change**2, 0.0)


@dataclass(frozen=True)
class Stratum:
    inside: Side
    outside: Side


@dataclass(frozen=True)
class Comparison:
    """What may be said. `refused` is None, or the reason: "inside" or "outside".

    Means are those of the matched people, the outside weighted like the inside.
    `unmatched` counts people inside whom nobody outside resembles.
    """

    n_inside: int
    n_outside: int
    unmatched: int
    refused: str | None = None
    inside_before: float | None = None
    inside_after: float | None = None
    outside_before: float | None = None
    outside_after: float | None = None
    effect: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    is_correlation: bool = True


def _pooled_variance(sides: list[Side]) -> float:
    """Return the variance within strata, for those too small to have one."""
    freedom = sum(side.n - 1 for side in sides)
    return sum(side.deviations for side in sides) / freedom if freedom > 0 else 0.0


def _squared_error(sides: list[Side], weights: list[float]) -> float:
    pooled = _pooled_variance(sides)
    return sum(
        weight**2 * (side.deviations / (side.n - 1) if side.n > 1 else pooled) / side.n
        for side, weight in zip(sides, weights, strict=True)
    )


def _mean(sides: list[Side], weights: list[float], name: str) -> float:
    return sum(
        weight * getattr(side, name) / side.n
        for side, weight in zip(sides, weights, strict=True)
    )


def compare(
    strata: Iterable[Stratum], pre_periods: int = 0, fewest: int = FEWEST
) -> Comparison:
    """Return the effect with its interval of 95 %, or why there is none.

    Nothing is said of fewer than `fewest` matched people on either side.
    """
    strata = list(strata)
    matched = [s for s in strata if s.inside.n and s.outside.n]
    inside, outside = [s.inside for s in matched], [s.outside for s in matched]
    n_inside = sum(side.n for side in inside)
    n_outside = sum(side.n for side in outside)
    unmatched = sum(s.inside.n for s in strata) - n_inside
    if n_inside < fewest or n_outside < fewest:
        reason = "inside" if n_inside < fewest else "outside"
        return Comparison(n_inside, n_outside, unmatched, reason)
    weights = [side.n / n_inside for side in inside]
    means = {
        f"{where}_{when}": _mean(sides, weights, when)
        for where, sides in (("inside", inside), ("outside", outside))
        for when in ("before", "after")
    }
    effect = (means["inside_after"] - means["inside_before"]) - (
        means["outside_after"] - means["outside_before"]
    )
    error = sqrt(_squared_error(inside, weights) + _squared_error(outside, weights))
    return Comparison(
        n_inside,
        n_outside,
        unmatched,
        **means,
        effect=effect,
        error=error,
        low=effect - NORMAL_95 * error,
        high=effect + NORMAL_95 * error,
        is_correlation=pre_periods < PRE_PERIODS,
    )
