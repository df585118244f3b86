"""Sealing of values: AES-256-GCM, bound to its contract and its row, padded.

An envelope is: envelope version (1 byte), contract version (1 byte), nonce (12 bytes), ciphertext
and tag. Associated data: both versions, the contract's id and the row's id, each with its length,
so that a value moved to another row or column no longer opens. Random nonces are safe here: a key
seals one record or one person's things, far below 2**32 values (NIST SP 800-38D, 8.3).
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault.errors import DoesNotOpen, Misuse
from app.vault.inventory import contract_of
from app.vault.padding import pad, unpad

ENVELOPE = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_HEAD = 2
_LEAST = _HEAD + NONCE_BYTES + TAG_BYTES


def new_key() -> bytes:
    """Return a new random 32-byte sealing key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, contract: str, row: str | UUID, plaintext: bytes) -> bytes:
    """Seal bytes under a 32-byte key for one contract of the inventory and one row.

    ``Misuse`` for another size of key, an unknown contract, an empty row or anything but bytes.
    """
    return _seal(key, contract, row, plaintext, secrets.token_bytes(NONCE_BYTES))


def unseal(key: bytes, contract: str, row: str | UUID, envelope: bytes) -> bytes:
    """Open an envelope of ``seal``.

    ``DoesNotOpen`` (naming contract and row) for another key, contract or row, or one altered
    byte; ``Misuse`` as in ``seal``. Never anything partly opened.
    """
    return Opener(key, contract).unseal(row, envelope)


def seal_json(key: bytes, contract: str, row: str | UUID, payload: Mapping[str, Any]) -> bytes:
    """Seal a dictionary as UTF-8 JSON with sorted keys; ``Misuse`` if JSON cannot hold it."""
    if not isinstance(payload, Mapping) or not all(isinstance(name, str) for name in payload):
        raise Misuse("What is sealed as JSON is a dictionary with text for its names")
    try:
        return seal(key, contract, row, _json(dict(payload)))
    except (TypeError, ValueError):
        raise Misuse(f"This cannot be written as JSON for {contract}") from None


def unseal_json(key: bytes, contract: str, row: str | UUID, envelope: bytes) -> dict[str, Any]:
    """Open what ``seal_json`` sealed; errors as in ``unseal``."""
    return Opener(key, contract).unseal_json(row, envelope)


class Opener:
    """A key made ready once, to open many rows of one contract; it shows and hands out nothing.

    ``Misuse`` for another size of key or an unknown contract.
    """

    __slots__ = ("_cipher", "_known")

    def __init__(self, key: bytes, contract: str) -> None:
        self._cipher, self._known = _cipher(key), contract_of(contract)

    def unseal(self, row: str | UUID, envelope: bytes) -> bytes:
        """Open an envelope, as the function of that name does."""
        row_id, known = _row(row), self._known
        if not isinstance(envelope, bytes):
            raise Misuse("An envelope is bytes")
        head, nonce = envelope[:_HEAD], envelope[_HEAD : _HEAD + NONCE_BYTES]
        if len(envelope) < _LEAST or head[0] != ENVELOPE or not 1 <= head[1] <= known.version:
            raise DoesNotOpen(known.id, row_id)
        bound = _bound(head, known.id, row_id)
        try:
            padded = self._cipher.decrypt(nonce, envelope[_HEAD + NONCE_BYTES :], bound)
        except InvalidTag:
            raise DoesNotOpen(known.id, row_id) from None
        plaintext = unpad(padded)
        if plaintext is None:
            raise DoesNotOpen(known.id, row_id)
        return plaintext

    def unseal_json(self, row: str | UUID, envelope: bytes) -> dict[str, Any]:
        """Open what ``seal_json`` sealed; errors as in ``unseal``."""
        try:
            payload = json.loads(self.unseal(row, envelope))
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            raise DoesNotOpen(self._known.id, row)
        return payload


def _seal(key: bytes, contract: str, row: str | UUID, plaintext: bytes, nonce: bytes) -> bytes:
    cipher, known = _cipher(key), contract_of(contract)
    if not isinstance(plaintext, bytes):
        raise Misuse("Only bytes are sealed")
    head = bytes((ENVELOPE, known.version))
    sealed = cipher.encrypt(nonce, pad(plaintext, known.bucket), _bound(head, known.id, row))
    return head + nonce + sealed


def _cipher(key: bytes) -> AESGCM:
    if not isinstance(key, bytes) or len(key) != KEY_BYTES:
        raise Misuse("A sealing key is 32 bytes")
    return AESGCM(key)


def _row(row: str | UUID) -> str:
    if not isinstance(row, str | UUID) or not str(row):
        raise Misuse("A sealed value belongs to a row: its id, as a UUID or as text")
    return str(row)


def _bound(head: bytes, contract: str, row: str | UUID) -> bytes:
    named = (part.encode() for part in (contract, _row(row)))
    return head + b"".join(len(part).to_bytes(2, "big") + part for part in named)


def _json(payload: dict[str, Any]) -> bytes:
    return json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()
