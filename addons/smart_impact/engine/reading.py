# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read PostgreSQL's binary COPY into arrays, without a Python object per value.

A row is the number of its fields (two bytes), then length (four) and value of each; all
of ours are as wide as their type, and none is null, so rows are records of one width
(PostgreSQL documentation, COPY, binary format).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

HEADER = 19
BATCH = 1 << 20
TYPES = {"int": ">i4", "float": ">f8"}


class CopyReader:
    """A file that COPY writes to; hands over batches of rows as they come."""

    def __init__(self, fields: dict[str, str], take: Callable[[NDArray], None]):
        """:param fields: ``{name: "int" or "float"}`` in the order of the columns"""
        parts = [("_fields", ">i2")]
        for name, kind in fields.items():
            parts += [(f"_{name}", ">i4"), (name, TYPES[kind])]
        self._row = np.dtype(parts)
        self._take = take
        self._waiting = bytearray()
        self._header = HEADER

    def write(self, data: bytes) -> int:
        self._waiting += data
        if len(self._waiting) > BATCH:
            self._hand_over()
        return len(data)

    def close(self) -> None:
        """Hand over what waits; the two bytes that end the file stay behind."""
        self._hand_over()

    def _hand_over(self):
        if self._header:
            del self._waiting[: self._header]
            self._header = 0
        width = self._row.itemsize
        rows = len(self._waiting) // width
        if rows:
            batch = np.frombuffer(bytes(self._waiting[: rows * width]), self._row)
            del self._waiting[: rows * width]
            self._take(batch)


class MatrixFiller:
    """Puts (respondent, item, value) in a matrix, missing where nothing was said."""

    def __init__(self, respondents: NDArray[np.int64], items: NDArray[np.int64]):
        """:param respondents: ids, sorted; :param items: ids, sorted"""
        self.matrix = np.full((len(respondents), len(items)), np.nan)
        self._respondents, self._items = respondents, items

    def take(self, batch: NDArray) -> None:
        rows = np.searchsorted(self._respondents, batch["respondent"].astype(np.int64))
        columns = np.searchsorted(self._items, batch["item"].astype(np.int64))
        self.matrix[rows, columns] = batch["value"]
