# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Marks by which somebody could be recognised in a text."""

import re

MARKS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    "phone": re.compile(r"(?:\+|\b0)\d(?:[ ./-]?\d){7,}"),
    "url": re.compile(r"https?://|www\.", re.IGNORECASE),
    "title": re.compile(
        r"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mrs|Ms|Dr)\.? +[A-ZÀ-Ý]\w+"
    ),
    "date": re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"),
}


TAKEN_OUT = "[…]"


def hide_marks(text: str) -> str:
    """Return a text without its marks, each replaced by an ellipsis in brackets."""
    for pattern in MARKS.values():
        text = pattern.sub(TAKEN_OUT, text)
    return text


def find_marks(text: str) -> list[str]:
    """Return the kinds of marks that a text holds, in a fixed order."""
    return [kind for kind, pattern in MARKS.items() if pattern.search(text or "")]
