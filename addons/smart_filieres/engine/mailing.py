# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What may be said of a mailing without saying it of somebody."""

SMALLEST = 5
ENOUGH = 100
TOO_MANY = 0.01


def shown(count: int, total: int, smallest: int = SMALLEST) -> int | None:
    """Return `count` out of `total`, or None where it would point at a few people.

    Masked as well when those who did *not* are few: they would be known by difference.
    """
    if total < smallest or 0 < count < smallest or 0 < total - count < smallest:
        return None
    return count


def unsubscribe_verdict(unsubscribed: int, sent: int) -> str:
    """Return "few" (too few to say), "ok" or "alert" (more than one in a hundred)."""
    if sent < ENOUGH:
        return "few"
    return "alert" if unsubscribed / sent > TOO_MANY else "ok"
