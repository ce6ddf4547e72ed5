# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The last days of a pooled order: complete lots, never break one.

Quantities are whole numbers of steps.
"""

from dataclasses import dataclass

from .pooling import count_lots


@dataclass(frozen=True)
class Asked:
    """What is asked for surely, and how much more if a lot needs it."""

    firm: int
    tolerance: int = 0


def missing_in_lot(total: Asked, lot: int) -> int:
    """Steps that the lot begun still lacks; 0 when none is begun or it is filled."""
    rest = total.firm % lot
    if not rest or rest + total.tolerance >= lot:
        return 0
    return lot - rest - total.tolerance


def may_change(others: Asked, old: Asked, new: Asked, lot: int) -> bool:
    """Tell whether a member may go from `old` to `new` while lots are completed.

    Three ways are open: more tolerance; fewer steps missing, with no lot less and no
    tolerance less; tolerance turned into firm demand, step by step.

    :param others: what all the others ask for
    """
    before = Asked(others.firm + old.firm, others.tolerance + old.tolerance)
    after = Asked(others.firm + new.firm, others.tolerance + new.tolerance)
    more_firm, more_tolerance = new.firm - old.firm, new.tolerance - old.tolerance
    if not more_firm and more_tolerance >= 0:
        return True
    if count_lots(after.firm, after.tolerance, lot) < count_lots(
        before.firm, before.tolerance, lot
    ):
        return False
    if more_firm > 0 and more_firm == -more_tolerance:
        return True
    missing = missing_in_lot(before, lot)
    return more_tolerance >= 0 and missing_in_lot(after, lot) < missing
