# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What incidents do to a grade, and for how long.

Each weighs 1 on its day and 0 at its end, in a straight line. As long as it weighs
something, one severe incident, or major ones in two themes, hold the grade at
"progress". More than 5 majors of a theme are as bad as a severe one, and so are more
than 25 minors; five minors in each of two themes are as bad as a major.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from .scoring import RANKS, Result

SEVERITIES = ("minor", "major", "severe")
MANY_MAJORS = 5
MANY_MINORS = 25
SOME_MINORS = 5
HELD_AT = "progress"


@dataclass(frozen=True)
class Incident:
    theme: str
    severity: str
    happened_on: date
    ends_on: date


@dataclass(frozen=True)
class Watch:
    """The worst that weighs, the themes it is in, whether it holds the grade."""

    level: str = ""
    is_holding: bool = False
    codes: tuple[str, ...] = ()
    is_suspended: bool = False


def weight(incident: Incident, as_of: date) -> Fraction:
    """Return what is left of an incident on a day, between 1 and 0."""
    if not incident.happened_on <= as_of < incident.ends_on:
        return Fraction(0)
    days = (incident.ends_on - incident.happened_on).days
    return Fraction((incident.ends_on - as_of).days, days)


def watch(
    incidents: Iterable[Incident], as_of: date, is_suspended: bool = False
) -> Watch:
    """Sum up the incidents of one supplier on a day."""
    sums: dict[str, dict[str, Fraction]] = {
        name: defaultdict(Fraction) for name in SEVERITIES
    }
    for incident in incidents:
        left = weight(incident, as_of)
        if left:
            sums[incident.severity][incident.theme] += left
    severe = _severe_themes(sums)
    major = set(sums["major"])
    minor = {name for name, left in sums["minor"].items() if left >= SOME_MINORS}
    majors = len(major) + (len(minor) >= 2)
    if severe:
        level, codes = "severe", severe
    elif majors:
        level, codes = "major", major | (minor if len(minor) >= 2 else set())
    else:
        level, codes = ("minor" if sums["minor"] else ""), set(sums["minor"])
    return Watch(level, bool(severe) or majors >= 2, tuple(sorted(codes)), is_suspended)


def hold(result: Result | None, seen: Watch) -> Result | None:
    """Return the result as the incidents leave it; None is a supplier unknown."""
    if seen.is_suspended:
        nothing = Result("unknown", "no_criteria", None, Fraction(0), (), {}, {})
        return replace(
            result or nothing, grade="excluded", reason="suspended", score=None
        )
    if not result or not seen.is_holding or result.grade not in RANKS:
        return result
    if RANKS.index(result.grade) <= RANKS.index(HELD_AT):
        return result
    return replace(result, grade=HELD_AT, reason="incident", codes=seen.codes)


def _severe_themes(sums: dict[str, dict[str, Fraction]]) -> set[str]:
    many = {
        *(name for name, left in sums["major"].items() if left > MANY_MAJORS),
        *(name for name, left in sums["minor"].items() if left > MANY_MINORS),
    }
    return set(sums["severe"]) | many
