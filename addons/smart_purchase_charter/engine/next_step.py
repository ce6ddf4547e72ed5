# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cheapest way up: what a supplier can do to reach the next grade.

Effort is counted in steps: one step is one level more or one kind of proof better.
A change on a single criterion is preferred; otherwise the gate that holds the supplier
back is opened first, criterion by criterion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .scoring import LEVEL_VALUES, PROOFS, RANKS, Line, Result, score


@dataclass(frozen=True)
class Step:
    """Bring the criterion ``code`` to this level and this proof."""

    code: str
    level: int
    proof: str


@dataclass(frozen=True)
class Advice:
    """Steps to take, and the grade and score that they give."""

    steps: tuple[Step, ...]
    result: Result


def cheapest_next_step(lines: Sequence[Line]) -> Advice | None:
    """Return the least effort that raises the grade, None where none can.

    None for an exemplary supplier, an unknown one (nothing to improve yet) and an
    excluded one: only the committee can state that a breach is over.
    """
    current = score(lines)
    if current.grade in ("excluded", "unknown", "exemplary"):
        return None
    return _single_change(lines, current) or _many_changes(lines, current)


def _single_change(lines: Sequence[Line], current: Result) -> Advice | None:
    candidates = sorted(
        (
            (_effort(line, better), -better.value, line.code, index, better)
            for index, line in enumerate(lines)
            for better in _improvements(line)
        ),
        key=lambda candidate: candidate[:4],
    )
    for *_order, index, better in candidates:
        result = score([*lines[:index], better, *lines[index + 1 :]])
        if _rank(result) > _rank(current):
            return Advice((_step(better),), result)
    return None


def _many_changes(lines: Sequence[Line], current: Result) -> Advice | None:
    """Open one gate after the other, the most fruitful criterion first."""
    improved = list(lines)
    changed: dict[int, Line] = {}
    result = current
    while _rank(result) <= _rank(current):
        found = _most_fruitful(improved, result)
        if found is None:
            return None
        index, better = found
        improved[index] = changed[index] = better
        result = score(improved)
    for index in changed:
        improved[index] = _least_change(lines[index], improved, index, current)
    steps = (_step(improved[i]) for i in changed if improved[i] != lines[i])
    return Advice(tuple(steps), score(improved))


def _least_change(line: Line, improved: list[Line], index: int, current: Result):
    """Return the smallest change of one criterion that keeps the grade gained."""
    for option in [line, *sorted(_improvements(line), key=lambda x: _effort(line, x))]:
        trial = [*improved[:index], option, *improved[index + 1 :]]
        if _rank(score(trial)) > _rank(current):
            return option
    return improved[index]


def _most_fruitful(lines: Sequence[Line], result: Result) -> tuple[int, Line] | None:
    """Return the best single change for the gate that decided the result."""
    best = None
    for index, line in enumerate(lines):
        if not _concerns(line, result):
            continue
        for better in _improvements(line):
            gain = _gain(line, better, result.reason) / _effort(line, better)
            if gain > 0 and (best is None or gain > best[0]):
                best = (gain, index, better)
    return best and best[1:]


def _concerns(line: Line, result: Result) -> bool:
    if line.is_not_applicable:
        return result.reason == "not_applicable"
    if result.reason == "theme_floor":
        return line.theme in result.codes
    if result.reason in ("knock_out", "coverage"):
        return line.code in result.codes
    return result.reason == "band"


def _gain(line: Line, better: Line, reason: str):
    """What a change brings: an answer for the first gates, points for the others."""
    if reason == "knock_out":
        return int(line.is_unproven and not better.is_unproven)
    if reason in ("coverage", "not_applicable"):
        return line.weight * (not line.is_covered and better.is_covered)
    return line.weight * (better.value - line.value)


def _improvements(line: Line) -> list[Line]:
    """Return every state of a criterion that is better than the present one."""
    level, proof = line.level or 0, PROOFS.index(line.proof)
    base = replace(line, is_not_applicable=False)
    return [
        replace(base, level=new_level, proof=PROOFS[new_proof])
        for new_level in range(max(level, 1), len(LEVEL_VALUES))
        for new_proof in range(max(proof, 1), len(PROOFS))
        if (new_level, new_proof) != (level, proof)
    ]


def _effort(line: Line, better: Line) -> int:
    proof = PROOFS.index(better.proof) - PROOFS.index(line.proof)
    return max(1, better.level - (line.level or 0) + proof)


def _rank(result: Result) -> int:
    return RANKS.index(result.grade) if result.grade in RANKS else -1


def _step(line: Line) -> Step:
    return Step(line.code, line.level, line.proof)
