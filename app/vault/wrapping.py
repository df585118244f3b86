"""Wrapping keys to a holder: HPKE (RFC 9180) with ML-KEM-768 and X25519 together.

What is copied today must not open in twenty years, so an attacker has to break both. A private
half is a 32-byte seed, spread with SHAKE-256 into the seeds of both (as X-Wing does: 64 bytes for
ML-KEM-768, FIPS 203, and 32 for X25519, RFC 7748). A public half is 1,216 bytes (1,184 and 32).
"""

import hashlib
import secrets
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

PRIVATE_BYTES = 32
PUBLIC_BYTES = 1216
WRAPPING = b"\x01"
_LATTICE_SEED = 64
_LATTICE_PUBLIC = 1184
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, repr=False)
class ReceivingPair:
    """A pair to receive keys with: 32 private bytes, 1,216 public bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)

    def __repr__(self) -> str:
        return "<ReceivingPair>"


def new_receiving_pair() -> ReceivingPair:
    """Make a new random pair."""
    return _pair(secrets.token_bytes(PRIVATE_BYTES))


def receiving_pair_from_seed(seed: bytes) -> ReceivingPair:
    """Make the pair that belongs to a 32-byte seed: always the same one. ``Misuse`` if shorter."""
    return _pair(derive(seed, "receiving pair"))


def public_of(private: bytes) -> bytes:
    """Return the public half that belongs to a 32-byte private half."""
    return _pair(private).public


def wrap(public: bytes, secret: bytes, context: str) -> bytes:
    """Seal a secret to a public half; 1,137 bytes longer than the secret.

    ``context`` says what it is for and must be the same at unwrapping. ``Misuse`` for an empty
    secret or context, or for bytes that are no public half.
    """
    if not isinstance(secret, bytes) or not secret:
        raise Misuse("What is wrapped is bytes, and not none")
    info = _info(context)
    try:
        return WRAPPING + _SUITE.encrypt(secret, _public(public), info=info)
    except ValueError:
        raise Misuse("Nothing can be wrapped to this public half") from None


def unwrap(private: bytes, wrapped: bytes, context: str) -> bytes:
    """Open what ``wrap`` sealed.

    ``DoesNotOpen`` (naming the context) for another pair, another context or one altered byte.
    """
    return Receiver(private).unwrap(wrapped, context)


class Receiver:
    """A private half made ready once, to open many wrapped keys; it shows and hands out nothing."""

    __slots__ = ("_ready",)

    def __init__(self, private: bytes) -> None:
        self._ready = MLKEM768X25519PrivateKey(*_halves(private))

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Open what ``wrap`` sealed, as the function of that name does."""
        info = _info(context)
        if not isinstance(wrapped, bytes):
            raise Misuse("What is unwrapped is bytes")
        if wrapped[:1] != WRAPPING:
            raise DoesNotOpen("wrapped", context)
        try:
            return _SUITE.decrypt(wrapped[1:], self._ready, info=info)
        except (InvalidTag, ValueError):
            raise DoesNotOpen("wrapped", context) from None


def _info(context: str) -> bytes:
    if not isinstance(context, str) or not context:
        raise Misuse("Wrapping needs a context")
    return b"marac wrapped key 1\n" + context.encode()


def _halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if not isinstance(private, bytes) or len(private) != PRIVATE_BYTES:
        raise Misuse("A private receiving half is 32 bytes")
    spread = hashlib.shake_256(private).digest(_LATTICE_SEED + 32)
    return (
        MLKEM768PrivateKey.from_seed_bytes(spread[:_LATTICE_SEED]),
        X25519PrivateKey.from_private_bytes(spread[_LATTICE_SEED:]),
    )


def _pair(private: bytes) -> ReceivingPair:
    lattice, curve = _halves(private)
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return ReceivingPair(private, public)


def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if not isinstance(public, bytes) or len(public) != PUBLIC_BYTES:
        raise Misuse("A public receiving half is 1,216 bytes")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_LATTICE_PUBLIC]),
        X25519PublicKey.from_public_bytes(public[_LATTICE_PUBLIC:]),
    )
