# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lots, price tiers and what is missing to the next one.

Quantities are whole numbers of steps (the smallest quantity a member can ask
for), so that kilograms by the half and pieces are counted the same exact way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal


@dataclass(frozen=True)
class Tier:
    """A price per step from `min_quantity` steps on."""

    min_quantity: int
    price: Decimal


@dataclass(frozen=True)
class Demand:
    """What members ask for together, under one ceiling on the price (None: any)."""

    firm: int
    tolerance: int = 0
    max_price: Decimal | None = None


@dataclass(frozen=True)
class OrderUp:
    """Ordering `extra` steps more costs `saving` less in total."""

    extra: int
    total: Decimal
    saving: Decimal


@dataclass(frozen=True)
class Plan:
    """What would be ordered now, and what would change it (all in steps)."""

    firm: int
    tolerance: int
    lots: int
    ordered: int
    price: Decimal | None
    missing_to_lot: int
    next_price: Decimal | None
    missing_to_price: int
    order_up: OrderUp | None

    @property
    def from_tolerance(self) -> int:
        return max(0, self.ordered - self.firm)

    @property
    def unserved(self) -> int:
        return max(0, self.firm - self.ordered)


def to_steps(quantity: float | Decimal | str, step: float | Decimal | str) -> int:
    """Count a quantity in steps.

    :raises ValueError: the quantity is no whole number of steps
    """
    ratio = Decimal(str(quantity)) / Decimal(str(step))
    if ratio != ratio.to_integral_value():
        raise ValueError(f"{quantity} is not a multiple of {step}")
    return int(ratio)


def ceil_steps(quantity: float | Decimal | str, step: float | Decimal | str) -> int:
    """Smallest number of steps that reaches a quantity (for price breaks)."""
    ratio = Decimal(str(quantity)) / Decimal(str(step))
    return int(ratio.to_integral_value(rounding=ROUND_CEILING))


def count_lots(firm: int, tolerance: int, lot: int) -> int:
    """Full lots; tolerance completes a lot that firm demand began, never more."""
    lots, rest = divmod(firm, lot)
    return lots + (1 if rest and rest + tolerance >= lot else 0)


def missing_to(lots: int, firm: int, tolerance: int, lot: int) -> int:
    """Smallest firm demand to add so that `lots` lots are filled."""
    if lots <= 0:
        return 0
    begun = (lots - 1) * lot + 1
    return max(0, min(lots * lot, max(begun, lots * lot - tolerance)) - firm)


def price_at(quantity: int, tiers: Iterable[Tier]) -> Decimal | None:
    """Lowest price reached at a quantity; the threshold itself already gives it.

    The lowest and not the last one reached: so does Odoo choose a vendor price.
    """
    reached = [tier.price for tier in tiers if tier.min_quantity <= quantity]
    return min(reached, default=None)


def _lots_for(quantity: int, lot: int, min_lots: int) -> int:
    return max(min_lots, -(-quantity // lot))


def _find_next_price(
    price: Decimal | None, ordered: int, tiers: Sequence[Tier]
) -> Tier | None:
    better = [
        tier
        for tier in tiers
        if tier.min_quantity > ordered and (price is None or tier.price < price)
    ]
    return min(better, key=lambda tier: (tier.min_quantity, tier.price), default=None)


def advise_order_up(
    ordered: int, tiers: Sequence[Tier], lot: int = 1, min_lots: int = 0
) -> OrderUp | None:
    """Say when a larger order costs less in total, else None.

    17 pieces at 9.20 cost 156.40, 18 at 8.50 cost 153.00: one more is advised.
    """
    price = price_at(ordered, tiers)
    if not ordered or price is None:
        return None
    total = ordered * price
    best: OrderUp | None = None
    for tier in tiers:
        quantity = _lots_for(tier.min_quantity, lot, min_lots) * lot
        new_price = price_at(quantity, tiers)
        if quantity <= ordered or new_price is None or quantity * new_price >= total:
            continue
        new_total = quantity * new_price
        if best is None or (new_total, quantity) < (best.total, ordered + best.extra):
            best = OrderUp(quantity - ordered, new_total, total - new_total)
    return best


def make_plan(
    firm: int, tolerance: int, lot: int, tiers: Sequence[Tier], min_lots: int = 0
) -> Plan:
    """Plan one product: lots, price at the pooled quantity, and distances.

    :param min_lots: what the supplier asks for at least, in lots; below it
        nothing is ordered
    """
    filled = count_lots(firm, tolerance, lot)
    lots = filled if filled >= min_lots else 0
    ordered = lots * lot
    # Below the first break there is no price yet: show the one it would start at.
    entry = _lots_for(1, lot, min_lots) * lot
    price = price_at(ordered or entry, tiers)
    upcoming = _find_next_price(price, ordered, tiers)
    to_price = 0
    if upcoming:
        target = _lots_for(upcoming.min_quantity, lot, min_lots)
        to_price = missing_to(target, firm, tolerance, lot)
    return Plan(
        firm=firm,
        tolerance=tolerance,
        lots=lots,
        ordered=ordered,
        price=price,
        missing_to_lot=missing_to(max(min_lots, lots + 1), firm, tolerance, lot),
        next_price=upcoming.price if upcoming else None,
        missing_to_price=to_price,
        order_up=advise_order_up(ordered, tiers, lot, min_lots),
    )


def make_plan_with_ceilings(
    demands: Sequence[Demand], lot: int, tiers: Sequence[Tier], min_lots: int = 0
) -> tuple[Plan, Decimal | None]:
    """Plan with members who pay no more than a ceiling.

    Demands whose ceiling is under the price leave; the pool then shrinks and the
    price may rise, so it is repeated until nobody leaves. The price only rises on
    the way: the result is the largest pool in which everybody accepts the price.

    :return: the plan, and the price that decided who left (None: nobody did).
        A demand with a ceiling under that price is out.
    """
    barrier: Decimal | None = None
    while True:
        kept = [
            demand
            for demand in demands
            if barrier is None
            or demand.max_price is None
            or demand.max_price >= barrier
        ]
        plan = make_plan(
            sum(demand.firm for demand in kept),
            sum(demand.tolerance for demand in kept),
            lot,
            tiers,
            min_lots,
        )
        price = plan.price
        leaving = price is not None and any(
            demand.max_price is not None and demand.max_price < price for demand in kept
        )
        if not leaving:
            return plan, barrier
        barrier = price
