# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From a matrix of answers to the sums of every cell, and from sums to figures.

Respondents are rows, items columns, missing answers not a number. A respondent gets one
outcome per indicator: her score, 0 or 1 for a share, −1, 0 or 1 for a recommendation,
the difference to her answers of the wave before for a change.
All that is published follows from seven sums of it, which add up over cells: so a
territory is the sum of its parts and never a mean of their means.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .statistics import difference_interval, fpc, t_quantile, wilson_interval

FloatArray = NDArray[np.float64]
# n, Σw, Σwy, Σwy², Σw², Σw²y, Σw²y²
SUMS = 7
# the bounds of a share are inclusive, and a mean of thirds is not exact
EPSILON = 1e-9
# kinds whose outcome is 0 or 1, and those that need the answers of the wave before
SHARES = ("share", "gain")
PAIRED = ("change", "gain")
SCORE_BOUNDS = (0.0, 100.0)
NO_BOUNDS = (-np.inf, np.inf)


@dataclass(frozen=True)
class Scale:
    """How an indicator reads the answers: columns, and value·slope + intercept.

    ``least`` items have to be answered, half of them when it is 0. ``bounds`` are those
    of the score: plain numbers have none.
    """

    kind: str
    columns: tuple[int, ...]
    slopes: tuple[float, ...]
    intercepts: tuple[float, ...]
    numerator: tuple[float, float] = (0.0, 0.0)
    least: int = 0
    bounds: tuple[float, float] = SCORE_BOUNDS


def item_scores(matrix: FloatArray, scale: Scale) -> FloatArray:
    """Return respondents × items of a scale, in its direction."""
    return matrix[:, list(scale.columns)] * scale.slopes + np.array(scale.intercepts)


def scores(matrix: FloatArray, scale: Scale) -> FloatArray:
    """Return a respondent's mean of the items, where enough of them are answered."""
    items = item_scores(matrix, scale)
    given = ~np.isnan(items)
    number = given.sum(axis=1)
    total = np.where(given, items, 0.0).sum(axis=1)
    enough = 2 * number >= max(len(scale.columns), 1)
    if scale.least:
        enough = number >= scale.least
    return np.where(enough, total / np.maximum(number, 1), np.nan)


def outcomes(matrix: FloatArray, scale: Scale) -> FloatArray:
    """Return what is averaged: the score, or 0/1, or −1/0/1; not a number if missing.

    Promoters gave 9 or 10 on a scale from 0 to 10, detractors 0 to 6: scores from
    90, up to 60. What needs the wave before is a score until ``paired_outcomes``.
    """
    score = scores(matrix, scale)
    if scale.kind not in ("share", "nps"):
        return score
    missing = np.isnan(score)
    if scale.kind == "share":
        low, high = scale.numerator
        inside = (score >= low - EPSILON) & (score <= high + EPSILON)
    else:
        inside = np.where(score >= 90 - EPSILON, 1.0, 0.0)
        inside = inside - (score <= 60 + EPSILON)
    return np.where(missing, np.nan, inside)


def paired_outcomes(first: FloatArray, second: FloatArray, scale: Scale) -> FloatArray:
    """Return second − first of each person, or 0/1 for a gain within the bounds.

    :param first: scores in the wave before, not a number for who was not there
    """
    difference = second - first
    if scale.kind != "gain":
        return difference
    low, high = scale.numerator
    inside = (difference >= low - EPSILON) & (difference <= high + EPSILON)
    return np.where(np.isnan(difference), np.nan, inside)


def bounds_of(scale: Scale) -> tuple[float, float]:
    """Return the lowest and the highest value a figure can have, in its unit."""
    low, high = scale.bounds
    return (low - high, high - low) if scale.kind == "change" else (low, high)


def cell_sums(
    outcome: FloatArray, cells: NDArray[np.int64], number: int, weights: ArrayLike = 1.0
) -> FloatArray:
    """Return cells × 7 sums of one indicator over the respondents who have it."""
    valid = ~np.isnan(outcome)
    y, where = outcome[valid], cells[valid]
    w = np.broadcast_to(np.asarray(weights, float), outcome.shape)[valid]
    terms = (None, w, w * y, w * y * y, w * w, w * w * y, w * w * y * y)
    return np.stack(
        [np.bincount(where, term, minlength=number) for term in terms], axis=1
    ).astype(float)


