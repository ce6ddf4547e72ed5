# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a filière should meet: who lives near, how varied they are, which room is free.

score = members near × (1 + J) / 2, where J is the Shannon evenness of their activities:
a place where everybody does the same weighs half of one where all trades of the filière
meet. While J is unknown the score counts its middle, and its two ends are given.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from .geography import distance_km

RADIUS_KM = 25.0
# a count under this says too much about somebody
SMALLEST_COUNT = 5


@dataclass(frozen=True)
class Square:
    """Members of the filière whose home lies in one square of the grid."""

    latitude: float
    longitude: float
    members: int
    by_activity: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    key: int
    capacity: int
    is_accessible: bool = False
    is_free: bool = True


@dataclass(frozen=True)
class Place:
    """A shared workplace; `position` is None while its postal code is not known."""

    key: int
    name: str
    position: tuple[float, float] | None
    rooms: Sequence[Room] = ()


@dataclass(frozen=True)
class Wish:
    """What the meeting needs: seats, and a way in for everybody when asked."""

    seats: int
    must_be_accessible: bool = False


@dataclass(frozen=True)
class Choice:
    """One place with the figures that rank it; None is unknown or too small to say.

    `obstacle` says why it has no room: no_room, too_small, not_accessible, busy.
    """

    place: int
    near: int | None
    evenness: float | None
    score: float | None
    lowest: float | None
    highest: float | None
    room: int | None
    obstacle: str | None
    is_small: bool = False


def evenness(counts: Sequence[int], categories: int) -> float | None:
    """Return J = −Σ p ln p / ln S in [0, 1]; None without counts or with S under 2.

    :param categories: S, how many there could be, the absent ones included
    """
    total = sum(counts)
    if categories < 2 or not total:
        return None
    shares = [count / total for count in counts if count]
    return min(1.0, max(0.0, -sum(p * log(p) for p in shares) / log(categories)))


def find_room(rooms: Sequence[Room], wish: Wish) -> tuple[int | None, str | None]:
    """Return (the smallest room that suits, None) or (None, what is in the way)."""
    left, obstacle = list(rooms), "no_room"
    for name, suits in (
        ("too_small", lambda room: room.capacity >= wish.seats),
        ("not_accessible", lambda r: r.is_accessible or not wish.must_be_accessible),
        ("busy", lambda room: room.is_free),
    ):
        if left:
            obstacle = name
        left = [room for room in left if suits(room)]
    if left:
        return min(left, key=lambda room: (room.capacity, room.key)).key, None
    return None, obstacle


def squares_near(
    squares: Sequence[Square],
    position: tuple[float, float],
    radius_km: float = RADIUS_KM,
) -> list[Square]:
    """Return the squares whose centre lies within `radius_km`."""
    return [
        square
        for square in squares
        if distance_km(*position, square.latitude, square.longitude) <= radius_km
    ]


def judge(
    place: Place,
    squares: Sequence[Square],
    wish: Wish,
    categories: int,
    radius_km: float = RADIUS_KM,
) -> Choice:
    """Return the figures of one place."""
    room, obstacle = find_room(place.rooms, wish)
    if place.position is None:
        return Choice(place.key, None, None, None, None, None, room, obstacle)
    near = squares_near(squares, place.position, radius_km)
    count = sum(square.members for square in near)
    if count < SMALLEST_COUNT:
        return Choice(place.key, None, None, None, None, None, room, obstacle, True)
    activities: Counter[int] = Counter()
    for square in near:
        activities.update(square.by_activity)
    even = evenness(list(activities.values()), categories)
    low, high = (0.0, 1.0) if even is None else (even, even)
    return Choice(
        place=place.key,
        near=count,
        evenness=even,
        score=count * (2 + low + high) / 4,
        lowest=count * (1 + low) / 2,
        highest=count * (1 + high) / 2,
        room=room,
        obstacle=obstacle,
    )


def rank(
    places: Sequence[Place],
    squares: Sequence[Square],
    wish: Wish,
    categories: int,
    radius_km: float = RADIUS_KM,
) -> list[Choice]:
    """Return the choices, best first: a suitable room, then the score, then the name.

    Places with too few members near come in the order of their names, so that the
    order says nothing about how few.
    """
    names = {place.key: place.name for place in places}
    choices = [judge(place, squares, wish, categories, radius_km) for place in places]
    return sorted(
        choices,
        key=lambda choice: (
            choice.score is None,
            choice.room is None,
            -(choice.score or 0.0),
            names[choice.place],
            choice.place,
        ),
    )
