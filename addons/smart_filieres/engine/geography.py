# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Distances between places that are never more exact than a square of a grid."""

from math import asin, cos, degrees, floor, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
GRID_KM = 10.0
KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1)


def distance_km(
    latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float
) -> float:
    """Return the great-circle distance in kilometres (haversine; degrees in)."""
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_lat = sin((phi_b - phi_a) / 2)
    half_lng = sin(radians(longitude_b - longitude_a) / 2)
    chord = half_lat**2 + cos(phi_a) * cos(phi_b) * half_lng**2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


def grid_centre(
    latitude: float, longitude: float, side_km: float = GRID_KM
) -> tuple[float, float]:
    """Return the centre (degrees) of the square of `side_km` that holds the point.

    The grid is fixed: asking again gives the same square, so nothing averages out
    to the exact place as redrawn jitter would.
    """
    step_lat = side_km / KM_PER_DEGREE
    centre_lat = (floor(latitude / step_lat) + 0.5) * step_lat
    step_lng = step_lat / max(cos(radians(centre_lat)), 0.01)
    centre_lng = (floor(longitude / step_lng) + 0.5) * step_lng
    return round(centre_lat, 4), round(centre_lng, 4)


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
