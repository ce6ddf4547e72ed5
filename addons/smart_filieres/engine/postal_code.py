# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which territory holds a postal code, from ranges of codes per country.

Codes are compared as text of the range's own length, so that `75` to `77` covers
`75011` and `1012` to `1099` covers the Dutch `1012AB`.
"""

from collections import defaultdict
from collections.abc import Iterable

Range = tuple[int, str, str, int]


def normalise(code: str | None) -> str:
    """Return `code` without the spaces, dashes and country prefix people type."""
    text = "".join(char for char in (code or "").upper() if char.isalnum())
    # B-4000, F-75011: one or two letters before digits are a country
    digits = text.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return digits if len(text) - len(digits) <= 2 else text


def holds(start: str, end: str, code: str) -> bool:
    """Tell whether `code` lies between `start` and `end`, both included."""
    return bool(code) and start <= code[: len(start)] and code[: len(end)] <= end


def width(start: str, end: str) -> tuple[int, int]:
    """Return a sort key: the narrower a range, the smaller the key."""
    if start.isdigit() and end.isdigit():
        return -len(start), int(end) - int(start)
    return -len(start), 0


def overlaps(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Tell whether two ranges of the same precision share a code."""
    if len(first[0]) != len(second[0]):
        # a finer range is an exception cut out of the wider one, on purpose
        return False
    return first[0] <= second[1] and second[0] <= first[1]


class RangeIndex:
    """Find the territory of many codes; ranges are sorted once."""

    def __init__(self, ranges: Iterable[Range]):
        self._by_country: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for country, start, end, territory in sorted(
            ranges, key=lambda row: (width(row[1], row[2]), row[3])
        ):
            self._by_country[country].append((start, end, territory))
        self._known: dict[tuple[int, str], int | bool] = {}

    def find(self, country: int | bool, code: str) -> int | bool:
        """Return the id of the narrowest range's territory, or False."""
        key = (country, code)
        if key not in self._known:
            self._known[key] = next(
                (
                    territory
                    for start, end, territory in self._by_country.get(country, ())
                    if holds(start, end, code)
                ),
                False,
            )
        return self._known[key]
