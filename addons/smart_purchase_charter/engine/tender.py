# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rank the offers of a call for tenders by weights that were written beforehand.

Price: 100 × the lowest price / the price. Date: 100 on the earliest day, nothing
``days`` later. Grade: points of the charter's grade. A grade that is not known is
neither 0 nor 100: the offer has an interval, and is placed by its middle.
"""

from dataclasses import dataclass
from datetime import date

GRADE_POINTS = {"exemplary": 100.0, "compliant": 75.0, "progress": 50.0}
GRADE_POINTS["insufficient"] = 25.0
UNKNOWN_GRADES = ("unknown", "provisional")
EXCLUDED = "excluded"
DIGITS = 1


@dataclass(frozen=True)
class Weights:
    """Percentages that sum to 100; `days` late after which a date is worth nothing."""

    price: float
    date: float
    grade: float
    days: int = 30


@dataclass(frozen=True)
class Offer:
    """One offer: its price in one currency for all; None: not given."""

    key: int
    price: float
    day: date | None
    grade: str


@dataclass(frozen=True)
class Ranked:
    """A place, or None without a price or for an excluded supplier."""

    key: int
    rank: int | None
    low: float
    high: float
    price_points: float
    date_points: float
    grade_points: float | None
    is_certain: bool = True

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def rank(offers: list[Offer], weights: Weights) -> dict[int, Ranked]:
    """Return the place of each offer by its key; equal scores share a place."""
    valid = [offer for offer in offers if _takes_part(offer)]
    lowest = min((offer.price for offer in valid), default=0.0)
    earliest = min((offer.day for offer in valid if offer.day), default=None)
    scored = {
        offer.key: _score(offer, weights, lowest, earliest)
        for offer in offers
        if offer in valid
    }
    placed = {row.key: row for row in _place(list(scored.values()))}
    outside = {
        offer.key: Ranked(offer.key, None, 0.0, 0.0, 0.0, 0.0, None)
        for offer in offers
        if offer.key not in placed
    }
    return placed | outside


def _takes_part(offer: Offer) -> bool:
    return offer.price > 0 and offer.grade != EXCLUDED


def _score(
    offer: Offer, weights: Weights, lowest: float, earliest: date | None
) -> Ranked:
    price = 100.0 * lowest / offer.price
    day = _date_points(offer.day, earliest, weights.days)
    grade = GRADE_POINTS.get(offer.grade)
    known = (weights.price * price + weights.date * day) / 100
    low = known + weights.grade * (grade or 0.0) / 100
    high = known + weights.grade * (100.0 if grade is None else grade) / 100
    return Ranked(
        offer.key,
        0,
        round(low, DIGITS),
        round(high, DIGITS),
        round(price, DIGITS),
        round(day, DIGITS),
        grade,
    )


def _date_points(day: date | None, earliest: date | None, days: int) -> float:
    if day is None or earliest is None:
        return 0.0
    late = (day - earliest).days
    if days <= 0:
        return 100.0 if late <= 0 else 0.0
    return max(0.0, 100.0 * (1 - late / days))


def _place(rows: list[Ranked]) -> list[Ranked]:
    rows = sorted(rows, key=lambda row: (-row.middle, row.key))
    return [
        Ranked(
            row.key,
            1 + sum(other.middle > row.middle for other in rows),
            row.low,
            row.high,
            row.price_points,
            row.date_points,
            row.grade_points,
            _is_certain(row, rows),
        )
        for row in rows
    ]


def _is_certain(row: Ranked, rows: list[Ranked]) -> bool:
    """Whether no grade that may still come would change the place of the offer."""
    others = [other for other in rows if other.key != row.key]
    return all(
        other.high < row.low or other.low > row.high or _are_known(row, other)
        for other in others
    )


def _are_known(one: Ranked, other: Ranked) -> bool:
    return one.grade_points is not None and other.grade_points is not None
