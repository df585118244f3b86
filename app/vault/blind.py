"""Blind index tokens: a keyed hash of a normalised text, so that equals meet without being read."""

import hashlib
import hmac
import unicodedata

from app.vault.errors import Misuse

TOKEN_BYTES = 16


def token(key: bytes, kind: str, text: str) -> bytes:
    """Return a 16-byte token (HMAC-SHA256, cut) of one kind of text under a 32-byte index key."""
    if len(key) != 32 or not kind:
        raise Misuse("A token takes a 32-byte key and a kind")
    normal = normalise(text)
    return hmac.new(key, f"{kind}\n{normal}".encode(), hashlib.sha256).digest()[:TOKEN_BYTES]


def normalise(text: str) -> str:
    """Fold case, drop marks and everything but letters and digits: O'Brién meets OBRIEN."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if c.isalnum())
