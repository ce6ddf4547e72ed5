# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How far two people who coded the same texts agree beyond chance."""

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from .statistics import critical_value

EPSILON = 1e-9
# with 30 texts of two codes, a kappa of .85 has an error of .10: it tells .85 from .65
MANY_TEXTS = 30
# with fewer than 10, one text moves kappa by .20 and more
FEWEST_TEXTS = 10


class Agreement(NamedTuple):
    """Cohen's kappa of `n` texts; `low` and `high` bound it at the confidence asked.

    An ``error`` of zero is no certainty: the formula gives it whenever all agree, and
    the bounds then say nothing.
    """

    kappa: float
    low: float
    high: float
    observed: float
    n: int
    error: float


def needed_texts(there: int) -> int:
    """Return how many texts two people have to code for kappa to tell something.

    A sample of 30, or all of them when there are fewer: then nothing is left that the
    coders might see otherwise. Of fewer than ten even all tell nothing.
    """
    return min(MANY_TEXTS, max(FEWEST_TEXTS, there))


def cross_table(
    first: Sequence[Hashable], second: Sequence[Hashable]
) -> list[list[int]]:
    """Return how often each pair of codes was given, codes in order of appearance."""
    codes = list(dict.fromkeys([*first, *second]))
    rank = {code: at for at, code in enumerate(codes)}
    table = [[0] * len(codes) for _code in codes]
    for one, other in zip(first, second, strict=True):
        table[rank[one]][rank[other]] += 1
    return table


def cohen_kappa(
    table: Sequence[Sequence[float]], confidence: float = 0.95
) -> Agreement:
    """Return Cohen's kappa with its interval.

    Cohen 1960; large-sample standard error of Fleiss, Cohen and Everitt 1969,
    Psychological Bulletin 72. Example: [20, 5; 10, 15] gives 0.40.

    :param table: square, rows of the first coder and columns of the second
    :raises ValueError: without texts, or when both gave one and the same code to
        all of them: chance alone would agree
    """
    n = sum(sum(row) for row in table)
    if not n:
        raise ValueError("No text was coded by both")
    p = [[cell / n for cell in row] for row in table]
    rows = [sum(row) for row in p]
    columns = [sum(column) for column in zip(*p, strict=True)]
    observed = sum(p[at][at] for at in range(len(p)))
    chance = sum(r * c for r, c in zip(rows, columns, strict=True))
    if chance >= 1:
        raise ValueError("Both gave one and the same code to all texts")
    kappa = (observed - chance) / (1 - chance)
    error = math.sqrt(max(0.0, _variance(p, rows, columns, observed, chance)) / n)
    half = critical_value(confidence) * error
    return Agreement(
        kappa,
        max(-1.0, kappa - half),
        min(1.0, kappa + half),
        observed,
        round(n),
        error if error > EPSILON else 0.0,
    )


def _variance(p, rows, columns, observed, chance):
    """Return n times the variance of kappa (Fleiss, Cohen and Everitt, formula 13)."""
    inside = sum(
        p[at][at] * ((1 - chance) - (rows[at] + columns[at]) * (1 - observed)) ** 2
        for at in range(len(p))
    )
    outside = sum(
        p[i][j] * (columns[i] + rows[j]) ** 2
        for i in range(len(p))
        for j in range(len(p))
        if i != j
    )
    rest = (observed * chance - 2 * chance + observed) ** 2
    return (inside + (1 - observed) ** 2 * outside - rest) / (1 - chance) ** 4
