# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Fold what members bought into rows that hold at least ``k`` of them each.

A row with fewer members loses detail until it has enough: first the place of the
members, then the supplier, then the category. What is still too small is left out and
counted. Rows are disjoint and any table is a sum of rows: neither a cell nor the
difference of two cells concerns fewer than ``k`` members.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

K = 5


@dataclass(frozen=True)
class Share:
    """What one member bought, in the currency of the company."""

    member: int
    amount: Decimal
    company: int
    year: int
    category: int | None = None
    supplier: int | None = None
    territory: int | None = None


@dataclass(frozen=True)
class Key:
    company: int
    year: int
    category: int | None = None
    supplier: int | None = None
    territory: int | None = None


@dataclass
class Row:
    key: Key
    amount: Decimal = Decimal()
    members: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Folded:
    rows: list[Row]
    masked_shares: int


def fold(shares: Iterable[Share], k: int = K) -> Folded:
    """Return rows of at least `k` members; amounts are conserved but for the masked."""
    rest, rows = list(shares), []
    for level in LEVELS:
        groups: dict[Key, list[Share]] = defaultdict(list)
        for share in rest:
            groups[level(share)].append(share)
        rest = []
        for key, group in groups.items():
            members = {share.member for share in group}
            if len(members) < k:
                rest += group
            else:
                amount = sum((share.amount for share in group), Decimal())
                rows.append(Row(key, amount, members))
    return Folded(rows, len(rest))


def _whole(share: Share) -> Key:
    return Key(
        share.company, share.year, share.category, share.supplier, share.territory
    )


def _without_territory(share: Share) -> Key:
    return Key(share.company, share.year, share.category, share.supplier)


def _without_supplier(share: Share) -> Key:
    return Key(share.company, share.year, share.category)


def _year(share: Share) -> Key:
    return Key(share.company, share.year)


LEVELS = (_whole, _without_territory, _without_supplier, _year)


@dataclass(frozen=True)
class Saving:
    """What several members buy from one supplier, each on her own."""

    company: int
    supplier: int
    amount: Decimal
    member_count: int


def savings(rows: Iterable[Row], k: int = K) -> list[Saving]:
    """Return the suppliers that `k` members buy from, the largest amount first.

    Only from folded rows: a supplier's total leads to no row that is not shown.
    """
    amounts: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    members: dict[tuple[int, int], set[int]] = defaultdict(set)
    for row in rows:
        if row.key.supplier:
            key = row.key.company, row.key.supplier
            amounts[key] += row.amount
            members[key] |= row.members
    found = [
        Saving(company, supplier, amount, len(members[company, supplier]))
        for (company, supplier), amount in amounts.items()
        if amount > 0 and len(members[company, supplier]) >= k
    ]
    return sorted(found, key=lambda saving: (-saving.amount, saving.supplier))
