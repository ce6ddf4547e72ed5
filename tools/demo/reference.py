"""Read the demonstration's reference tables."""

import csv
import functools
from pathlib import Path

DATA = Path(__file__).parent / "data"


@functools.cache
def rows(name):
    """Return the lines of data/<name>.csv as a tuple of dicts."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@functools.cache
def places(country):
    """Return ((postal code, commune), …) of country code BE or FR."""
    table = rows(f"places_{country.lower()}")
    return tuple((row["postal_code"], row["commune"]) for row in table)


@functools.cache
def activities_by_filiere():
    """Return {filière code: (activity code, …)}."""
    found = {}
    for row in rows("naf2025_selection"):
        found.setdefault(row["filiere_code"], []).append(row["naf2025"])
    return {code: tuple(dict.fromkeys(codes)) for code, codes in found.items()}


@functools.cache
def skills_by_filiere():
    """Return {filière code: (skill name, …)}."""
    found = {}
    for row in rows("skills"):
        found.setdefault(row["filiere"], []).append(row["skill"])
    return {code: tuple(names) for code, names in found.items()}
