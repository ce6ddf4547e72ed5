# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One name for a person over all the waves of a programme, which only a key gives."""

import hashlib
import hmac

KEY_BYTES = 32


def pseudonym(key: bytes, identity: str) -> str:
    """Return HMAC-SHA256 of who somebody is, as 64 hexadecimal digits.

    Without the key it says nothing, even to who knows every identity (EDPB 01/2025).

    :raises ValueError: the key is shorter than 32 bytes
    """
    if len(key) < KEY_BYTES:
        raise ValueError(f"A key holds {KEY_BYTES} bytes at least")
    return hmac.new(key, identity.encode(), hashlib.sha256).hexdigest()


def fingerprint(key: bytes) -> str:
    """Return what tells whether a key is the right one, and nothing of the key."""
    return hashlib.sha256(b"fingerprint" + key).hexdigest()
