# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a question is still the same one: what members read, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# what is answered rather than read: the kind, the ends of a scale, the scores
ANSWERS = "answers"


@dataclass(frozen=True)
class Words:
    """What members read of a question, and what they may answer.

    :param answers: anything that compares equal where the answers are the same
    :param parts: ``{part: {language: text}}``: the question, its labels, its options
    """

    answers: Any = None
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def find_differences(old: Words, new: Words) -> list[tuple[str, str]]:
    """Return where two wordings differ, as ``(part, language)``.

    Blanks do not count. A language that one of them was not in says nothing: a
    translation that comes later changes no question. A text that is there once and
    not the other time is a difference, in all its languages.
    """
    found = [] if old.answers == new.answers else [(ANSWERS, "")]
    for part in sorted({*old.parts, *new.parts}):
        one, two = (_normal(words.parts.get(part)) for words in (old, new))
        langs = one.keys() & two.keys() if one and two else {*one, *two}
        found += [
            (part, lang) for lang in sorted(langs) if one.get(lang) != two.get(lang)
        ]
    return found


def _normal(texts: Mapping[str, str] | None) -> dict[str, str]:
    # split() knows the narrow blanks of French punctuation as well
    both = {
        lang: " ".join((text or "").split()) for lang, text in (texts or {}).items()
    }
    return {lang: text for lang, text in both.items() if text}
