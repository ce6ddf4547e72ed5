# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Split an amount over shares so that the parts give it back to the cent."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Weight = Decimal | Fraction | int


def split_amount(
    amount: Decimal, weights: Mapping[Key, Weight], rounding: Decimal
) -> dict[Key, Decimal]:
    """Split by largest remainder in units of the currency's rounding.

    Keys are served in the mapping's order when remainders tie. Without any
    positive weight the parts are equal.

    :param amount: a multiple of `rounding`; may be negative (a refund)
    :raises ValueError: nobody to split over, a negative weight, or an amount
        that the currency cannot express
    """
    if not amount:
        return {key: Decimal(0) for key in weights}
    if not weights or any(weight < 0 for weight in weights.values()):
        raise ValueError("an amount needs parts of positive weight to be split over")
    units = abs(amount) / rounding
    if units != units.to_integral_value():
        raise ValueError(f"{amount} is not a multiple of {rounding}")
    parts = _split_units(int(units), weights)
    sign = 1 if amount > 0 else -1
    return {key: sign * part * rounding for key, part in parts.items()}


def _split_units(units: int, weights: Mapping[Key, Weight]) -> dict[Key, int]:
    shares = {key: Fraction(weight) for key, weight in weights.items()}
    total = sum(shares.values())
    if not total:
        shares, total = dict.fromkeys(shares, Fraction(1)), Fraction(len(shares))
    quotas = {key: units * share / total for key, share in shares.items()}
    parts = {key: quota.__floor__() for key, quota in quotas.items()}
    left = units - sum(parts.values())
    # sorted() is stable: equal remainders keep the order of the mapping.
    by_remainder = sorted(quotas, key=lambda key: parts[key] - quotas[key])
    for key in by_remainder[:left]:
        parts[key] += 1
    return parts
