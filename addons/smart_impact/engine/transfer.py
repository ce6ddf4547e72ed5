# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A programme in one file: sealed so that another cooperative trusts what it reads.

The checksum tells a file that was cut or changed on its way. It is no signature: it
does not say who wrote it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "smart-impact-programme"
VERSION = 2
READABLE = (1, VERSION)
PARTS = ("programme", "criteria", "decisions", "instruments", "indicators")


class TransferError(ValueError):
    """A file that cannot be taken; `reason` is one word, `detail` what it is about."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Known:
    """An indicator as it is here; marks are those of definitions.

    ``mark`` is that of the file it came with, empty of one made here; ``made`` that of
    its definition now; ``waiting`` that of a next version, None without any.
    """

    mark: str
    made: str
    state: str
    waiting: str | None = None
    is_taken: bool = False


def judge(mark: str, known: Known | None) -> str:
    """Return what a newer file of a programme changes of an indicator.

    :param mark: of its definition in the file
    :return: "new", "same", "changed", or why it is left alone: "local" (another one of
        here has its code), "given_up" (here), "waiting" (on a vote, or a next version)
    """
    if known is None:
        return "new"
    if not known.mark:
        return "local"
    if mark in (known.mark, known.made, known.waiting):
        return "same"
    if known.state == "retired":
        return "given_up"
    if known.is_taken or known.waiting is not None:
        return "waiting"
    return "changed"


def source_text(value: Any) -> Any:
    """Return packed values in their source language alone.

    Languages that are installed differ from one database to the next; what was decided
    does not.
    """
    if isinstance(value, dict):
        if "en_US" in value:
            return value["en_US"]
        return {name: source_text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [source_text(one) for one in value]
    return value


def digest(content: object) -> str:
    """Return the same mark for the same content, whatever its order or layout."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def seal(content: Mapping) -> str:
    """Return the text of the file."""
    sealed = {
        "format": FORMAT,
        "version": VERSION,
        "checksum": digest(content),
        "content": content,
    }
    return json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True)


def unseal(text: str | bytes) -> dict:
    """Return the content of a file.

    :raises TransferError: when it is another kind of file, of another version,
        changed since it was written, or refers to what it does not hold
    """
    try:
        sealed = json.loads(text)
    except ValueError as error:
        raise TransferError("format") from error
    if not isinstance(sealed, dict) or sealed.get("format") != FORMAT:
        raise TransferError("format")
    if sealed.get("version") not in READABLE:
        raise TransferError("version", str(sealed.get("version")))
    content = sealed.get("content")
    if not isinstance(content, dict) or sealed.get("checksum") != digest(content):
        raise TransferError("changed")
    _check_parts(content)
    if sealed["version"] == 1:
        content = _read_first_version(content)
    return content


def _read_first_version(content: Mapping) -> dict:
    """Return a file of version 1 as one of today: it told nothing of adoption."""
    criteria = [{"values": values, "adopted": False} for values in content["criteria"]]
    return {**content, "criteria": criteria}


def _check_parts(content: Mapping) -> None:
    for name in ("key", *PARTS):
        if name not in content:
            raise TransferError("missing", name)
    items = {
        (rank, item["code"])
        for rank, instrument in enumerate(content["instruments"])
        for item in instrument["items"]
    }
    for indicator in content["indicators"]:
        code = indicator["values"]["code"]
        known = 0 <= indicator["criterion"] < len(content["criteria"])
        known &= all(
            0 <= rank < len(content["decisions"]) for rank in indicator["decisions"]
        )
        known &= all((rank, item) in items for rank, item in indicator["items"])
        if not known:
            raise TransferError("missing", code)
