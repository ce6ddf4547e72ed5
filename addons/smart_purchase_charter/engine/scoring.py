# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Score and grade of one supplier against one version of the charter.

``score = 100 × Σ w·v·e / Σ w`` over the applicable criteria: v is the level reached,
e the strength of its proof. The grade then passes four gates, in this order: breach of
a knock-out criterion, facts missing, floor of each theme, bands of the score.
Fractions, not floats: a score of exactly 75 must fall on the right side of the band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

LEVEL_VALUES = tuple(Fraction(level, 4) for level in range(5))
PROOF_VALUES = {
    "none": Fraction(0),
    "declaration": Fraction(1, 2),
    "document": Fraction(4, 5),
    "third_party": Fraction(1),
}
PROOFS = tuple(PROOF_VALUES)
# the same value of each level with each proof, in whole parts
PARTS = 40
VALUE_PARTS = {
    (level, proof): int(PARTS * LEVEL_VALUES[level] * PROOF_VALUES[proof])
    for level in range(5)
    for proof in PROOFS
}
MIN_COVERAGE = Fraction(60, 100)
MAX_NOT_APPLICABLE = Fraction(30, 100)
BANDS = (
    (Fraction(75), "exemplary"),
    (Fraction(55), "compliant"),
    (Fraction(35), "progress"),
    (Fraction(0), "insufficient"),
)
# From the worst to the best; "unknown" is a state outside this scale.
RANKS = (
    "excluded",
    "provisional",
    "insufficient",
    "progress",
    "compliant",
    "exemplary",
)


@dataclass(frozen=True)
class Line:
    """What is known about one criterion.

    ``level`` is 0 to 4, or None when nobody answered. ``proof`` is a key of
    ``PROOF_VALUES``; the caller passes "none" for a proof expired or rejected.
    ``floor`` is the least result, out of 100, that the theme must reach.
    """

    code: str
    theme: str
    weight: Fraction
    level: int | None
    proof: str = "none"
    is_knock_out: bool = False
    is_breach: bool = False
    is_not_applicable: bool = False
    floor: Fraction = Fraction(30)

    @property
    def value(self) -> Fraction:
        """Share of the weight that is earned, between 0 and 1."""
        if self.level is None:
            return Fraction(0)
        return LEVEL_VALUES[self.level] * PROOF_VALUES[self.proof]

    @property
    def is_covered(self) -> bool:
        """An answer counts once it is proven; nobody proves a "nothing" (level 0)."""
        return self.level == 0 or (self.level is not None and self.proof != "none")

    @property
    def is_unproven(self) -> bool:
        return self.level is None or self.proof == "none"


@dataclass(frozen=True)
class Result:
    """Grade, the gate that decided it, and the figures behind.

    ``score`` is None wherever a number would mislead (unknown, provisional, excluded).
    ``codes`` are the criteria, or the themes for ``theme_floor``, that the gate names.
    ``points`` gives each criterion's share of the score, out of 100.
    """

    grade: str
    reason: str
    score: Fraction | None
    coverage: Fraction
    codes: tuple[str, ...]
    points: dict[str, Fraction]
    themes: dict[str, Fraction]


@lru_cache(maxsize=1024)
def to_fraction(number: float) -> Fraction:
    """Exact value of a decimal as people typed it (0.1 is 1/10)."""
    return Fraction(str(number))


class _Counted(NamedTuple):
    """A line with its weight and what it earns, in whole parts: they add up fast."""

    line: Line
    weight: int
    earned: int


def score(lines: Sequence[Line]) -> Result:
    """Grade a supplier from the lines of its applicable criteria."""
    rows = _count(lines)
    counted = [row for row in rows if not row.line.is_not_applicable]
    total = sum(row.weight for row in counted)
    raw = _weighted_mean(counted)
    coverage = _coverage(counted, total)
    themes = _themes(counted)
    grade, reason, codes = _pass_gates(rows, counted, raw, coverage, themes)
    return Result(
        grade=grade,
        reason=reason,
        score=raw if reason in ("band", "theme_floor") else None,
        coverage=coverage,
        codes=codes,
        points=_points(rows, total),
        themes=themes,
    )


def band(value: Fraction) -> str:
    """Name of the half-open band of a score out of 100; the last one is closed."""
    return next(name for low, name in BANDS if value >= low)


def _count(lines: Sequence[Line]) -> list[_Counted]:
    """Bring all weights to one denominator, and what they earn to fortieths of it."""
    scale = lcm(*(line.weight.denominator for line in lines))
    rows = []
    for line in lines:
        weight = line.weight.numerator * (scale // line.weight.denominator)
        value = 0 if line.level is None else VALUE_PARTS[line.level, line.proof]
        rows.append(_Counted(line, weight, weight * value))
    return rows


def _weighted_mean(rows: Sequence[_Counted]) -> Fraction:
    total = sum(row.weight for row in rows)
    if not total:
        return Fraction(0)
    return Fraction(100 * sum(row.earned for row in rows), PARTS * total)


def _coverage(rows: Sequence[_Counted], total: int) -> Fraction:
    if not total:
        return Fraction(0)
    return Fraction(sum(row.weight for row in rows if row.line.is_covered), total)


def _themes(rows: Sequence[_Counted]) -> dict[str, Fraction]:
    """Result out of 100 of each theme that has a weight."""
    by_theme: dict[str, list[_Counted]] = {}
    for row in rows:
        by_theme.setdefault(row.line.theme, []).append(row)
    return {
        theme: _weighted_mean(members)
        for theme, members in by_theme.items()
        if any(row.weight for row in members)
    }


def _points(rows: Sequence[_Counted], total: int) -> dict[str, Fraction]:
    return {
        row.line.code: Fraction(100 * row.earned, PARTS * total)
        if total and not row.line.is_not_applicable
        else Fraction(0)
        for row in rows
    }


def _pass_gates(rows, counted, raw, coverage, themes):
    """Return (grade, reason, codes) of the first gate that decides."""
    lines = [row.line for row in rows]
    breached = tuple(
        line.code for line in lines if line.is_knock_out and line.is_breach
    )
    if breached:
        return "excluded", "breach", breached
    if not any(row.weight for row in rows):
        return "unknown", "no_criteria", ()
    if _exceeds_not_applicable(rows):
        skipped = tuple(line.code for line in lines if line.is_not_applicable)
        return "provisional", "not_applicable", skipped
    counted = [row.line for row in counted]
    unproven = tuple(
        line.code for line in counted if line.is_knock_out and line.is_unproven
    )
    if unproven:
        return "provisional", "knock_out", unproven
    if coverage < MIN_COVERAGE:
        missing = tuple(line.code for line in counted if not line.is_covered)
        return "provisional", "coverage", missing
    floors = {line.theme: line.floor for line in counted}
    grade = band(raw)
    low = tuple(theme for theme, result in themes.items() if result < floors[theme])
    if low and RANKS.index(grade) > RANKS.index("progress"):
        return "progress", "theme_floor", low
    return grade, "band", ()


def _exceeds_not_applicable(rows: Sequence[_Counted]) -> bool:
    """Too much put aside empties the grade of its meaning."""
    everything = sum(row.weight for row in rows)
    skipped = sum(row.weight for row in rows if row.line.is_not_applicable)
    return skipped > MAX_NOT_APPLICABLE * everything
