"""Signatures: Ed25519 (RFC 8032) over canonical statements that name their own kind."""

import json
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.vault.digests import derive
from app.vault.errors import Forged, Misuse

PRIVATE_BYTES = PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
_DOMAIN = b"marac statement 1\n"
_KIND = "statement"


@dataclass(frozen=True, repr=False)
class SigningPair:
    """A pair to sign with: 32 private bytes, 32 public bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)

    def __repr__(self) -> str:
        return "<SigningPair>"


def new_signing_pair() -> SigningPair:
    """Make a new random pair."""
    return _pair(Ed25519PrivateKey.generate())


def signing_pair_from_seed(seed: bytes) -> SigningPair:
    """Make the pair that belongs to a 32-byte seed: always the same one. ``Misuse`` if shorter."""
    return _pair(Ed25519PrivateKey.from_private_bytes(derive(seed, "signing pair")))


def statement(kind: str, /, **fields: str) -> bytes:
    """Return the exact bytes to sign: UTF-8 JSON, sorted by name, with its kind among the fields.

    Two different statements never have the same bytes. ``Misuse`` if a field is not text.
    """
    said = {_KIND: kind, **fields}
    if not kind or _KIND in fields or not all(isinstance(value, str) for value in said.values()):
        raise Misuse("A statement has a kind, and every one of its fields is text")
    try:
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise Misuse("A statement is text that can be written as UTF-8") from None


def read_statement(data: bytes) -> dict[str, str]:
    """Return the fields of a statement, its kind under ``statement``.

    ``Misuse`` unless these are, byte for byte, what ``statement`` makes of those fields.
    """
    try:
        fields = json.loads(data)
        if statement(fields.pop(_KIND), **fields) == data:
            return {_KIND: json.loads(data)[_KIND], **fields}
    except (ValueError, TypeError, AttributeError, KeyError):
        pass
    raise Misuse("These bytes are no statement")


def sign(private: bytes, statement: bytes) -> bytes:
    """Sign the bytes of a statement with a 32-byte private half; returns 64 bytes."""
    if not isinstance(private, bytes) or len(private) != PRIVATE_BYTES:
        raise Misuse("A private signing half is 32 bytes")
    return Ed25519PrivateKey.from_private_bytes(private).sign(_signed(statement))


def verify(public: bytes, statement: bytes, signature: bytes) -> None:
    """Return if the signature fits these bytes and this public half; raise ``Forged`` if not."""
    if not isinstance(public, bytes) or not isinstance(signature, bytes):
        raise Misuse("A public half and a signature are bytes")
    signed = _signed(statement)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise Forged("The signature does not fit") from None


def _signed(statement: bytes) -> bytes:
    if not isinstance(statement, bytes) or not statement:
        raise Misuse("What is signed is the bytes of a statement")
    return _DOMAIN + statement


def _pair(private: Ed25519PrivateKey) -> SigningPair:
    return SigningPair(private.private_bytes_raw(), private.public_key().public_bytes_raw())
