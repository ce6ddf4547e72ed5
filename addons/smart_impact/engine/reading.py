# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read PostgreSQL's binary COPY into numpy, without an object per value.

A row is the number of its fields (two bytes), then length (four) and value of each
(PostgreSQL documentation, COPY). The driver hands over row by row, so a field should
hold many values: ``string_agg(int4send(…), '')`` joins them as they are sent, and is a
third faster than an array, whose elements each have a length.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

HEADER = 19
TYPES = {"int": np.dtype(">i4"), "float": np.dtype(">f8")}


class CopyReader:
    """A file that COPY writes to; hands over the values of each row as it comes."""

    def __init__(self, fields: dict[str, str], take: Callable[[dict], None]):
        """:param fields: ``{name: "int" or "float"}`` in the order of the columns"""
        self._types = {name: TYPES[kind] for name, kind in fields.items()}
        self._take = take
        self._started = False

    def feed(self, data: bytes) -> int:
        """Take one message: a row, the first with the header of the file before it."""
        place = 0 if self._started else HEADER
        self._started = True
        number = int.from_bytes(data[place : place + 2], "big", signed=True)
        place += 2
        if number == len(self._types):
            self._take(self._read_row(data, place))
        return len(data)

    # the name by which COPY calls it
    write = feed

    def _read_row(self, data, place):
        row = {}
        for name, kind in self._types.items():
            size = max(0, int.from_bytes(data[place : place + 4], "big", signed=True))
            place += 4
            row[name] = np.frombuffer(data, kind, size // kind.itemsize, place)
            place += size
        return row


class MatrixFiller:
    """Puts (item, respondents, values) in a matrix, missing where nothing was said."""

    def __init__(self, respondents: NDArray[np.int64], items: NDArray[np.int64]):
        """:param respondents: ids, sorted; :param items: ids, sorted"""
        # an item is a column, and whatever is computed goes through columns
        self.matrix = np.full((len(respondents), len(items)), np.nan, order="F")
        self._items = {item: place for place, item in enumerate(items.tolist())}
        self._first = int(respondents[0]) if len(respondents) else 0
        size = int(respondents[-1]) - self._first + 1 if len(respondents) else 0
        # rows by id, −1 for an id of another wave in between
        self._rows = np.full(size, -1, np.int32)
        self._rows[respondents - self._first] = np.arange(len(respondents))

    def take(self, batch: dict[str, NDArray]) -> None:
        """Put one item in place; respondents and items of others are passed over."""
        column = self._items.get(int(batch["item"][0]))
        if column is None:
            return
        places = batch["respondent"] - self._first
        inside = (places >= 0) & (places < len(self._rows))
        values = batch["value"]
        if not inside.all():
            places, values = places[inside], values[inside]
        rows = self._rows[places]
        own = rows >= 0
        if own.all():
            self.matrix[rows, column] = values
        else:
            self.matrix[rows[own], column] = values[own]
