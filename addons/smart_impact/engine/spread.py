# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which answers to a question may be counted, beside the figures made of them.

Number, mean and deviation of an indicator that rests on one question are three
equations in the numbers of its answers: with most of these shown, they give the few
that are hidden. So every answer of a few people keeps an alternative, other whole
numbers with the same figures in which `minimum` people or more gave it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .cube import EPSILON, PAIRED
from .disclosure import MINIMUM_CELL, suppress

Facts = list[NDArray[np.float64]]


def facts_of(
    kind: str,
    scores: NDArray[np.float64],
    numerator: tuple[float, float],
    is_alone: bool,
) -> Facts:
    """Return what an indicator tells: coefficients of the numbers of the answers.

    :param scores: of each answer, not a number without one
    :param is_alone: whether the indicator rests on this question alone; if not, its
        mean less the other questions tells the mean of this one
    """
    if kind in PAIRED:
        # a difference of the same people tells nothing of how many gave an answer
        return []
    scored = ~np.isnan(scores)
    # between 0 and 1, so that the squares stay exact
    score = np.where(scored, scores, 0.0) / 100
    if kind == "share":
        low, high = (bound / 100 for bound in numerator)
        found = [scored & (score >= low - EPSILON) & (score <= high + EPSILON)]
    elif kind == "nps":
        found = [score >= 0.9 - EPSILON, scored & (score <= 0.6 + EPSILON)]
    elif kind == "median":
        found = []
    else:
        found = [score, score**2]
    if not is_alone:
        return [score] if kind == "mean" else []
    return [np.asarray(fact, float) for fact in (scored, *found)]


def hide_answers(
    counts: Sequence[int], facts: Facts, minimum: int = MINIMUM_CELL
) -> NDArray[np.bool_]:
    """Return which answers stay hidden; when all do, their total does as well.

    An answer that nobody gave is told, unless others are hidden: it would narrow them.
    """
    given = np.asarray(counts, int)
    pattern = suppress(dict(enumerate(given.tolist())), minimum)
    if pattern.total_hidden:
        return np.ones(len(given), bool)
    hidden = np.array([place in pattern.hidden for place in range(len(given))], bool)
    if not hidden.any():
        return hidden
    hidden |= given == 0
    small = np.flatnonzero((given > 0) & (given < minimum))
    # the total is told with any share
    facts = [np.ones(len(given)), *facts]
    while not hidden.all():
        if all(_can_hold(given, hidden, facts, one, minimum) for one in small):
            break
        shown = np.flatnonzero(~hidden)
        hidden[shown[np.argmin(given[shown])]] = True
    return hidden


def _can_hold(given, hidden, facts, place, minimum):
    """Say whether other numbers of the hidden answers, with `minimum` here, fit too."""
    from scipy.optimize import LinearConstraint, milp  # 0.8 s, and few waves ask for it

    inside = np.flatnonzero(hidden)
    table = np.array([fact[inside] for fact in facts])
    sums = table @ given[inside]
    aim = np.where(inside == place, -1.0, 0.0)
    at_least = LinearConstraint(-aim, minimum, np.inf)
    result = milp(
        np.zeros(len(inside)),
        integrality=np.ones(len(inside)),
        constraints=[LinearConstraint(table, sums, sums), at_least],
        # what is not found by then is hidden
        options={"node_limit": 1000},
    )
    return bool(result.success)
