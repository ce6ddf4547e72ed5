# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Squares of the grid as circles on a flat map: no tiles, no key, no exact point."""

from dataclasses import dataclass
from math import cos, radians, sqrt

from .geography import square_centre

WIDTH = 720.0
MARGIN = 24.0
SMALLEST, LARGEST = 3.0, 22.0
# a map of one place would otherwise be infinitely enlarged
LEAST_DEGREES = 1.2


@dataclass(frozen=True)
class Circle:
    """Where a square is drawn (pixels) and how many it stands for."""

    square: int
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class View:
    """A window of the world and its scale; latitude grows upwards."""

    west: float
    north: float
    scale_x: float
    scale_y: float
    width: float
    height: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the pixel (x, y) of a point in degrees."""
        return (
            round((longitude - self.west) * self.scale_x, 1),
            round((self.north - latitude) * self.scale_y, 1),
        )

    def outline(self, ring: list[tuple[float, float]]) -> str:
        """Return the SVG path of a closed line of (longitude, latitude)."""
        points = [self.place(latitude, longitude) for longitude, latitude in ring]
        return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def frame(points: list[tuple[float, float]]) -> View:
    """Return the view that holds all `points` (latitude, longitude)."""
    south, north = _widen([point[0] for point in points])
    west, east = _widen([point[1] for point in points])
    shrink = max(cos(radians((south + north) / 2)), 0.01)
    scale_x = (WIDTH - 2 * MARGIN) / (east - west)
    scale_y = scale_x / shrink
    height = (north - south) * scale_y + 2 * MARGIN
    return View(
        west=west - MARGIN / scale_x,
        north=north + MARGIN / scale_y,
        scale_x=scale_x,
        scale_y=scale_y,
        width=WIDTH,
        height=round(height, 1),
    )


def circles(counts: dict[int, int], view: View) -> list[Circle]:
    """Return a circle for each square with anybody in it, the largest drawn first.

    Areas are proportional to counts, down to a size that can still be touched.
    """
    most = max(counts.values(), default=0)
    drawn = []
    for square, count in counts.items():
        if count > 0:
            x, y = view.place(*square_centre(square))
            radius = max(SMALLEST, LARGEST * sqrt(count / most))
            drawn.append(Circle(square, count, x, y, round(radius, 1)))
    return sorted(drawn, key=lambda circle: (-circle.count, circle.square))


def _widen(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    missing = max(0.0, LEAST_DEGREES - (high - low)) / 2
    return low - missing, high + missing
