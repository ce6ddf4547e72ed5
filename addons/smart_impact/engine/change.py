# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Change between two waves: unpaired, paired, or with some people in both.

Element by element on arrays. Standard errors come without the finite population
correction: a change is about what happens to members, not about the very list of
those who were asked.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, chdtrc, ndtr, ndtri, stdtr

from .statistics import (
    critical_value,
    square_and_add,
    t_quantile,
    wilson_interval,
)

FloatArray = NDArray[np.float64]
# people who changed sides from which the approximation of McNemar's test is good
ENOUGH_SWITCHES = 25


@dataclass(frozen=True)
class Change:
    """Difference second − first, its bounds and the two-sided p-value."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray


def two_sided(statistic: ArrayLike, freedom: ArrayLike = np.inf) -> FloatArray:
    """Return the p-value of a t, or of a z with infinite freedom."""
    size = -np.abs(np.asarray(statistic, float))
    freedom = np.asarray(freedom, float)
    known = np.isfinite(freedom) & (freedom > 0)
    by_t = stdtr(np.where(known, freedom, 1.0), size)
    p = 2 * np.where(known, by_t, ndtr(size))
    return np.where(freedom > 0, p, np.nan)


def mean_change(
    first: ArrayLike,
    second: ArrayLike,
    first_error: ArrayLike,
    second_error: ArrayLike,
    first_n: ArrayLike,
    second_n: ArrayLike,
    correlation: ArrayLike = 0.0,
    both: ArrayLike = 0.0,
    confidence: float = 0.95,
) -> Change:
    """Return the change of a mean.

    Welch 1947, Biometrika 34, with Satterthwaite's freedom; people in both waves
    enter by the covariance of the two means, r·s₁·s₂·n₁₂/(n₁·n₂) (Kish 1965, 12.4),
    and take freedom between Welch's and that of pairs (Derrick, Russ, Toher and White
    2017, Journal of Modern Applied Statistical Methods 16, statistic T_new2).

    Where everybody answered the same in one of the waves, it takes the spread of the
    other: a handful of like answers are no certainty.

    :param first_n: people, or as many as their weights leave, n/deff
    :param correlation: of the two *means* as estimates, r·n₁₂/√(n₁·n₂)
    :param both: n₁₂, people in both waves
    """
    one, two = np.asarray(first_error, float) ** 2, np.asarray(second_error, float) ** 2
    first_n, second_n = np.asarray(first_n, float), np.asarray(second_n, float)
    one, two = (
        np.where(one > 0, one, two * second_n / np.maximum(first_n, 1.0)),
        np.where(two > 0, two, one * first_n / np.maximum(second_n, 1.0)),
    )
    both = np.asarray(both, float)
    freedom = _satterthwaite(one, two, first_n, second_n)
    alone = (first_n + second_n - 2 * both) / (first_n + second_n)
    paired = both - 1 + (freedom - both + 1) * alone
    freedom = np.where(both > 0, paired, freedom)
    shared = np.asarray(correlation, float) * np.sqrt(one * two)
    error = np.sqrt(np.maximum(0.0, one + two - 2 * shared))
    return _change_by_t(np.subtract(second, first), error, freedom, confidence)


def _satterthwaite(one, two, first_n, second_n):
    parts = one**2 / np.where(first_n > 1, first_n - 1, np.nan)
    parts = parts + two**2 / np.where(second_n > 1, second_n - 1, np.nan)
    least = np.minimum(first_n, second_n) - 1
    exact = parts > 0
    return np.where(exact, (one + two) ** 2 / np.where(exact, parts, 1.0), least)


def _change_by_t(value, error, freedom, confidence):
    value = np.asarray(value, float)
    half = t_quantile(freedom, confidence) * error
    moved = error > 0
    statistic = np.where(moved, value / np.where(moved, error, 1.0), 0.0)
    p = two_sided(statistic, freedom)
    # without any spread no difference is none, and a difference cannot be tested
    p = np.where(moved, p, np.where(np.abs(value) > 1e-12, np.nan, 1.0))
    return Change(value, value - half, value + half, p)


def paired_change(
    n: ArrayLike, total: ArrayLike, total_sq: ArrayLike, confidence: float = 0.95
) -> Change:
    """Return the change of people who answered both times, from their differences.

    Student's paired t: sums and sums of squares of (second − first).
    """
    n, total = np.asarray(n, float), np.asarray(total, float)
    mean = total / n
    rest = np.maximum(0.0, np.asarray(total_sq, float) - n * mean**2)
    error = np.sqrt(rest / np.where(n > 1, n - 1, np.nan) / n)
    return _change_by_t(mean, error, n - 1, confidence)


def share_change(
    first: ArrayLike,
    second: ArrayLike,
    first_n: ArrayLike,
    second_n: ArrayLike,
    first_deff: ArrayLike = 1.0,
    second_deff: ArrayLike = 1.0,
    correlation: ArrayLike = 0.0,
    confidence: float = 0.95,
) -> Change:
    """Return the change of a share (fractions of one).

    Bounds: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10, square and
    add of the two Wilson intervals; his paired form (2635-2650) where the two shares
    are correlated. p-value: z on the pooled share (with people in both: Derrick,
    Dobson-Mckittrick, Toher and White 2015, Journal of Applied Quantitative Methods
    10, statistic z₈).

    :param correlation: of the two *shares* as estimates, r·n₁₂/√(n₁·n₂)
    """
    p, q = np.asarray(first, float), np.asarray(second, float)
    m = np.asarray(first_n, float) / np.asarray(first_deff, float)
    n = np.asarray(second_n, float) / np.asarray(second_deff, float)
    low_p, high_p = wilson_interval(p * m, m, confidence)
    low_q, high_q = wilson_interval(q * n, n, confidence)
    r = np.asarray(correlation, float)
    down = square_and_add(q - low_q, high_p - p, r)
    up = square_and_add(high_q - q, p - low_p, r)
    pooled = (p * m + q * n) / (m + n)
    spread = pooled * (1 - pooled)
    error = np.sqrt(np.maximum(0.0, spread * (1 / m + 1 / n - 2 * r / np.sqrt(m * n))))
    moved = error > 0
    p_value = two_sided(np.where(moved, (q - p) / np.where(moved, error, 1.0), 0.0))
    return Change(q - p, q - p - down, q - p + up, p_value)


def paired_share_change(
    n: ArrayLike,
    both: ArrayLike,
    gained: ArrayLike,
    lost: ArrayLike,
    confidence: float = 0.95,
) -> Change:
    """Return the change of a share among people who answered both times.

    Bounds: Newcombe 1998, Statistics in Medicine 17, 2635-2650, method 10, where the
    correlation of the two answers counts for less by half a person. p-value: McNemar.

    :param both: people in the numerator both times
    :param gained: those in it the second time alone; ``lost``, the first time alone
    """
    n, both = np.asarray(n, float), np.asarray(both, float)
    gained, lost = np.asarray(gained, float), np.asarray(lost, float)
    neither = n - both - gained - lost
    margins = (both + lost) * (gained + neither) * (both + gained) * (lost + neither)
    cross = both * neither - gained * lost
    cross = np.where(cross > 0, np.maximum(0.0, cross - n / 2), cross)
    some = margins > 0
    phi = np.where(some, cross / np.sqrt(np.where(some, margins, 1.0)), 0.0)
    first, second = (both + lost) / n, (both + gained) / n
    found = share_change(first, second, n, n, 1.0, 1.0, phi, confidence)
    _chi, p_value = mcnemar(gained, lost)
    return Change(found.value, found.low, found.high, p_value)


def mcnemar(gained: ArrayLike, lost: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return ``(chi², p)`` of people who changed sides, one way and the other.

    McNemar 1947, Psychometrika 12, without continuity correction; under 25 of them p
    is that of the binomial.
    """
    gained, lost = np.asarray(gained, float), np.asarray(lost, float)
    moved = gained + lost
    chi = np.where(moved > 0, (gained - lost) ** 2 / np.where(moved > 0, moved, 1), 0.0)
    exact = np.minimum(1.0, 2 * bdtr(np.minimum(gained, lost), moved.astype(int), 0.5))
    return chi, np.where(moved < ENOUGH_SWITCHES, exact, chdtrc(1.0, chi))


