# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Share what the supplier billed between those who got the goods.

The bill of a product is shared by quantity received; what is billed for no product
of the pool (freight, fees, a rounding) by value, and so are the taxes, by what each
product bears. The parts give the bill back to the cent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .money import split_amount


@dataclass(frozen=True)
class Part:
    """Who got how many steps of which product (what stays may be a part of one)."""

    key: int
    product: int
    quantity: int | Fraction


@dataclass(frozen=True)
class Amounts:
    """An amount without taxes and the taxes on it."""

    untaxed: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.untaxed + other.untaxed, self.tax + other.tax)

    @property
    def total(self) -> Decimal:
        return self.untaxed + self.tax


def settle(
    parts: Sequence[Part],
    products: Mapping[int, Amounts],
    bill: Amounts,
    rounding: Decimal,
) -> dict[int, Amounts]:
    """Share a bill.

    :param parts: unique keys; in the order that decides ties
    :param products: what was billed for each product; taxes here only weigh
    :param bill: totals of the bill, with all that is billed for no product
    :return: amounts by key; their sum is `bill`
    :raises ValueError: a product was billed of which nobody got anything
    """
    by_product: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        by_product[part.product].append(part)
    untaxed: dict[int, Decimal] = {part.key: Decimal(0) for part in parts}
    tax_weights: dict[int, Fraction] = dict.fromkeys(untaxed, Fraction(0))
    values: dict[int, Fraction] = dict.fromkeys(untaxed, Fraction(0))
    for product, amounts in products.items():
        quantities = {part.key: part.quantity for part in by_product[product]}
        for key, amount in split_amount(amounts.untaxed, quantities, rounding).items():
            untaxed[key] += amount
        for key, share in _get_shares(quantities).items():
            values[key] += share * Fraction(abs(amounts.untaxed))
            tax_weights[key] += share * Fraction(abs(amounts.tax))
    if not any(values.values()):
        values = {part.key: Fraction(part.quantity) for part in parts}
    common = bill.untaxed - sum(untaxed.values())
    for key, amount in split_amount(common, values, rounding).items():
        untaxed[key] += amount
    taxed = any(tax_weights.values())
    taxes = split_amount(bill.tax, tax_weights if taxed else values, rounding)
    return {key: Amounts(untaxed[key], taxes[key]) for key in untaxed}


def _get_shares(quantities: Mapping[int, int | Fraction]) -> dict[int, Fraction]:
    total = sum(quantities.values())
    if not total:
        return {key: Fraction(1, len(quantities)) for key in quantities}
    return {key: Fraction(part) / total for key, part in quantities.items()}
