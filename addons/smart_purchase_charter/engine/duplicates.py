# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tell whether a supplier that somebody proposes is one that is known already."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

# what stands beside a name and does not tell two companies apart
LEGAL_FORMS = frozenset(
    "sa sas sasu sarl srl sprl scrl sc scs scop scic scea asbl aisbl eurl nv bv bvba"
    " cv cvba vzw gmbh ltd inc company cie ets".split()
)


class Known(NamedTuple):
    """A supplier as it is compared: texts as they were typed, or empty."""

    key: int
    name: str = ""
    vat: str = ""
    website: str = ""


def plain_name(text: str) -> str:
    """Return a name without accents, capitals, punctuation and legal form."""
    bare = unicodedata.normalize("NFKD", text or "")
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    # S.A. is one word, and so is s.r.l.
    bare = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", bare.casefold())
    words = re.findall(r"\w+", bare)
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


def plain_vat(text: str) -> str:
    """Return the letters and digits of a VAT number; "" when it holds no number."""
    bare = re.sub(r"[^0-9A-Z]", "", (text or "").upper())
    return bare if sum(char.isdigit() for char in bare) >= 6 else ""


def host(text: str) -> str:
    """Return the host of a web address without www, "" when it is none."""
    text = (text or "").strip().lower()
    if not text:
        return ""
    try:
        found = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    found = found.removeprefix("www.")
    return found if "." in found else ""


def find_same(asked: Known, known: Iterable[Known]) -> tuple[int | None, str]:
    """Return (key of the known supplier, by what), or (None, "").

    The surest sign first: a VAT number, then a website, then a name. Two different
    VAT numbers are two companies, whatever their names.
    """
    best: tuple[int, int] | None = None
    signs = ("vat", "website", "name")
    for one in known:
        rank = _rank(asked, one)
        if rank is not None and (best is None or (rank, one.key) < best):
            best = (rank, one.key)
    return (best[1], signs[best[0]]) if best else (None, "")


def _rank(asked: Known, one: Known) -> int | None:
    vats = plain_vat(asked.vat), plain_vat(one.vat)
    if all(vats):
        return 0 if _same_vat(*vats) else None
    hosts = host(asked.website), host(one.website)
    if all(hosts) and hosts[0] == hosts[1]:
        return 1
    names = plain_name(asked.name), plain_name(one.name)
    return 2 if names[0] and names[0] == names[1] else None


def _same_vat(one: str, other: str) -> bool:
    """Whether two numbers agree; one of them may lack the letters of its country."""
    return (
        one == other
        or one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == other
        or (other.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == one)
    )
