# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Distances between places that are never more exact than a square of a grid."""

from math import asin, ceil, cos, degrees, floor, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
GRID_KM = 10.0
KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1)
# squares are numbered row by row; no row has as many columns
COLUMNS = 5_000
HALF_ROWS = 2_002


def distance_km(
    latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float
) -> float:
    """Return the great-circle distance in kilometres (haversine; degrees in)."""
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_lat = sin((phi_b - phi_a) / 2)
    half_lng = sin(radians(longitude_b - longitude_a) / 2)
    chord = half_lat**2 + cos(phi_a) * cos(phi_b) * half_lng**2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def grid_centre(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the centre (degrees) of the ten-kilometre square that holds the point.

    The grid is fixed: asking again gives the same square, so nothing averages out
    to the exact place as redrawn jitter would.
    """
    return square_centre(square_of(latitude, longitude))


def square_of(latitude: float, longitude: float) -> int:
    """Return the number, above zero, of the square that holds the point (degrees)."""
    row = floor(latitude / _height())
    column = floor(longitude / _width(row))
    return (row + HALF_ROWS) * COLUMNS + column + COLUMNS // 2


def square_centre(square: int) -> tuple[float, float]:
    """Return the centre (degrees) of a numbered square."""
    row, column = divmod(square, COLUMNS)
    row -= HALF_ROWS
    column -= COLUMNS // 2
    latitude = (row + 0.5) * _height()
    return round(latitude, 4), round((column + 0.5) * _width(row), 4)


def squares_within(square: int, radius_km: float) -> list[int]:
    """Return the squares whose centre is at most `radius_km` from that of `square`."""
    centre = square_centre(square)
    reach = ceil(radius_km / GRID_KM)
    middle_row = square // COLUMNS - HALF_ROWS
    found = []
    for row in range(middle_row - reach, middle_row + reach + 1):
        column = floor(centre[1] / _width(row))
        for candidate in range(column - reach - 1, column + reach + 2):
            number = (row + HALF_ROWS) * COLUMNS + candidate + COLUMNS // 2
            if distance_km(*centre, *square_centre(number)) <= radius_km:
                found.append(number)
    return found


def _height() -> float:
    """Return the height of a square in degrees."""
    return GRID_KM / KM_PER_DEGREE


def _width(row: int) -> float:
    """Return the width of the squares of a row in degrees."""
    return _height() / max(cos(radians((row + 0.5) * _height())), 0.01)


def bounding_box(
    latitude: float, longitude: float, radius_km: float
) -> tuple[float, float, float, float]:
    """Return (south, north, west, east) in degrees, a box around the circle."""
    half_lat = degrees(radius_km / EARTH_RADIUS_KM)
    half_lng = half_lat / max(cos(radians(latitude)), 0.01)
    return (
        latitude - half_lat,
        latitude + half_lat,
        longitude - half_lng,
        longitude + half_lng,
    )
