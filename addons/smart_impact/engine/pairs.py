# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People who answered two waves: sums by cell, from which paired tests follow.

A person has an outcome y and a weight w in each wave. The sums add up over cells, as
those of one wave do (``cube``).
"""

import numpy as np
from numpy.typing import NDArray

from .change import cohen_dz

FloatArray = NDArray[np.float64]
# n; of each wave w, wy, w², w²y, w²y²; of both w·w′ alone, with y, with y′, with y·y′;
# then who went up and who went down
SUMS = 17
EPSILON = 1e-12


def pair_sums(
    outcomes: tuple[FloatArray, FloatArray],
    weights: tuple[FloatArray, FloatArray],
    cells: NDArray[np.int64],
    number: int,
) -> FloatArray:
    """Return cells × 17 sums over the people who have the indicator both times."""
    valid = ~(np.isnan(outcomes[0]) | np.isnan(outcomes[1]))
    (a, b), (v, w) = (
        (first[valid], second[valid]) for first, second in (outcomes, weights)
    )
    where, joint = cells[valid], v * w
    terms = (
        None,
        *(v, v * a, v * v, v * v * a, v * v * a * a),
        *(w, w * b, w * w, w * w * b, w * w * b * b),
        *(joint, joint * a, joint * b, joint * a * b),
        *(b > a, b < a),
    )
    return np.stack(
        [np.bincount(where, term, minlength=number) for term in terms], axis=-1
    ).astype(float)


def correlation_of_means(
    sums: FloatArray, first_squares: FloatArray, second_squares: FloatArray
) -> FloatArray:
    """Return the correlation of the two means: r·n₁₂/√(n₁·n₂) without weights.

    Kish 1965, Survey Sampling, 12.4; r is Pearson's, of the people in both waves. With
    weights both parts are linearised: a person counts w(y−ȳ) in r, and w² in n₁₂, n₁
    and n₂.

    :param first_squares: Σw² of everybody in the first wave, by cell
    """
    own, theirs, shared = _centred(sums)
    everybody = first_squares * second_squares
    # what is left of sums of equal answers is rounding
    some = (own > EPSILON * sums[..., 5]) & (theirs > EPSILON * sums[..., 10])
    some &= everybody > 0
    r = shared / np.sqrt(np.where(some, own * theirs, 1.0))
    part = sums[..., 3] * sums[..., 8] / np.where(some, everybody, 1.0)
    found = np.clip(r, -1.0, 1.0) * np.sqrt(np.minimum(1.0, part))
    return np.where(some, found, 0.0)


def _centred(sums):
    """Return Σw²(y−ȳ)² of either wave and Σww′(y−ȳ)(y′−ȳ′), of the people in both."""
    n, v, va, vv, vva, vvaa, w, wb, ww, wwb, wwbb, joint, ja, jb, jab = np.moveaxis(
        sums[..., :15], -1, 0
    )
    v, w = np.where(n > 0, v, 1.0), np.where(n > 0, w, 1.0)
    first, second = va / v, wb / w
    own = np.maximum(0.0, vvaa - 2 * first * vva + first**2 * vv)
    theirs = np.maximum(0.0, wwbb - 2 * second * wwb + second**2 * ww)
    shared = jab - first * jb - second * ja + first * second * joint
    return own, theirs, shared


def differences(sums: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ``(n, Σd, Σd²)`` of cells with the same people both times.

    Without weights d is the difference of a person. With weights it is linearised, the
    difference of the two means plus n times what she adds to it, w′(y′−ȳ′)/Σw′ −
    w(y−ȳ)/Σw: its mean is the change of the figures as they are shown, and its
    standard error the linearised one (Särndal, Swensson and Wretman 1992, 5.5).
    """
    n = sums[..., 0]
    v, va, w, wb = (sums[..., at] for at in (1, 2, 6, 7))
    v, w = np.where(n > 0, v, 1.0), np.where(n > 0, w, 1.0)
    own, theirs, shared = _centred(sums)
    squares = np.maximum(0.0, own / v**2 + theirs / w**2 - 2 * shared / (v * w))
    change = wb / w - va / v
    return n, n * change, n * change**2 + n**2 * squares


def effect_size(sums: FloatArray) -> FloatArray:
    """Return d_z of the same people: the change in standard deviations of the changes.

    Of the answers, not of their weights: what these add to the error is taken out.
    """
    spread = np.sqrt(sums[..., 0])
    for squares, weight in ((3, 1), (8, 6)):
        w = np.where(sums[..., weight] > 0, sums[..., weight], 1.0)
        spread = spread * (sums[..., squares] / w**2) ** 0.25
    return cohen_dz(*differences(sums)) * spread


def expand(
    parts: NDArray[np.int64], targets: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return ``(position in wanted, target)``, one for each target of each of them."""
    order = np.argsort(parts, kind="stable")
    ordered = parts[order]
    left = np.searchsorted(ordered, wanted, "left")
    times = np.searchsorted(ordered, wanted, "right") - left
    position = np.repeat(np.arange(len(wanted)), times)
    step = np.arange(len(position)) - np.repeat(np.cumsum(times) - times, times)
    return position, targets[order][np.repeat(left, times) + step]
