# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which territory holds a postal code, from ranges of codes per country.

Codes are compared as text of the range's own length, so that `75` to `77` covers
`75011` and `1012` to `1099` covers the Dutch `1012AB`.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

Range = tuple[int, str, str, int]
# codes from the second up to the third, that one left out, of a country
Span = tuple[int, str, str]
# longer than any code, so that codes of all lengths are sorted as text
LONGEST = 12


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


def extents(ranges: Iterable[Range]) -> dict[int, list[Span]]:
    """Return the codes of each territory, less those a narrower range gives away.

    The same codes are told alike, in however many ranges they were written.
    """
    by_country = defaultdict(list)
    # the widest first, so that narrower ones are laid over it
    for country, start, end, territory in sorted(
        ranges, key=lambda row: (width(row[1], row[2]), row[3]), reverse=True
    ):
        by_country[country].append((start.ljust(LONGEST, "0"), _after(end), territory))
    found: dict[int, list[Span]] = defaultdict(list)
    for country, spans in by_country.items():
        edges = sorted(
            {edge for first, last, _owner in spans for edge in (first, last)}
        )
        owners = [0] * len(edges)
        for first, last, territory in spans:
            at, to = bisect_left(edges, first), bisect_left(edges, last)
            owners[at:to] = [territory] * (to - at)
        for at, owner in enumerate(owners):
            if owner:
                found[owner].append((country, edges[at], edges[at + 1]))
    return {territory: join(spans) for territory, spans in found.items()}


def join(spans: Iterable[Span]) -> list[Span]:
    """Return the same codes in as few spans as they take."""
    joined: list[Span] = []
    for country, first, last in sorted(spans):
        if joined and joined[-1][0] == country and first <= joined[-1][2]:
            _same, start, end = joined[-1]
            joined[-1] = (country, start, max(end, last))
        else:
            joined.append((country, first, last))
    return joined


def _after(end: str) -> str:
    """Return the first code after all those that begin with `end`."""
    digits = end.rstrip("Z")
    if digits.isdigit() and digits.strip("9"):
        return str(int(digits) + 1).zfill(len(digits)).ljust(LONGEST, "0")
    return f"{digits}~"
