"""Digests, random tokens and derived keys."""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.vault.errors import Misuse

KEY_BYTES = 32


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 digest of ``data``."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 digest of ``data`` as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def random_bytes(size: int = KEY_BYTES) -> bytes:
    """Return ``size`` bytes from the system's random source."""
    return secrets.token_bytes(size)


def random_token(size: int = KEY_BYTES) -> str:
    """Return ``size`` random bytes as URL-safe text."""
    return secrets.token_urlsafe(size)


def random_reference(alphabet: str, length: int) -> str:
    """Return ``length`` characters, each chosen at random from ``alphabet``."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def same(one: bytes | str, other: bytes | str) -> bool:
    """Compare in constant time; both bytes, or both ASCII text."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def derive(secret: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose out of a secret (HKDF-SHA256, RFC 5869)."""
    if len(secret) < KEY_BYTES or not purpose:
        raise Misuse("derive() takes a secret of at least 32 bytes and a purpose")
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"marac:" + purpose.encode()).derive(
        secret
    )


def chain(previous: bytes, body: bytes) -> bytes:
    """Return the 32-byte link of a hash chain over the previous link and this body."""
    if len(previous) != KEY_BYTES:
        raise Misuse("A link of the chain is 32 bytes")
    return sha256(b"marac-chain-1" + previous + body)


def _bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value
