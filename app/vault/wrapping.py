"""Wrapping keys to a holder: HPKE (RFC 9180) with ML-KEM-768 and X25519 together.

What is copied today must not open in twenty years, so a holder's pair is post-quantum and
classical at once: an attacker must break both. A private half is 96 bytes (64 of ML-KEM seed,
32 of X25519), a public half 1,216 (1,184 and 32).
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from app.vault.digests import derive
from app.vault.errors import DoesNotOpen, Misuse

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_SEED = 64
_PRIVATE = _SEED + 32
_ENCAPSULATION = 1184
_PUBLIC = _ENCAPSULATION + 32


@dataclass(frozen=True)
class ReceivingPair:
    """A holder's pair for receiving keys: 96 private bytes, 1,216 public bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)


def new_receiving_pair() -> ReceivingPair:
    """Make a new random receiving pair."""
    lattice = MLKEM768PrivateKey.generate().private_bytes_raw()
    return _pair(lattice + X25519PrivateKey.generate().private_bytes_raw())


def receiving_pair_from_seed(seed: bytes) -> ReceivingPair:
    """Make the receiving pair that belongs to a 32-byte seed: always the same one."""
    parts = [derive(seed, f"receiving-pair-{part}") for part in ("d", "z", "x")]
    return _pair(b"".join(parts))


def public_of(private: bytes) -> bytes:
    """Return the public half that belongs to a private half."""
    return _pair(private).public


def wrap(public: bytes, secret: bytes, context: str) -> bytes:
    """Seal ``secret`` to a public half; ``context`` must be the same words at unwrapping."""
    if not secret or not context:
        raise Misuse("Nothing to wrap, or no context")
    return _SUITE.encrypt(secret, _public(public), info=context.encode())


def unwrap(private: bytes, wrapped: bytes, context: str) -> bytes:
    """Open what ``wrap`` sealed; ``DoesNotOpen`` for another key, context or altered bytes."""
    try:
        return _SUITE.decrypt(wrapped, _private(private), info=context.encode())
    except (InvalidTag, ValueError):
        raise DoesNotOpen("wrapped", context) from None


def _pair(private: bytes) -> ReceivingPair:
    lattice, curve = _halves(private)
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return ReceivingPair(private, public)


def _halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if not isinstance(private, bytes) or len(private) != _PRIVATE:
        raise Misuse("A private receiving half is 96 bytes")
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:_SEED]),
        X25519PrivateKey.from_private_bytes(private[_SEED:]),
    )


def _private(private: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*_halves(private))


def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if not isinstance(public, bytes) or len(public) != _PUBLIC:
        raise Misuse("A public receiving half is 1,216 bytes")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_ENCAPSULATION]),
        X25519PublicKey.from_public_bytes(public[_ENCAPSULATION:]),
    )
