"""Signatures: Ed25519 (RFC 8032) over canonical statements that name their own kind."""

import json
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.vault.digests import derive
from app.vault.errors import Forged, Misuse

_DOMAIN = b"marac-statement-1\n"


@dataclass(frozen=True)
class SigningPair:
    """A pair for signing: 32 private bytes, 32 public bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)


def new_signing_pair() -> SigningPair:
    """Make a new random signing pair."""
    return _pair(Ed25519PrivateKey.generate())


def signing_pair_from_seed(seed: bytes) -> SigningPair:
    """Make the signing pair that belongs to a 32-byte seed: always the same one."""
    return _pair(Ed25519PrivateKey.from_private_bytes(derive(seed, "signing-pair")))


def statement(kind: str, **fields: str) -> bytes:
    """Return the exact bytes to sign: JSON with sorted keys, the kind among them."""
    if not kind or not all(isinstance(value, str) for value in fields.values()):
        raise Misuse("A statement has a kind, and every field is text")
    whole = {"statement": kind, **fields}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_statement(data: bytes) -> dict[str, str]:
    """Return the fields of a statement, its kind under ``statement``."""
    fields: dict[str, str] = json.loads(data)
    return fields


def sign(private: bytes, statement: bytes) -> bytes:
    """Sign a statement; returns 64 bytes."""
    if len(private) != 32 or not statement:
        raise Misuse("Signing takes a 32-byte private half and a statement")
    return Ed25519PrivateKey.from_private_bytes(private).sign(_DOMAIN + statement)


def verify(public: bytes, statement: bytes, signature: bytes) -> None:
    """Return if the signature fits; raise ``Forged`` if it does not."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _DOMAIN + statement)
    except (InvalidSignature, ValueError, TypeError):
        raise Forged("The signature does not fit") from None


def _pair(private: Ed25519PrivateKey) -> SigningPair:
    return SigningPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())
