# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many members of each group a sample asks."""

from collections.abc import Hashable, Mapping


def allocate(sizes: Mapping[Hashable, int], wanted: int) -> dict[Hashable, int]:
    """Return the number to draw from each stratum, in proportion to its size.

    Largest remainders (Hare, Niemeyer): every stratum gets the whole part of its
    share, and those whose share was cut the most one more. Nobody counts twice: a
    sample larger than the register is the register.

    :raises ValueError: a sample of nobody
    """
    if wanted < 1:
        raise ValueError("A sample asks one member at least")
    total = sum(sizes.values())
    wanted = min(wanted, total)
    quotas = {key: size * wanted // total for key, size in sizes.items()}
    # integers all along: a remainder that is a float would not be the same everywhere
    rest = sorted(
        sizes,
        key=lambda key: (-(sizes[key] * wanted % total), -sizes[key], str(key)),
    )
    for key in rest[: wanted - sum(quotas.values())]:
        quotas[key] += 1
    return quotas
