# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much a group works together, against chance; how complete its chain is."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

# months in which a tie loses half of its weight when nothing follows
HALF_LIFE = 24.0
# members that make a stage of the value chain count as covered
STAGE_LEAST = 10


class Cohesion(NamedTuple):
    """What is known of a group of n members; None where it cannot be said."""

    mean_degree: float | None
    density: float | None
    ratio: float | None
    ei_index: float | None
    ei_expected: float | None


def tie_weight(
    coefficient: float, participants: int, months: float, half_life: float = HALF_LIFE
) -> float:
    """Return what one event of `participants` people adds to each of their ties."""
    if participants < 2:
        return 0.0
    return coefficient / (participants - 1) * 0.5 ** (months / half_life)


def cohesion(
    members: int, population: int, ties: int, weight_in: float, weight_out: float
) -> Cohesion:
    """Measure a group of `members` among `population`, the group included.

    `ties` are those between members of the group, `weight_in` their weights,
    `weight_out` those of the ties with the rest. A ratio above 1 means that they work
    together more than with others; the index is to be read beside its expectation.
    """
    possible_in = members * (members - 1) / 2
    possible_out = members * (population - members)
    possible = possible_in + possible_out
    weight = weight_in + weight_out
    within = weight_in / possible_in if possible_in else None
    across = weight_out / possible_out if possible_out else None
    return Cohesion(
        mean_degree=2 * ties / members if members else None,
        density=ties / possible_in if possible_in else None,
        ratio=within / across if within is not None and across else None,
        ei_index=(weight_out - weight_in) / weight if weight else None,
        ei_expected=1 - 2 * possible_in / possible if possible else None,
    )


def chain_cover(counts: Sequence[int], least: int = STAGE_LEAST) -> float | None:
    """Return the share of the stages that have at least `least` members."""
    return sum(count >= least for count in counts) / len(counts) if counts else None


def evenness(counts: Sequence[int]) -> float | None:
    """Return J = −Σ p ln p / ln S over the S stages: 1 when all are as strong."""
    total = sum(counts)
    if not total or len(counts) < 2:
        return None
    shares = [count / total for count in counts if count]
    return -sum(share * log(share) for share in shares) / log(len(counts))
