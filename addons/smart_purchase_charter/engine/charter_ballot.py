# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a committee may decide, and what it decides."""

from collections.abc import Iterable
from dataclasses import dataclass

RULES = ("simple", "absolute", "two_thirds")
# one person alone is no committee, whatever the others declared
LEAST_VOTES = 2


@dataclass(frozen=True)
class Vote:
    """One seat: what it voted (None: nothing yet), and whether it must stay out."""

    choice: str | None
    is_out: bool = False


@dataclass(frozen=True)
class Tally:
    """How a vote stands; `outcome` is None without quorum."""

    eligible: int
    cast: int
    needed: int
    in_favour: int
    against: int
    abstained: int
    outcome: str | None

    @property
    def has_quorum(self) -> bool:
        return self.cast >= self.needed

    @property
    def is_complete(self) -> bool:
        return self.cast == self.eligible


def needed_votes(eligible: int, quorum: int) -> int:
    """Return how many of `eligible` seats make `quorum` percent, rounded up."""
    return max(LEAST_VOTES, -(-eligible * quorum // 100))


def carries(rule: str, in_favour: int, against: int, eligible: int) -> bool:
    """Tell whether the proposal wins; a tie does not, abstentions are no votes.

    simple: more for than against · absolute: more than half of the eligible seats ·
    two_thirds: of those for or against.
    """
    if rule == "absolute":
        return 2 * in_favour > eligible
    if rule == "two_thirds":
        return in_favour > 0 and 3 * in_favour >= 2 * (in_favour + against)
    return in_favour > against


def tally(votes: Iterable[Vote], quorum: int, rule: str) -> Tally:
    """Count the votes; seats that are out count neither as votes nor in the quorum."""
    choices = [vote.choice for vote in votes if not vote.is_out]
    eligible = len(choices)
    in_favour, against, abstained = (
        choices.count(choice) for choice in ("for", "against", "abstain")
    )
    cast = in_favour + against + abstained
    needed = needed_votes(eligible, quorum)
    outcome = None
    if cast >= needed:
        won = carries(rule, in_favour, against, eligible)
        outcome = "accepted" if won else "rejected"
    return Tally(eligible, cast, needed, in_favour, against, abstained, outcome)
