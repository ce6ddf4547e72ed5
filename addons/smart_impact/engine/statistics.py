# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Survey statistics: estimates with their interval, from sums alone.

Every function takes aggregates (counts, sums, sums of squares), never individual
answers, so that one SQL statement is enough to feed it. Shares and Net Promoter
Scores are in percent (0 to 100, -100 to 100); means keep the unit of their scale.
"""

import math
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

METHOD_VERSION = "2026.1"
KINDS = ("share", "mean", "nps")


@dataclass(frozen=True)
class Aggregate:
    """Sums over the respondents of one cell who have a valid score.

    ``total`` and ``total_sq`` are the sum of the scores and of their squares;
    ``hits`` counts the scores in the numerator of a share; ``promoters`` and
    ``detractors`` those of 9-10 and of 0-6 on a 0-10 recommendation item.
    """

    n: int
    total: float = 0.0
    total_sq: float = 0.0
    hits: int = 0
    promoters: int = 0
    detractors: int = 0


@dataclass(frozen=True)
class Estimate:
    """A figure, the bounds of its interval and the number of respondents.

    ``low`` and ``high`` are ``None`` where no interval exists (mean of one answer).
    """

    value: float
    low: float | None
    high: float | None
    n: int


def critical_value(confidence: float = 0.95) -> float:
    """Return the two-sided normal quantile, 1.96 for 95 %."""
    return float(ndtri((1 + confidence) / 2))


def fpc(n: int, population: int | None) -> float:
    """Return the finite population correction of a standard error, in [0, 1].

    Without a known population, or with one smaller than the sample (a frame that
    shrank after the answers came in), nothing is corrected upwards: 1 and 0.
    """
    if not population:
        return 1.0
    if population <= n:
        return 0.0
    return math.sqrt((population - n) / (population - 1))


def wilson_interval(
    successes: int,
    n: int,
    confidence: float = 0.95,
    population: int | None = None,
) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion, as fractions of one.

    Wilson and not Wald: at n = 30 and p = 5 % the latter covers 78 % instead of
    95 %. The population enters by the effective sample size n·(N−1)/(N−n).

    :raises ValueError: without respondents there is no proportion
    """
    if n <= 0:
        raise ValueError("A proportion needs at least one respondent")
    p = successes / n
    correction = fpc(n, population)
    if not correction:
        return p, p
    size = n / correction**2
    z = critical_value(confidence)
    denominator = 1 + z * z / size
    centre = (p + z * z / (2 * size)) / denominator
    half = z / denominator * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def mean_interval(
    n: int,
    total: float,
    total_sq: float,
    confidence: float = 0.95,
    population: int | None = None,
) -> tuple[float, float] | None:
    """Return Student's interval of a mean, ``None`` under two respondents."""
    if n < 2:
        return None
    mean = total / n
    # rounding can push a null variance just below zero
    variance = max(0.0, (total_sq - n * mean * mean) / (n - 1))
    quantile = float(stdtrit(n - 1, (1 + confidence) / 2))
    half = quantile * math.sqrt(variance / n) * fpc(n, population)
    return mean - half, mean + half


def nps_interval(
    promoters: int,
    detractors: int,
    n: int,
    confidence: float = 0.95,
    population: int | None = None,
) -> tuple[float, float]:
    """Return the interval of a Net Promoter Score, in points.

    The variance is that of a variable worth +1, 0 or -1: (p₊ + p₋ − NPS²) / n.

    :raises ValueError: without respondents there is no score
    """
    if n <= 0:
        raise ValueError("A Net Promoter Score needs at least one respondent")
    up, down = promoters / n, detractors / n
    score = up - down
    error = math.sqrt(max(0.0, up + down - score * score) / n)
    half = critical_value(confidence) * error * fpc(n, population)
    return 100 * max(-1.0, score - half), 100 * min(1.0, score + half)


def response_rates(complete: int, partial: int, frame: int) -> tuple[float, float]:
    """Return AAPOR's RR1 and RR2 in percent on a frame known one by one.

    The frame is a register of members, so nobody's eligibility is unknown and the
    rates are exact: RR1 counts complete answers, RR2 partial ones as well.
    """
    if frame <= 0:
        return 0.0, 0.0
    return 100 * complete / frame, 100 * (complete + partial) / frame


def estimate(
    kind: str,
    cell: Aggregate,
    population: int | None = None,
    confidence: float = 0.95,
) -> Estimate | None:
    """Return the figure of a cell, ``None`` when nobody has a valid score.

    :param kind: one of ``KINDS``
    :param population: size of the frame behind the cell, if it is known
    :raises ValueError: unknown kind
    """
    if kind not in KINDS:
        raise ValueError(f"Unknown kind of indicator: {kind}")
    if cell.n <= 0:
        return None
    if kind == "share":
        low, high = wilson_interval(cell.hits, cell.n, confidence, population)
        return Estimate(100 * cell.hits / cell.n, 100 * low, 100 * high, cell.n)
    if kind == "nps":
        counts = cell.promoters, cell.detractors, cell.n
        low, high = nps_interval(*counts, confidence, population)
        score = 100 * (cell.promoters - cell.detractors) / cell.n
        return Estimate(score, low, high, cell.n)
    bounds = mean_interval(cell.n, cell.total, cell.total_sq, confidence, population)
    if bounds is None:
        return Estimate(cell.total / cell.n, None, None, cell.n)
    # Student's interval does not know that the scale ends at 0 and 100
    low, high = max(0.0, bounds[0]), min(100.0, bounds[1])
    return Estimate(cell.total / cell.n, low, high, cell.n)
