# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may answer a need, how well, and why.

Each component lies in [0, 1], or is None where it is not known: what nobody told
earns nothing and is said to be unknown. Two-way proposals follow the reciprocal
recommenders of Pizzato et al. (2010): a match needs both sides.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import exp, log

from .geography import distance_km

WEIGHTS = {
    "cover": 0.45,
    "proximity": 0.20,
    "availability": 0.15,
    "relatedness": 0.10,
    "freshness": 0.10,
}
# distance at which proximity has fallen to 37 %
REACH_KM = 40.0
HALF_LIFE_DAYS = 365.0
# introductions received that halve what is shown
FAIRNESS = 5.0
# fewer holders than this are not told apart: a rare skill would point at somebody
LEAST_HOLDERS = 5

Period = tuple[date | None, date | None]
Square = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked. `skills` maps each skill to its weight (see `rarity`)."""

    skills: Mapping[int, float]
    activities: frozenset[int] = frozenset()
    languages: frozenset[int] = frozenset()
    square: Square | None = None
    radius_km: float = 0.0
    is_remote: bool = False
    period: Period = (None, None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What somebody let the asker see; None is what she did not tell."""

    key: int
    offer: int | None = None
    skills: frozenset[int] = frozenset()
    activities: frozenset[int] = frozenset()
    languages: frozenset[int] | None = None
    square: Square | None = None
    radius_km: float = 0.0
    periods: tuple[Period, ...] | None = None
    days_since_confirmed: int | None = None
    introductions: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with its components and what they come from."""

    key: int
    offer: int | None
    components: Mapping[str, float | None]
    score: float
    shown: float
    covered: tuple[int, ...]
    missing: tuple[int, ...]
    km: float | None
    days: int | None
    introductions: int


def rarity(holders: int, members: int) -> float:
    """Return idf = ln((N+1)/(df+1)), at least 0."""
    floor = min(max(holders, LEAST_HOLDERS), members)
    return max(0.0, log((members + 1) / (floor + 1)))


def cover(weights: Mapping[int, float], held: Iterable[int]) -> float | None:
    """Return the share of the wanted weight that `held` covers; None: nothing wanted.

    Asymmetric on purpose: what somebody knows besides does not lower her score.
    """
    if not weights:
        return None
    found = weights.keys() & set(held)
    total = sum(weights.values())
    if not total:
        return len(found) / len(weights)
    return sum(weights[skill] for skill in sorted(found)) / total


def proximity(km: float | None, is_remote: bool = False) -> float | None:
    """Return exp(-d/40 km), 1 for what can be done from anywhere."""
    if is_remote:
        return 1.0
    return None if km is None else exp(-km / REACH_KM)


def availability(asked: Period, offered: Iterable[Period] | None) -> float | None:
    """Return the share of the days asked that the periods offered cover."""
    start, end = asked
    if start is None and end is None:
        return 1.0
    if offered is None:
        return None
    start, end = start or end, end or start
    days: set[int] = set()
    for first, last in offered:
        begin = max(start, first or start).toordinal()
        days.update(range(begin, min(end, last or end).toordinal() + 1))
    return len(days) / (end.toordinal() - start.toordinal() + 1)


def freshness(days: int | None) -> float | None:
    """Return 0.5^(days/365)."""
    return None if days is None else 0.5 ** (max(days, 0) / HALF_LIFE_DAYS)


def total(components: Mapping[str, float | None]) -> float:
    """Return S, the weighted sum of what is known."""
    return sum(weight * (components[name] or 0) for name, weight in WEIGHTS.items())


def fair(score: float, introductions: int) -> float:
    """Return S/(1 + e/5): who was introduced often lately steps back."""
    return score / (1 + introductions / FAIRNESS)


def mutual(one: float, other: float) -> float:
    """Return the harmonic mean of both directions."""
    return 2 * one * other / (one + other) if one + other else 0.0


def passes(need: Need, candidate: Candidate, km: float | None) -> bool:
    """Tell whether language and distance allow it; what is unknown does."""
    if need.languages and candidate.languages is not None:
        if not need.languages & candidate.languages:
            return False
    if need.is_remote or km is None:
        return True
    limits = [radius for radius in (need.radius_km, candidate.radius_km) if radius]
    return not limits or km <= min(limits)


def evaluate(
    need: Need, candidate: Candidate, related: Mapping[int, float]
) -> Match | None:
    """Return the match, or None when a gate is closed or nothing is covered.

    :param related: how related each activity is to those of the need
    """
    covered = need.skills.keys() & candidate.skills
    if need.skills and not covered:
        return None
    km = None
    if need.square and candidate.square and not need.is_remote:
        km = distance_km(*need.square, *candidate.square)
    if not passes(need, candidate, km):
        return None
    near = [related.get(activity, 0.0) for activity in candidate.activities]
    components = {
        "cover": cover(need.skills, candidate.skills),
        "proximity": proximity(km, need.is_remote),
        "availability": availability(need.period, candidate.periods),
        "relatedness": max(near, default=0.0) if need.activities else None,
        "freshness": freshness(candidate.days_since_confirmed),
    }
    if not (covered or components["relatedness"]):
        return None
    score = total(components)
    return Match(
        key=candidate.key,
        offer=candidate.offer,
        components=components,
        score=score,
        shown=fair(score, candidate.introductions),
        covered=tuple(sorted(covered)),
        missing=tuple(sorted(need.skills.keys() - covered)),
        km=km,
        days=candidate.days_since_confirmed,
        introductions=candidate.introductions,
    )


def order(match: Match) -> tuple[float, float, int, bool, int]:
    """Return the key that ranks matches; equals stay in one order whatever came first.

    Of one person an offer goes before her profile, which says less.
    """
    return (
        -round(match.shown, 9),
        -round(match.score, 9),
        match.key,
        match.offer is None,
        match.offer or 0,
    )


def rank(
    need: Need,
    candidates: Iterable[Candidate],
    related: Mapping[int, float],
    size: int,
) -> list[Match]:
    """Return the `size` best matches, one per key, the best first."""
    best: dict[int, Match] = {}
    for candidate in candidates:
        match = evaluate(need, candidate, related)
        if match is None:
            continue
        known = best.get(match.key)
        if known is None or order(match) < order(known):
            best[match.key] = match
    return heapq.nsmallest(size, best.values(), key=order)
