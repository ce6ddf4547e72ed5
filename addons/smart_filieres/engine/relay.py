# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What of an e-mail is passed on to whoever must not learn its sender's address."""

import re
from collections.abc import Mapping

MOST_LENGTH = 5000

EMAIL = re.compile(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
# an international or national number, as people write them
PHONE = re.compile(r"(?<![\w,.])(?:\+|00|0)[\d](?:[ ./()-]{0,2}\d){7,13}(?!\w)")
# from such a line on, the rest is the message that was answered
QUOTE = re.compile(
    r"^\s*(?:"
    r"(?:on|le|op|am)\b.{4,200}(?:wrote|a écrit|schreef|schrieb)\s*:?\s*$"
    r"|-{2,}\s*(?:original message|message d'origine|message transféré|"
    r"oorspronkelijk bericht).*"
    r"|_{10,}\s*"
    r"|(?:from|de|van)\s?:.+@.+"
    r")",
    re.I,
)


def own_words(text: str) -> str:
    """Return what somebody wrote, without the quoted message and signature below."""
    kept: list[str] = []
    lines = text.replace("\r", "").split("\n")
    for number, line in enumerate(lines):
        # mail programs break the line that introduces a quote
        joined = " ".join(lines[number : number + 2])
        if (
            QUOTE.match(line)
            or QUOTE.match(joined)
            or line.rstrip("\n") in ("-- ", "--")
        ):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return text[:MOST_LENGTH]


def without_addresses(text: str, mark: str) -> str:
    """Return `text` with e-mail addresses and phone numbers replaced by `mark`."""
    return PHONE.sub(mark, EMAIL.sub(mark, text))


def side_of(recipients: str, aliases: Mapping[str, str]) -> str | None:
    """Return the value of the alias an e-mail was sent to, or None.

    :param aliases: full address → whatever it stands for
    """
    written = {
        address.lower()
        for address in re.findall(r"[^\s<>,;\"]+@[^\s<>,;\"]+", recipients)
    }
    for address, side in aliases.items():
        if address.lower() in written:
            return side
    return None