# === HOW LARGE === #


def cohen_h(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return Cohen's h of two shares: 2·asin√q − 2·asin√p. Cohen 1988, ch. 6."""
    first, second = np.clip(first, 0, 1), np.clip(second, 0, 1)
    return 2 * np.arcsin(np.sqrt(second)) - 2 * np.arcsin(np.sqrt(first))


def cohen_d(
    difference: ArrayLike,
    first_sd: ArrayLike,
    second_sd: ArrayLike,
    first_n: ArrayLike,
    second_n: ArrayLike,
) -> FloatArray:
    """Return the difference in pooled standard deviations. Cohen 1988, ch. 2."""
    m, n = np.asarray(first_n, float) - 1, np.asarray(second_n, float) - 1
    squares = m * np.square(first_sd) + n * np.square(second_sd)
    pooled = np.sqrt(squares / np.where(m + n > 0, m + n, np.nan))
    return np.divide(
        difference, pooled, out=np.full(np.shape(pooled), np.nan), where=pooled > 0
    )


def hedges_g(d: ArrayLike, first_n: ArrayLike, second_n: ArrayLike) -> FloatArray:
    """Return d without its bias in small samples: d·(1 − 3/(4·df − 1)).

    Hedges 1981, Journal of Educational Statistics 6.
    """
    freedom = np.asarray(first_n, float) + np.asarray(second_n, float) - 2
    return np.asarray(d, float) * (1 - 3 / (4 * freedom - 1))


def cohen_dz(n: ArrayLike, total: ArrayLike, total_sq: ArrayLike) -> FloatArray:
    """Return the mean difference in standard deviations of the differences."""
    n = np.asarray(n, float)
    mean = np.asarray(total, float) / n
    rest = np.maximum(0.0, np.asarray(total_sq, float) - n * mean**2)
    spread = np.sqrt(rest / np.where(n > 1, n - 1, np.nan))
    return np.where(spread > 0, mean / np.where(spread > 0, spread, 1.0), np.nan)


def detectable_change(
    error: ArrayLike, confidence: float = 0.95, power: float = 0.8
) -> FloatArray:
    """Return the smallest true change that would be found in four waves out of five.

    2.8 times the standard error of the change (Bloom 1995, Evaluation Review 19).
    """
    return (critical_value(confidence) + ndtri(power)) * np.asarray(error, float)
