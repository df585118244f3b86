"""Digests, random tokens, derived keys and the links of a chain."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.errors import Misuse

KEY_BYTES = 32
LEAST_RANDOM = 16


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 digest."""
    return hashlib.sha256(_bytes(data)).digest()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest as 64 lower-case hex digits."""
    return hashlib.sha256(_bytes(data)).hexdigest()


def random_bytes(nbytes: int = KEY_BYTES) -> bytes:
    """Return random bytes; ``Misuse`` for fewer than 16."""
    return secrets.token_bytes(_enough(nbytes))


def random_token(nbytes: int = KEY_BYTES) -> str:
    """Return random bytes as text safe in an address (43 characters for 32 bytes)."""
    return secrets.token_urlsafe(_enough(nbytes))


def random_reference(alphabet: str, length: int) -> str:
    """Return ``length`` characters, each drawn from ``alphabet`` with the same chance.

    For references that people read aloud. Not a secret unless it is long enough to be one.
    """
    if len(set(alphabet)) != len(alphabet) or len(alphabet) < 2 or length < 1:
        raise Misuse("A reference needs an alphabet of different characters, and a length")
    return "".join(secrets.choice(alphabet) for _ in range(length))


def same(one: bytes | str, other: bytes | str) -> bool:
    """Compare two secrets in a time that does not depend on where they differ."""
    if isinstance(one, str) and isinstance(other, str):
        return hmac.compare_digest(one.encode(), other.encode())
    return hmac.compare_digest(_bytes(one), _bytes(other))


def derive(secret: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose (HKDF with SHA-256, RFC 5869).

    ``Misuse`` for a secret of fewer than 32 bytes or an empty purpose. A passphrase is no such
    secret: it goes through ``passphrase.derive``.
    """
    if len(_bytes(secret)) < KEY_BYTES or not isinstance(purpose, str) or not purpose:
        raise Misuse("A key is derived from at least 32 secret bytes, for a purpose")
    info = b"marac derived key 1\n" + purpose.encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(secret)


def chain(prev: bytes, body: bytes) -> bytes:
    """Return the 32-byte link after ``prev`` that holds ``body`` (HMAC-SHA256, RFC 2104).

    The first link follows 32 zero bytes. Whoever changes one body changes every later link.
    """
    if len(_bytes(prev)) != KEY_BYTES:
        raise Misuse("A link of a chain is 32 bytes")
    return hmac.new(prev, _bytes(body), hashlib.sha256).digest()


def _bytes(data: bytes | str) -> bytes:
    if not isinstance(data, bytes):
        raise Misuse("This takes bytes")
    return data


def _enough(nbytes: int) -> int:
    if nbytes < LEAST_RANDOM:
        raise Misuse("Fewer than 16 random bytes can be guessed")
    return nbytes