def roll_up(
    sums: FloatArray, parts: NDArray[np.int64], targets: NDArray[np.int64], number: int
) -> FloatArray:
    """Return the sums of larger cells: `parts[k]` is part of `targets[k]`."""
    whole = np.zeros((*sums.shape[:-2], number, sums.shape[-1]))
    np.add.at(whole, (..., targets, slice(None)), sums[..., parts, :])
    return whole


@dataclass(frozen=True)
class Figures:
    """Estimates of cells, as people read them; not a number where there is none.

    ``error`` is the standard error without the finite population correction,
    ``spread`` the standard deviation of the outcomes.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    n: FloatArray
    error: FloatArray
    spread: FloatArray
    deff: FloatArray


def figures(
    kind: str,
    sums: FloatArray,
    population: ArrayLike | None = None,
    confidence: float = 0.95,
    bounds: tuple[ArrayLike, ArrayLike] = SCORE_BOUNDS,
    is_whole: ArrayLike = True,
) -> Figures:
    """Return the figures of cells from their sums (…, 7).

    Shares: Wilson. Recommendation: the difference of two shares of the same people.
    Means: Student, with as many degrees of freedom as the weights leave, n/deff − 1.
    Weights enter by Kish's design effect in the shares, by linearisation in the
    standard errors, √(n/(n−1)·Σ(w·(y−ȳ)/Σw)²) (Särndal, Swensson and Wretman 1992,
    5.7).

    A median is not in sums: its own interval comes from ``medians``. A change is about
    what happens to people and knows no finite population.

    :param population: members asked, by cell; 0 where not known
    :param bounds: of the score; Student's interval does not know where it ends
    :param is_whole: the cells that weights were made for. In any other, those of
        unequal weights have no finite population: when all of them answered, the
        weighted figure still is not that of all
    """
    n, w, wy, wyy, ww, wwy, wwyy = np.moveaxis(np.asarray(sums, float), -1, 0)
    some = n > 0
    n_safe, w_safe = np.where(some, n, 1.0), np.where(some, w, 1.0)
    mean = wy / w_safe
    deff = np.where(some, n_safe * ww / w_safe**2, 1.0)
    rest = np.maximum(0.0, wwyy - 2 * mean * wwy + mean**2 * ww) / w_safe**2
    spread = np.maximum(0.0, wyy / w_safe - mean**2)
    left = np.where(n > 1, n_safe / np.where(n > 1, n - 1, 1.0), np.nan)
    factor, error = 100.0, np.sqrt(rest * left)
    if kind in PAIRED or population is None:
        population = 0
    population = np.where(is_whole | (deff <= 1 + EPSILON), population, 0)
    if kind in SHARES:
        # with whole numbers, the share of nobody and of everybody are exact
        low, high = wilson_interval(
            np.round(mean * n_safe, 9), n_safe, confidence, population, deff
        )
    elif kind == "nps":
        given = wyy / w_safe
        low, high = difference_interval(
            (given + mean) / 2, (given - mean) / 2, n_safe, confidence, population, deff
        )
    else:
        correction = fpc(n, population, less=0)
        half = t_quantile(n / deff - 1, confidence) * error * correction
        low = np.maximum(bounds[0], mean - half)
        high = np.minimum(bounds[1], mean + half)
        factor = 1.0
    spread = np.sqrt(spread * np.where(n > 1, left, 1.0))
    parts = [factor * part for part in (mean, low, high, error, spread)]
    mean, low, high, error, spread = (np.where(some, part, np.nan) for part in parts)
    return Figures(mean, low, high, n, error, spread, deff)


def distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return ``(rows of `keys` that differ, sorted, which of them each row is)``.

    Rows are compared as one number: by columns it would take ten times as long.
    """
    codes = np.zeros(len(keys), np.int64)
    for column in keys.T:
        codes = codes * (int(column.max(initial=0)) + 1) + column
    _codes, first, places = np.unique(codes, return_index=True, return_inverse=True)
    return keys[first], places


def place_of(ids: Sequence[int], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the position in sorted `ids` of each of `wanted`."""
    return np.searchsorted(np.asarray(ids), wanted)
