# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether two ways of writing a name may be the same person."""

import re
import unicodedata

ENOUGH_WORDS = 2


def name_words(name: str) -> frozenset[str]:
    """Return the words of `name` without accents, case, hyphens and order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return frozenset(re.findall(r"\w+", kept))


def names_agree(one: str, other: str) -> bool:
    """Tell whether the words are the same, or two or more of them make up one name.

    "LAMBERT Léa" and "Lea Lambert-Dubois" agree; "Léa" and "Léa Lambert" do not: one
    word is shared by too many people.
    """
    words, others = name_words(one), name_words(other)
    if not words or not others:
        return False
    common = words & others
    return words == others or (
        len(common) >= ENOUGH_WORDS and common in (words, others)
    )
