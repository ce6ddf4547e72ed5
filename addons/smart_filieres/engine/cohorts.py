# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was there at two moments, from how long people stayed."""

from collections.abc import Mapping


def changes(
    spans: Mapping[tuple[int, int], int], before: int, now: int
) -> tuple[int, int, int, int]:
    """Return ``(there now, came, went, there before)`` between two moments.

    :param spans: (first, last) → people who were there from moment `first` on and no
        more from `last` on; moments are ranks
    """
    there = came = went = there_before = 0
    for (first, last), people in spans.items():
        was, is_there = first <= before < last, first <= now < last
        there += people * is_there
        there_before += people * was
        came += people * (is_there and first > before)
        went += people * (was and last <= now)
    return there, came, went, there_before
