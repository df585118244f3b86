"""Blind index: keyed tokens of a normalised text, so that equals meet without being read."""

import hashlib
import hmac
import unicodedata

from app.vault.errors import Misuse

KEY_BYTES = 32
TOKEN_BYTES = 16
_WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"}
)


def token(key: bytes, kind: str, text: str) -> bytes:
    """Return the 16-byte token of one kind of text (HMAC-SHA256, RFC 2104, cut to 128 bits).

    The same 32-byte key, kind and text, however written, give the same token. ``Misuse`` for
    another size of key, no kind, or a text in which ``normalise`` leaves nothing: the tokens of
    nothing would make strangers meet.
    """
    normal = normalise(text)
    if not isinstance(key, bytes) or len(key) != KEY_BYTES or not kind or not normal:
        raise Misuse("A token takes a 32-byte key, a kind and a text with a letter or a digit")
    named = kind.encode()
    whole = len(named).to_bytes(2, "big") + named + normal.encode()
    return hmac.new(key, whole, hashlib.sha256).digest()[:TOKEN_BYTES]


def normalise(text: str) -> str:
    """Fold case and accents and keep letters and digits only: Zoë O’Brien becomes zoeobrien."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_WHOLE_LETTERS)
    return "".join(character for character in apart if character.isalnum())
