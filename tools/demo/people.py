"""Imagine the members: no database here, the same seed gives the same people."""

import random
from dataclasses import dataclass

from . import reference

# where members live, by the first digits of their code; the rest is anywhere else
PLACES = (
    ("BE", ("10", "11"), 28),
    ("BE", ("40", "41", "46", "48"), 15),
    ("BE", ("50", "51", "53"), 8),
    ("BE", ("60", "70", "71", "75"), 10),
    ("BE", ("90", "20", "30", "80"), 9),
    ("BE", ("13", "14"), 4),
    ("FR", ("59",), 8),
    ("FR", ("75", "93"), 7),
    ("FR", ("69", "38"), 4),
    ("FR", ("44", "35"), 3),
    ("FR", ("13", "33", "31"), 4),
)
# the rank of a filière in the cooperative: performing arts first, farming last
WEIGHTS = (20, 14, 12, 9, 9, 8, 3, 9, 7, 6, 8, 4, 3, 4, 2, 3, 2, 3, 2, 2, 3, 1)
HEADLINES = (
    "{skill} pour des projets qui ont du sens",
    "{skill}, en solo et en équipe",
    "{skill} et accompagnement",
    "Indépendant·e en {skill}",
)
# how widely people release themselves, and how often
CHOICES = (("members", 55), ("filiere", 25), ("cooperative", 20))
EVERYTHING = (
    "headline",
    "territory",
    "activities",
    "skills",
    "sought",
    "filieres",
    "about",
)
COMPANIONS = {
    "territory": ("location",),
    "skills": ("remote", "available", "cocontracting"),
    "activities": ("languages",),
}
# what the cooperative allows on the web
PUBLIC = ("name", "headline", "territory", "skills", "filieres", "activities")


@dataclass(frozen=True)
class Person:
    """A member as imagined; codes and names refer to the reference tables."""

    name: str
    country: str
    postal_code: str
    commune: str
    filiere: str
    activities: tuple[str, ...]
    skills: tuple[str, ...]
    sought: tuple[str, ...]
    headline: str
    audiences: dict[str, str]
    answers: bool
    since_days: int
    flags: dict[str, bool]


def imagine(count, seed=26):
    """Yield `count` people; the first `n` of a longer run are the same people."""
    for index in range(count):
        # one generator per person: asking for more does not change the first ones
        yield _person(random.Random(f"{seed}-{index}"))


def _person(dice):
    country, prefixes, _weight = _weighted(dice, PLACES)
    postal_code, commune = dice.choice(_places(country, dice.choice(prefixes)))
    filieres = tuple(reference.activities_by_filiere())
    filiere = dice.choices(filieres, WEIGHTS)[0]
    skills = _pick(dice, reference.skills_by_filiere()[filiere], 2)
    elsewhere = reference.skills_by_filiere()[dice.choice(filieres)]
    return Person(
        name=_name(dice),
        country=country,
        postal_code=postal_code,
        commune=commune,
        filiere=filiere,
        activities=_pick(dice, reference.activities_by_filiere()[filiere], 2),
        skills=skills,
        sought=_pick(dice, elsewhere, 1),
        headline=dice.choice(HEADLINES).format(skill=skills[0]),
        audiences=_audiences(dice),
        # what became of the proposed membership: confirmed, or still waiting
        answers=dice.random() < 0.8,
        since_days=dice.randrange(10, 3000),
        flags={
            "works_remotely": dice.random() < 0.4,
            "is_available": dice.random() < 0.5,
            "is_open_to_cocontracting": dice.random() < 0.3,
        },
    )


def _name(dice):
    first = dice.choice(reference.rows("first_names"))["name"]
    return f"{first} {dice.choice(reference.rows('last_names'))['name']}"


def _pick(dice, choices, most):
    return tuple(dice.sample(choices, min(len(choices), dice.randint(1, most))))


def _weighted(dice, choices):
    return dice.choices(choices, [choice[-1] for choice in choices])[0]


def _audiences(dice):
    """Return {field: audience}; who hides her name releases nothing."""
    name = _weighted(dice, CHOICES)[0]
    if name == "cooperative":
        return {}
    shown = [field for field in EVERYTHING if dice.random() < 0.8]
    # what goes with one of these goes the same way, without asking the dice again
    for field, others in COMPANIONS.items():
        shown += others if field in shown else ()
    audiences = {"name": name, **dict.fromkeys(shown, name)}
    if name == "members" and set(EVERYTHING) <= set(shown):
        # who shows everything to members is on the web too
        audiences |= dict.fromkeys(PUBLIC, "public")
    return audiences


_PLACES: dict[tuple[str, str], tuple] = {}


def _places(country, prefix):
    key = country, prefix
    if key not in _PLACES:
        _PLACES[key] = tuple(
            place for place in reference.places(country) if place[0].startswith(prefix)
        )
    return _PLACES[key]
