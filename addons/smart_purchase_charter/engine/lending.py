# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When shared equipment is free, and when a loan is late. No clock: now is given."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Period = tuple[datetime, datetime]


def busy_union(periods: Iterable[Period]) -> list[Period]:
    """Return `periods` sorted, those that touch or overlap joined."""
    joined: list[Period] = []
    for start, end in sorted(periods):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def next_free(
    periods_by_item: Sequence[Sequence[Period]], start: datetime, length: timedelta
) -> datetime | None:
    """Return the first moment from `start` when one item is free for `length`.

    :param periods_by_item: what each item is taken for; None is returned without item
    """
    best = None
    for periods in periods_by_item:
        moment = start
        for busy_start, busy_end in busy_union(periods):
            if busy_end <= moment:
                continue
            if busy_start >= moment + length:
                break
            moment = busy_end
        best = moment if best is None else min(best, moment)
    return best


def whole_days_late(due: datetime, now: datetime) -> int:
    """Return the started days between `due` and `now`, 0 when not late."""
    late = now - due
    if late <= timedelta(0):
        return 0
    return late.days + bool(late % timedelta(days=1))
