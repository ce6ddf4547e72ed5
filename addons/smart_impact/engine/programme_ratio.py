# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures that are a numerator over a denominator, and what of them may be shown."""

from collections.abc import Sequence

Part = tuple[float, float]


class NoDenominator(ValueError):
    """There is nothing to divide by."""


def ratio(parts: Sequence[Part], factor: float = 1.0) -> float:
    """Return factor × Σ numerators / Σ denominators.

    A ratio of sums, never a mean of ratios: 30/40 and 10/160 give 20 %, not 40.6 %.

    :param parts: (numerator, denominator) of each territory
    :raises NoDenominator: when denominators sum to zero
    """
    numerator = sum(part[0] for part in parts)
    denominator = sum(part[1] for part in parts)
    if not denominator:
        raise NoDenominator("The denominators sum to zero")
    return factor * numerator / denominator


def is_small(people: int, of_whom: int | None, minimum: int) -> bool:
    """Say whether a figure tells about fewer than `minimum` people.

    :param people: people counted in the denominator, or in the whole figure
    :param of_whom: those of them in the numerator, None when it counts no people.
        Neither these nor the others may be few; nobody at all tells nothing.
    """
    if 0 < people < minimum:
        return True
    if of_whom is None:
        return False
    return 0 < of_whom < minimum or 0 < people - of_whom < minimum
