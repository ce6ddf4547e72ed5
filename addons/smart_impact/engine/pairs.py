# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People who answered two waves: sums by cell, from which paired tests follow.

A person has an outcome y and a weight w in each wave. The sums add up over cells, as
those of one wave do (``cube``).
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
# n; of each wave w, wy, w², w²y, w²y²; of both w·w′ alone, with y, with y′, with y·y′;
# then who went up and who went down
SUMS = 17


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


def covariance_of_means(
    sums: FloatArray, first_weight: FloatArray, second_weight: FloatArray
) -> FloatArray:
    """Return the covariance of the two means: r·s₁·s₂·n₁₂/(n₁·n₂) without weights.

    Kish 1965, Survey Sampling, 12.4; with weights by linearisation, Σww′(y−ȳ)(y′−ȳ′)
    over the people in both, divided by the weight of all in either wave.

    :param first_weight: Σw of everybody in the first wave, by cell
    """
    n, joint, a, b, ab = sums[..., 0], *np.moveaxis(sums[..., 11:15], -1, 0)
    some = (n > 1) & (joint > 0)
    centred = ab - a * b / np.where(some, joint, 1.0)
    sizes = np.where(some, first_weight * second_weight, 1.0)
    left = n / np.where(some, n - 1, 1.0)
    return np.where(some, left * centred / np.where(sizes > 0, sizes, np.inf), 0.0)


def differences(sums: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return ``(n, Σd, Σd²)`` of cells with the same people both times.

    Without weights d is the difference of a person. With weights it is linearised, the
    difference of the two means plus n times what she adds to it, w′(y′−ȳ′)/Σw′ −
    w(y−ȳ)/Σw: its mean is the change of the figures as they are shown, and its
    standard error the linearised one (Särndal, Swensson and Wretman 1992, 5.5).
    """
    n, v, va, vv, vva, vvaa, w, wb, ww, wwb, wwbb, joint, ja, jb, jab = np.moveaxis(
        sums[..., :15], -1, 0
    )
    v, w = np.where(n > 0, v, 1.0), np.where(n > 0, w, 1.0)
    first, second = va / v, wb / w
    own = (vvaa - 2 * first * vva + first**2 * vv) / v**2
    own = own + (wwbb - 2 * second * wwb + second**2 * ww) / w**2
    shared = jab - first * jb - second * ja + first * second * joint
    squares = np.maximum(0.0, own - 2 * shared / (v * w))
    change = second - first
    return n, n * change, n * change**2 + n**2 * squares


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
