# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Break the order of arrival of answers.

A pool mix: a batch leaves only when the pool holds enough answers, and a random
part of the pool always stays behind. Neither the order of the batch nor the batch
itself then tells when somebody answered.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def draw_batch(pool: Sequence[T], keep: int, rng: Random) -> list[T]:
    """Return the elements that leave the pool, in random order.

    Nothing leaves before the batch would be as large as what stays.

    :param keep: size of the part that stays behind; 0 empties the pool
    :param rng: source of randomness; ``SystemRandom`` in production
    """
    if keep and len(pool) < 2 * keep:
        return []
    return rng.sample(pool, len(pool) - keep)
