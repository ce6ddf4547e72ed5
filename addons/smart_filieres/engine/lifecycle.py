# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a filière may go on, what tells that it declines, what an animator carries."""

import operator
from dataclasses import dataclass

OPERATORS = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
HOURS_PER_FTE = 1600
# how far behind the straight line an objective may be before it is at risk, then lost
ON_TRACK, AT_RISK = 0.9, 0.6


@dataclass(frozen=True)
class Gate:
    """A condition; without `measure` a person answers it, with evidence.

    `is_open` says that a person may answer although the measure is known, because
    the rules name an alternative to it.
    """

    key: int
    measure: str | None = None
    operator: str = ">="
    threshold: float = 0.0
    is_open: bool = False


@dataclass(frozen=True)
class Verdict:
    """`status` is met, unmet or unknown; `by` says what decided: measure or answer."""

    gate: Gate
    status: str
    by: str
    value: float | None = None


def judge(gate: Gate, value: float | None, answer: bool | None) -> Verdict:
    """Tell whether `gate` is met.

    A measure decides when it is known. An answer counts where there is no measure,
    where it is unknown, or where the rules leave an alternative to an unmet measure.

    >>> judge(Gate(1, "members", ">=", 30), 29, True).status
    'unmet'
    >>> judge(Gate(1, "members", ">=", 30), None, True).status
    'met'
    """
    if gate.measure and value is not None:
        if OPERATORS[gate.operator](value, gate.threshold):
            return Verdict(gate, "met", "measure", value)
        if gate.is_open and answer:
            return Verdict(gate, "met", "answer", value)
        return Verdict(gate, "unmet", "measure", value)
    if answer is None:
        return Verdict(gate, "unknown", "answer", value)
    return Verdict(gate, "met" if answer else "unmet", "answer", value)


def progress(baseline: float, target: float, value: float) -> float:
    """Return the share of the way from `baseline` to `target`, in both directions.

    >>> progress(40, 100, 70), progress(20, 10, 15)
    (0.5, 0.5)
    """
    if target == baseline:
        return 1.0 if value == target else 0.0
    return (value - baseline) / (target - baseline)


def expected_status(done: float, elapsed: float) -> str:
    """Return the status of an objective `done` so far when `elapsed` of its time is.

    Both are shares. Half the way after half the time is on track; less than 60 % of
    the straight line is off track, and so is whatever is late.

    >>> expected_status(0.5, 0.5), expected_status(0.4, 0.5), expected_status(0.2, 0.5)
    ('on_track', 'at_risk', 'off_track')
    """
    if done >= 1:
        return "met"
    if elapsed >= 1:
        return "off_track"
    if done >= ON_TRACK * elapsed:
        return "on_track"
    return "at_risk" if done >= AT_RISK * elapsed else "off_track"


def full_time_equivalent(hours: float) -> float:
    """Return full-time posts for `hours` in a year of 1,600 hours."""
    return hours / HOURS_PER_FTE


def animator_load(members: int, hours: float) -> float | None:
    """Return members per full-time animator; None when nobody gives an hour.

    >>> animator_load(120, 800)
    240.0
    """
    return members / full_time_equivalent(hours) if hours else None


def hours_per_hundred(members: int, hours: float) -> float | None:
    """Return hours per 100 members, what filières are compared by."""
    return 100 * hours / members if members else None


@dataclass(frozen=True)
class Facts:
    """What is known of a filière; None is unknown and never a signal."""

    members_change: float | None = None
    months_without_meeting: float | None = None
    animator_hours_quarter: float | None = None
    needs_filled: float | None = None
    objectives_off_track_twice: int | None = None


def decline_signals(facts: Facts) -> list[str]:
    """Return the keys of the signals of decline that `facts` give.

    >>> decline_signals(Facts(members_change=-0.25, needs_filled=0.2))
    ['members']
    """
    signals = {
        "members": (facts.members_change, lambda v: v <= -0.25),
        "meetings": (facts.months_without_meeting, lambda v: v >= 6),
        "hours": (facts.animator_hours_quarter, lambda v: v == 0),
        "needs": (facts.needs_filled, lambda v: v < 0.10),
        "objectives": (facts.objectives_off_track_twice, lambda v: v >= 2),
    }
    return [
        key
        for key, (value, tells) in signals.items()
        if value is not None and tells(value)
    ]
