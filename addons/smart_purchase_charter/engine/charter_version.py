# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fingerprint of a version of the charter, and what another version changes."""

import difflib
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """`kind` is added, removed or changed; `field` is empty for whole criteria."""

    kind: str
    code: str
    field: str = ""
    before: object = None
    after: object = None


def fingerprint(content: Mapping) -> str:
    """Return the SHA-256 of `content`, whatever the order of its keys."""
    canonical = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def compare(
    before: Mapping[str, Mapping], after: Mapping[str, Mapping]
) -> list[Change]:
    """Return the changes between two sets of criteria, {code: {field: value}}.

    In the order of `after`, what was removed last.
    """
    changes: list[Change] = []
    for code, values in after.items():
        if code not in before:
            changes.append(Change("added", code))
            continue
        old = before[code]
        changes += [
            Change("changed", code, name, old.get(name), value)
            for name, value in values.items()
            if old.get(name) != value
        ]
    changes += [Change("removed", code) for code in before if code not in after]
    return changes


def compare_words(before: str, after: str) -> list[tuple[str, str]]:
    """Return [(kept | removed | added, text)] that lead from one text to the other."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    pieces = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            pieces.append(("kept", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(("removed", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(("added", "".join(new[j1:j2])))
    return pieces
