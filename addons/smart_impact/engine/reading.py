# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read PostgreSQL's binary COPY of arrays into numpy, without an object per value.

A row is the number of its fields (two bytes), then length (four) and value of each. The
value of an array is a header of twenty bytes for one dimension, then length and value
of each element (PostgreSQL documentation, COPY and array_send). The driver hands over
row by row, so a row should hold many elements, as ``array_agg`` makes them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

HEADER = 19
ARRAY_HEADER = 20
TYPES = {"int": ">i4", "float": ">f8"}


class CopyReader:
    """A file that COPY writes to; hands over the arrays of each row as it comes."""

    def __init__(self, fields: dict[str, str], take: Callable[[dict], None]):
        """:param fields: ``{name: "int" or "float"}`` in the order of the columns"""
        self._elements = {
            name: np.dtype([("length", ">i4"), ("value", TYPES[kind])])
            for name, kind in fields.items()
        }
        self._take = take
        self._started = False

    def feed(self, data: bytes) -> int:
        """Take one message: a row, the first with the header of the file before it."""
        place = 0 if self._started else HEADER
        self._started = True
        number = int.from_bytes(data[place : place + 2], "big", signed=True)
        place += 2
        if number == len(self._elements):
            self._take(self._read_row(data, place))
        return len(data)

    # the name by which COPY calls it
    write = feed

    def _read_row(self, data, place):
        row = {}
        for name, element in self._elements.items():
            size = int.from_bytes(data[place : place + 4], "big", signed=True)
            start = place + 4 + ARRAY_HEADER
            count = max(0, size - ARRAY_HEADER) // element.itemsize
            row[name] = np.frombuffer(data, element, count, start)["value"]
            place += 4 + max(size, 0)
        return row


class MatrixFiller:
    """Puts (respondent, item, value) in a matrix, missing where nothing was said."""

    def __init__(self, respondents: NDArray[np.int64], items: NDArray[np.int64]):
        """:param respondents: ids, sorted; :param items: ids, sorted"""
        self.matrix = np.full((len(respondents), len(items)), np.nan)
        self._respondents, self._items = respondents, items

    def take(self, batch: dict[str, NDArray]) -> None:
        """Put a batch in place; respondents and items of others are passed over."""
        rows, known = _find(self._respondents, batch["respondent"])
        columns, asked = _find(self._items, batch["item"])
        kept = known & asked
        if kept.all():
            self.matrix[rows, columns] = batch["value"]
        else:
            self.matrix[rows[kept], columns[kept]] = batch["value"][kept]


def _find(ids, wanted):
    if not len(ids):
        return np.zeros(len(wanted), int), np.zeros(len(wanted), bool)
    wanted = wanted.astype(np.int64)
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return places, ids[places] == wanted
