# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""On which days something that comes back goes out."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3}


def add_months(day: date, months: int) -> date:
    """Return `day` so many months later, on the last day of a month too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_key(rhythm: str, day: date) -> str:
    """Return the name of the period `day` is in: one line sends once per period."""
    if rhythm == "weekly":
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    if rhythm == "monthly":
        return f"{day.year}-{day.month:02}"
    if rhythm == "quarterly":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return "once"


def occurrences(rhythm: str, start: date, end: date) -> list[tuple[str, date]]:
    """Return (key of the period, day) from `start` to `end` included, in order."""
    if rhythm not in ("weekly", *MONTHS):
        return [("once", start)]
    days, rank = [], 0
    day = start
    while day <= end:
        days.append((period_key(rhythm, day), day))
        rank += 1
        day = (
            start + timedelta(weeks=rank)
            if rhythm == "weekly"
            else add_months(start, MONTHS[rhythm] * rank)
        )
    return days
