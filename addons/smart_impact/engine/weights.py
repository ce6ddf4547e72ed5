# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Weights that give back to each group its part of the members asked."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

TRIM = (0.3, 3.0)


def post_stratification(
    population: ArrayLike, respondents: ArrayLike
) -> NDArray[np.float64]:
    """Return the weight w = N_h / n_h of a respondent of each stratum.

    Holt and Smith 1979, JRSS A 142. A stratum of nobody counts for nothing.

    :raises ValueError: a stratum with members and no respondent has no weight; join
        it to another first (``collapse``)
    """
    size, n = np.asarray(population, float), np.asarray(respondents, float)
    if np.any((size > 0) & (n <= 0)):
        raise ValueError("A stratum without respondents: join it to another")
    return np.divide(size, n, out=np.zeros_like(size), where=n > 0)


def collapse(
    population: Mapping[Hashable, int],
    respondents: Mapping[Hashable, int],
    least: int = 5,
) -> dict[Hashable, Hashable]:
    """Return the stratum each one is joined to: thin ones become one, ``None``.

    While what is joined stays under `least`, the next thinnest joins as well.
    """
    keys = sorted(
        population.keys() | respondents.keys(),
        key=lambda key: (respondents.get(key, 0), str(key)),
    )
    joined, held = [], 0
    for key in keys:
        n = respondents.get(key, 0)
        if n >= least and (not joined or held >= least):
            break
        joined.append(key)
        held += n
    return {key: None if key in joined else key for key in keys}


def raking(
    codes: Sequence[ArrayLike],
    targets: Sequence[ArrayLike],
    rounds: int = 1000,
    tolerance: float = 1e-8,
    accepted: float = 1e-4,
) -> NDArray[np.float64]:
    """Return one weight per respondent that meets every margin.

    Iterative proportional fitting, Deming and Stephan 1940, Annals of Mathematical
    Statistics 11: each margin in turn is brought to its target, until all hold.

    :param codes: by variable, the category 0…k−1 of each respondent
    :param targets: by variable, the number of members in each category; the first
        says how many members there are, the others are brought to its total
    :param tolerance: relative gap at which the rounds stop
    :param accepted: largest gap that may be left, as a part of all members
    :raises ValueError: a category with members has no respondent, or no weights meet
        all margins, as where one category holds the respondents of another alone
    """
    targets = [np.asarray(target, float) for target in targets]
    total = targets[0].sum()
    targets = [target * total / target.sum() for target in targets]
    # respondents alike in all have one weight
    cells, place, people = np.unique(
        np.ravel_multi_index(
            [np.asarray(code, int) for code in codes], [len(one) for one in targets]
        ),
        return_inverse=True,
        return_counts=True,
    )
    codes = np.unravel_index(cells, [len(one) for one in targets])
    weights = np.ones(len(cells))
    for _round in range(rounds):
        gap = 0.0
        for code, target in zip(codes, targets, strict=True):
            ratio = _correction(code, weights * people, target)
            gap = max(gap, float(np.abs(ratio - 1).max(initial=0.0)))
            weights *= ratio[code]
        if gap < tolerance:
            break
    left = max(
        float(np.abs(np.bincount(code, weights * people, len(target)) - target).max())
        for code, target in zip(codes, targets, strict=True)
    )
    if left > accepted * total:
        raise ValueError("No weights meet these margins together")
    return weights[place]


def _correction(code, weights, target):
    """Return what brings each category of a margin to its target."""
    reached = np.bincount(code, weights, minlength=len(target))
    if np.any((reached <= 0) & (target > 0)):
        raise ValueError("A category without respondents: join it to another")
    return np.divide(target, reached, out=np.ones_like(target), where=reached > 0)


def margin_gap(
    code: ArrayLike, target: ArrayLike, weights: ArrayLike
) -> tuple[int, float, float]:
    """Return the category furthest from its part of the members, and both parts.

    :return: ``(category, part wanted, part reached)``, parts of 100
    """
    target, weights = np.asarray(target, float), np.asarray(weights, float)
    wanted = 100 * target / target.sum()
    reached = np.bincount(np.asarray(code, int), weights, len(target))
    reached = 100 * reached / weights.sum()
    worst = int(np.abs(reached - wanted).argmax())
    return worst, float(wanted[worst]), float(reached[worst])


def trim(weights: ArrayLike, bounds: tuple[float, float] = TRIM) -> NDArray[np.float64]:
    """Return weights of mean 1, none outside `bounds`, which lie around 1.

    All are multiplied by one factor, then cut: the one whose mean is 1, so that what
    is cut off is spread over the others in proportion (Potter 1990). A group may be
    left short of its part: ``margin_gap`` says of how much.
    """
    weights = np.asarray(weights, float)
    weights = weights / weights.mean()
    low, high = bounds
    values, place, people = np.unique(weights, return_inverse=True, return_counts=True)

    def cut(factor):
        return np.clip(factor * values, low, high)

    # the mean rises with the factor: at the first all are low, at the last all high
    below, above = low / values[-1], high / values[values > 0][0]
    if low <= values[0] and values[-1] <= high:
        return weights
    for _half in range(200):
        middle = np.sqrt(below * above)
        if not below < middle < above:
            break
        if cut(middle) @ people < len(weights):
            below = middle
        else:
            above = middle
    return cut(above)[place]


def design_effect(weights: ArrayLike) -> float:
    """Return Kish's 1 + cv²: n·Σw² / (Σw)². Kish 1965, Survey Sampling, 11.7."""
    weights = np.asarray(weights, float)
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def r_indicator(population: ArrayLike, respondents: ArrayLike) -> float:
    """Return how alike respondents and members asked are: R = 1 − 2·S(ρ).

    Schouten, Cobben and Bethlehem 2009, Survey Methodology 35; ρ is the response
    rate of a stratum, S its spread over the members. 1 is alike, 0 is not at all.
    Rates of small strata differ by chance alone: that part of S² is taken out
    (Shlomo, Skinner and Schouten 2012, Journal of Statistical Planning and Inference
    142); of a stratum of one it is not known. Strata of nobody say nothing.

    :raises ValueError: nobody was asked
    """
    size, n = np.asarray(population, float), np.asarray(respondents, float)
    size, n = size[size > 0], n[size > 0]
    whole = size.sum()
    if whole <= 1:
        raise ValueError("Representativity needs members asked")
    rates, mean = n / size, n.sum() / whole
    spread = (size * (rates - mean) ** 2).sum() / (whole - 1)
    several = size > 1
    drawn = size * rates * (1 - rates) / np.where(several, size - 1, 1.0)
    chance = (drawn[several].sum() - mean * (1 - mean)) / whole
    spread = max(0.0, spread - max(0.0, chance))
    return float(max(0.0, 1 - 2 * np.sqrt(spread)))
