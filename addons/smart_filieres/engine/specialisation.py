# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much of a place's activity a filière is, and how sure one can be of it.

Throughout, x_ir counts the members of filière i in place r, x_i those of the filière
everywhere, x_r all members of the place and x all members; only members whose activity
is known count. Weights of one member split over several filières are welcome: the
counts may be fractions.

Location quotient: Florence, P. Sargant (1939), Report on the Location of Industry.
"""

from collections.abc import Sequence
from math import sqrt

# members of an average place that are mixed in before a small place is believed
SHRINKAGE = 50.0


def location_quotient(x_ir: float, x_i: float, x_r: float, x: float) -> float | None:
    """Return (x_ir/x_r)/(x_i/x): 1 is like the whole; None where nobody is known."""
    if not (x_r and x_i and x):
        return None
    return (x_ir / x_r) / (x_i / x)


def shrunk_quotient(
    x_ir: float, x_i: float, x_r: float, x: float, shrinkage: float = SHRINKAGE
) -> float | None:
    """Return the quotient after mixing in `shrinkage` members of an average place.

    [(x_ir + k·p)/(x_r + k)]/p with p = x_i/x: three members of six no longer look like
    a specialised place.
    """
    if not (x_i and x) or x_r + shrinkage <= 0:
        return None
    share = x_i / x
    return (x_ir + shrinkage * share) / (x_r + shrinkage) / share


def significance(x_ir: float, x_i: float, x_r: float, x: float) -> float | None:
    """Return z, how many standard deviations of a binomial x_ir is above its share."""
    if not (x_r and x):
        return None
    share = x_i / x
    if not 0 < share < 1:
        return None
    return (x_ir - x_r * share) / sqrt(x_r * share * (1 - share))


def concentration(counts: Sequence[float]) -> float | None:
    """Return the Herfindahl-Hirschman index of `counts` over places, in (0, 1]."""
    total = sum(counts)
    if not total:
        return None
    return sum((count / total) ** 2 for count in counts)


def effective_places(counts: Sequence[float]) -> float | None:
    """Return 1/HHI: over how many equal places the counts are as spread as they are."""
    index = concentration(counts)
    return None if index is None else 1 / index


def relatedness(both: float, holders_i: float, holders_j: float) -> float:
    """Return min(P(i|j), P(j|i)) over members who hold both activities, in [0, 1]."""
    most = max(holders_i, holders_j)
    return both / most if most else 0.0
