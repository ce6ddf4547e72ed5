# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Intervals of one figure: shares, means, Net Promoter Scores, medians.

Every function takes numbers or arrays of one shape and works element by element, so
that a whole cube is one call. Shares are fractions of one, scores are in points.
Nothing here knows Odoo, a clock or chance.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, ndtri, stdtrit

METHOD_VERSION = "2026.4"
KINDS = ("share", "mean", "median", "nps", "change", "gain")
Bounds = tuple[NDArray[np.float64], NDArray[np.float64]]


def critical_value(confidence: float = 0.95) -> float:
    """Return the two-sided normal quantile, 1.96 for 95 %."""
    return float(ndtri((1 + confidence) / 2))


def t_quantile(freedom: ArrayLike, confidence: float = 0.95) -> NDArray[np.float64]:
    """Return Student's two-sided quantile; not a number without freedom."""
    freedom = np.asarray(freedom, float)
    # an inverse is slow, and cells of the same size are many
    different, places = np.unique(freedom, return_inverse=True)
    safe = np.where(different > 0, different, 1.0)
    found = np.where(different > 0, stdtrit(safe, (1 + confidence) / 2), np.nan)
    return found[places].reshape(freedom.shape)


def fpc(
    n: ArrayLike, population: ArrayLike | None, less: int = 1
) -> NDArray[np.float64]:
    """Return the finite population correction of a standard error, in [0, 1].

    √((N−n)/(N−1)), Cochran 1977, Sampling Techniques, 2.6. Nothing is corrected
    without a known population (``None`` or 0), nor by one smaller than the sample: that
    frame is not the one that was asked.

    :param less: what is taken from N below: 1 where the variance is divided by n, as
        that of a share, 0 where it is divided by n−1, as that of a mean
    """
    size = np.asarray(0 if population is None else population, float)
    n = np.asarray(n, float)
    left = (size - n) / np.where(size > less, size - less, 1.0)
    known = (size > 0) & (size >= n)
    return np.where(known, np.sqrt(np.clip(left, 0.0, 1.0)), 1.0)


def wilson_interval(
    successes: ArrayLike,
    n: ArrayLike,
    confidence: float = 0.95,
    population: ArrayLike | None = None,
    deff: ArrayLike = 1.0,
) -> Bounds:
    """Return the Wilson score interval of a proportion, as fractions of one.

    Wilson 1927; Newcombe 1998, Statistics in Medicine 17, method 3. Not Wald: at
    n = 30 and p = 5 % that one covers 78 % instead of 95 %. Weights and a finite
    population enter by the effective size n/deff·(N−1)/(N−n).

    :param successes: count in the numerator; with weights, n times the share
    :raises ValueError: without respondents there is no proportion
    """
    n, successes = np.asarray(n, float), np.asarray(successes, float)
    if np.any(n <= 0):
        raise ValueError("A proportion needs at least one respondent")
    p = successes / n
    correction = fpc(n, population)
    known = correction > 0
    size = n / np.asarray(deff, float) / np.where(known, correction, 1.0) ** 2
    z = critical_value(confidence)
    centre = (p + z * z / (2 * size)) / (1 + z * z / size)
    spread = np.sqrt(np.maximum(0.0, p * (1 - p)) / size + z * z / (4 * size * size))
    half = z / (1 + z * z / size) * spread
    low = np.where(successes <= 0, 0.0, np.maximum(0.0, centre - half))
    high = np.where(successes >= n, 1.0, np.minimum(1.0, centre + half))
    # everybody answered: the share is known, not estimated
    return np.where(known, low, p), np.where(known, high, p)


def difference_interval(
    first: ArrayLike,
    second: ArrayLike,
    n: ArrayLike,
    confidence: float = 0.95,
    population: ArrayLike | None = None,
    deff: ArrayLike = 1.0,
) -> Bounds:
    """Return the interval of the difference of two shares of the same people.

    Nobody is in both, as promoters and detractors are: square and add of their two
    Wilson intervals, whose shares are correlated by −√(p·q/((1−p)·(1−q))) (Zou and
    Donner 2008, Statistics in Medicine 27, 1693-1702). A normal interval has no width
    when all agree, and covers 66 % instead of 95 % at n = 5 and p, q = 80 %, 2 %.
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    n = np.asarray(n, float)
    (low_p, high_p), (low_q, high_q) = (
        wilson_interval(np.round(part * n, 9), n, confidence, population, deff)
        for part in (first, second)
    )
    left = (1 - first) * (1 - second)
    apart = first * second / np.where(left > 0, left, 1.0)
    r = -np.sqrt(np.where(left > 0, np.clip(apart, 0.0, 1.0), 0.0))
    down = square_and_add(first - low_p, high_q - second, r)
    up = square_and_add(high_p - first, second - low_q, r)
    difference = first - second
    low = np.maximum(-1.0, difference - down)
    return low, np.minimum(1.0, difference + up)


def square_and_add(one: ArrayLike, two: ArrayLike, r: ArrayLike) -> NDArray[np.float64]:
    """Return √(a² + b² − 2·r·a·b), what two correlated errors make together."""
    one, two = np.asarray(one, float), np.asarray(two, float)
    return np.sqrt(np.maximum(0.0, one**2 + two**2 - 2 * r * one * two))


def median_interval(
    values: Sequence[float] | NDArray[np.float64], confidence: float = 0.95
) -> tuple[float, float, float, float]:
    """Return ``(median, low, high, exact confidence)`` by order statistics.

    Conover 1999, Practical Nonparametric Statistics, 3.2: the j-th and the
    (n+1−j)-th of the ordered values, the narrowest pair whose binomial coverage
    reaches `confidence`. No assumption on the distribution; not a number under six
    values, where no pair reaches 95 %.

    :raises ValueError: without values there is no median
    """
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    if not n:
        raise ValueError("A median needs at least one value")
    middle = float(np.median(ordered))
    # coverage of (x_j, x_{n+1-j}) is 1 - 2·P(B ≤ j-1), B binomial(n, 1/2)
    ranks = np.arange(1, n // 2 + 1)
    coverage = 1 - 2 * bdtr(ranks - 1.0, n, 0.5)
    enough = np.flatnonzero(coverage >= confidence)
    if not len(enough):
        return middle, np.nan, np.nan, np.nan
    rank = int(ranks[enough[-1]])
    reached = float(coverage[enough[-1]])
    return middle, float(ordered[rank - 1]), float(ordered[n - rank]), reached


def response_rates(complete: int, partial: int, frame: int) -> tuple[float, float]:
    """Return AAPOR's RR1 and RR2 in percent on a frame known one by one.

    The frame is a register of members, so nobody's eligibility is unknown and the
    rates are exact: RR1 counts complete answers, RR2 partial ones as well.
    """
    if frame <= 0:
        return 0.0, 0.0
    return 100 * complete / frame, 100 * (complete + partial) / frame
