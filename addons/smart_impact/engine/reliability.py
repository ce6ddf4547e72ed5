# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How well the items of a scale hold together."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtri

# part of the variance of an item under which it has none of its own
HEYWOOD = 1e-6


def cronbach_alpha(items: ArrayLike) -> float:
    """Return Cronbach's α = k/(k−1)·(1 − Σs²ᵢ/s²ₜ). Cronbach 1951, Psychometrika 16.

    :param items: respondents × items, complete, all in the same direction
    :return: not a number for one item, or when everybody scores alike
    """
    items = np.asarray(items, float)
    n, k = items.shape
    if n < 2 or k < 2:
        return float("nan")
    apart = items - items.mean(axis=0)
    parts = np.einsum("ij,ij->", apart, apart)
    total = apart.sum(axis=1)
    whole = total @ total
    if whole <= 1e-12 * (n - 1) * max(1.0, np.abs(items).max() ** 2):
        return float("nan")
    return float(k / (k - 1) * (1 - parts / whole))


def feldt_interval(
    alpha: float, n: int, k: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Return the interval of α by Feldt 1965, Psychometrika 30.

    (1−α̂)/(1−α) has an F distribution with n−1 and (n−1)(k−1) degrees of freedom
    (Feldt, Woodruff and Salih 1987, Applied Psychological Measurement 11).
    """
    if np.isnan(alpha) or n < 2 or k < 2:
        return float("nan"), float("nan")
    first, second = n - 1, (n - 1) * (k - 1)
    tail = (1 - confidence) / 2
    low = 1 - (1 - alpha) * fdtri(first, second, 1 - tail)
    high = 1 - (1 - alpha) * fdtri(first, second, tail)
    return float(low), float(high)


def mcdonald_omega(items: ArrayLike, rounds: int = 500) -> float:
    """Return McDonald's ω of one common factor: (Σλ)² / ((Σλ)² + Σψ).

    McDonald 1999, Test Theory, ch. 6; loadings λ by iterated principal axes on the
    covariances. Not a number under three items, where one factor is not determined,
    nor when everybody scores alike, nor where the factor takes the whole variance of an
    item (Heywood 1931, Proceedings of the Royal Society A 134): with nothing of its own
    left, the solution is improper and ω comes out too high.
    """
    items = np.asarray(items, float)
    if items.shape[0] < 3 or items.shape[1] < 3:
        return float("nan")
    covariance = np.cov(items, rowvar=False)
    if not np.all(np.diag(covariance) > 0):
        return float("nan")
    loadings = _one_factor(covariance, rounds)
    if np.any(loadings**2 >= np.diag(covariance) * (1 - HEYWOOD)):
        return float("nan")
    common = loadings.sum() ** 2
    unique = (np.diag(covariance) - loadings**2).sum()
    return float(common / (common + unique))


def _one_factor(covariance: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    shared = np.diag(covariance) / 2
    loadings = np.sqrt(shared)
    for _round in range(rounds):
        reduced = covariance.copy()
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        after = np.minimum(loadings**2, np.diag(covariance))
        if np.allclose(after, shared, atol=1e-10):
            break
        shared = after
    return loadings if loadings.sum() >= 0 else -loadings
