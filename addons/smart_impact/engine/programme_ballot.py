# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a body decided."""

ADOPTED, REJECTED, NO_QUORUM = "adopted", "rejected", "no_quorum"


def decide(
    seats: int,
    in_favour: int,
    against: int,
    abstentions: int,
    quorum: float = 50.0,
    majority: str = "simple",
) -> str:
    """Return the outcome of a vote.

    :param quorum: percentage of the seats that have to vote, abstentions included
    :param majority: `simple`: more for than against; `absolute`: more than half of
        the seats; `two_thirds`: two thirds of the votes that are not abstentions
    :raises ValueError: more votes than seats
    """
    cast = in_favour + against + abstentions
    if cast > seats:
        raise ValueError(f"{cast} votes for {seats} seats")
    if not cast or 100 * cast < quorum * seats:
        return NO_QUORUM
    reached = {
        "simple": in_favour > against,
        "absolute": 2 * in_favour > seats,
        "two_thirds": in_favour > 0 and 3 * in_favour >= 2 * (in_favour + against),
    }
    return ADOPTED if reached[majority] else REJECTED
