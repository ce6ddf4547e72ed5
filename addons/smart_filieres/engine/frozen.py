# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Inputs of an assessment as one text that never changes, and the result they give.

The text is JSON with sorted keys and no spaces, so that who downloads it computes the
same fingerprint as we do: SHA-256 of its UTF-8 bytes.
"""

import hashlib
import json
from typing import Any

from .scoring import Criterion, Result, assess

FORMAT = 1


def canonical(inputs: dict[str, Any]) -> str:
    """Return `inputs` as the text that is frozen."""
    return json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def criteria_of(inputs: dict[str, Any]) -> list[Criterion]:
    keys = ("code", "scale", "floor", "ceiling", "weight")
    return [Criterion(*(row[key] for key in keys)) for row in inputs["criteria"]]


def values_of(inputs: dict[str, Any]) -> dict[str, float | None]:
    return {row["code"]: row["value"] for row in inputs["criteria"]}


def bands_of(inputs: dict[str, Any]) -> list[tuple[str, float]]:
    return [(name, lowest) for name, lowest in inputs["bands"]]


def recompute(text: str) -> Result:
    """Return the result that the frozen text gives."""
    inputs = json.loads(text)
    return assess(criteria_of(inputs), values_of(inputs), bands_of(inputs))
