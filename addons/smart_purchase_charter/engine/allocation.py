# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Share what arrived between those who asked for it, and say why.

Quantities are whole numbers of steps. What was set by hand comes first, then firm
demand level by level, then tolerance level by level. Members with equal claims are
served in the order of `rank`, then of `key`.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DIVISOR = "divisor"
FIRST_COME = "first_come"
MAX_MIN = "max_min"
PRIORITY = "priority"

FULL = "full"
FULL_WITH_TOLERANCE = "full_with_tolerance"
SHORT = "short"
NOTHING = "nothing"
BY_HAND = "by_hand"


@dataclass(frozen=True)
class Claim:
    """Who asks, how much surely, how much more if a lot needs it, and when."""

    key: int
    firm: int
    tolerance: int = 0
    rank: int = 0
    level: int = 0
    """Served once all lower levels have what they asked for."""
    by_hand: int | None = None
    """Set by a person, as far as it arrived."""


@dataclass(frozen=True)
class Share:
    """What a member gets: from the firm part, from the tolerance, and why."""

    firm: int
    tolerance: int
    reason: str

    @property
    def total(self) -> int:
        return self.firm + self.tolerance


@dataclass(frozen=True)
class Allocation:
    shares: dict[int, Share]
    left: int
    """Steps that nobody asked for: they stay with the structure."""


Policy = Callable[[Sequence[int], int], list[int]]


def allocate(claims: Sequence[Claim], supply: int, policy: str = DIVISOR) -> Allocation:
    """Share `supply` steps between claims.

    The default policy never takes a step back from anybody when more arrives,
    so it can be run again after each delivery.

    :raises ValueError: negative numbers or an unknown policy
    """
    if supply < 0 or any(claim.firm < 0 or claim.tolerance < 0 for claim in claims):
        raise ValueError("quantities to share cannot be negative")
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {policy}")
    ordered = sorted(claims, key=lambda claim: (claim.rank, claim.key))
    by_hand, supply = _give_by_hand(ordered, supply)
    ordered = [claim for claim in ordered if claim.by_hand is None]
    firm, supply = _by_level(ordered, supply, policy, "firm")
    tolerance, supply = _by_level(ordered, supply, policy, "tolerance")
    shares = {
        claim.key: Share(
            firm[claim.key],
            tolerance[claim.key],
            _explain(claim, firm[claim.key], tolerance[claim.key]),
        )
        for claim in ordered
    }
    return Allocation(shares | by_hand, supply)


def _give_by_hand(claims: Sequence[Claim], supply: int) -> tuple[dict[int, Share], int]:
    shares = {}
    for claim in claims:
        if claim.by_hand is not None:
            got = min(claim.by_hand, supply)
            shares[claim.key] = Share(got, 0, BY_HAND)
            supply -= got
    return shares, supply


def _by_level(
    claims: Sequence[Claim], supply: int, policy: str, part: str
) -> tuple[dict[int, int], int]:
    """Share between the claims of each level in turn; return shares and the rest."""
    given: dict[int, int] = {}
    for level in sorted({claim.level for claim in claims}):
        served = [claim for claim in claims if claim.level == level]
        caps = [getattr(claim, part) for claim in served]
        shares = POLICIES[policy](caps, supply)
        given.update(zip((claim.key for claim in served), shares, strict=True))
        supply -= sum(shares)
    return given, supply


def _explain(claim: Claim, firm: int, tolerance: int) -> str:
    if tolerance:
        return FULL_WITH_TOLERANCE
    if firm == claim.firm:
        return FULL
    return SHORT if firm else NOTHING


def share_first_come(caps: Sequence[int], supply: int) -> list[int]:
    """Serve fully in order until nothing is left."""
    shares = []
    for cap in caps:
        got = min(cap, supply)
        shares.append(got)
        supply -= got
    return shares


def share_max_min(caps: Sequence[int], supply: int) -> list[int]:
    """Serve everybody step by step (water filling): small demands are met first."""
    if supply >= sum(caps):
        return list(caps)
    shares = [0] * len(caps)
    by_size = sorted(range(len(caps)), key=lambda index: (caps[index], index))
    left, waiting = supply, len(caps)
    for index in by_size:
        level = left // waiting
        if caps[index] > level:
            break
        shares[index] = caps[index]
        left -= caps[index]
        waiting -= 1
    level, rest = divmod(left, waiting) if waiting else (0, 0)
    for index in sorted(by_size[len(caps) - waiting :]):
        shares[index] = level + (1 if rest > 0 else 0)
        rest -= 1
    return shares


def _lower_bound(cap: int, supply: int, total: int, count: int) -> int:
    """Steps that the method surely gives, to start from instead of from zero.

    Shares are the caps over one divisor, rounded half up or down, and rounding
    adds at most count / 2 in all: share >= cap * (supply - count / 2) / total - 1/2.
    """
    return max(0, -((total - cap * (2 * supply - count)) // (2 * total)))


def share_by_divisor(caps: Sequence[int], supply: int) -> list[int]:
    """Proportional shares by Sainte-Laguë's divisors 1, 3, 5…, capped.

    Each next step goes to the highest cap / (2 × got + 1). Unlike the largest
    remainder it is monotone: one step more never costs somebody a step.
    """
    total = sum(caps)
    if supply >= total:
        return list(caps)
    if not supply:
        return [0] * len(caps)
    shares = [_lower_bound(cap, supply, total, len(caps)) for cap in caps]
    heap = [
        (-cap / (2 * got + 1), index)
        for index, (cap, got) in enumerate(zip(caps, shares, strict=True))
        if got < cap
    ]
    heapq.heapify(heap)
    for _step in range(supply - sum(shares)):
        _priority, index = heap[0]
        shares[index] += 1
        if shares[index] < caps[index]:
            priority = -caps[index] / (2 * shares[index] + 1)
            heapq.heapreplace(heap, (priority, index))
        else:
            heapq.heappop(heap)
    return shares


POLICIES: dict[str, Policy] = {
    DIVISOR: share_by_divisor,
    FIRST_COME: share_first_come,
    MAX_MIN: share_max_min,
    # in proportion within each level
    PRIORITY: share_by_divisor,
}
