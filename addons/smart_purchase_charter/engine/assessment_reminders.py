# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When to remind of a date to come."""

from __future__ import annotations

from datetime import date

BEFORE = (30, 60, 90)


def due(today: date, until: date) -> int | None:
    """Return which reminder is due: 90, 60 or 30 days before the end, or None.

    The one that fits today, so that a morning without run is caught up by one message
    and not by three.
    """
    left = (until - today).days
    if left < 0:
        return None
    return next((days for days in BEFORE if left <= days), None)
