"""A person's opened keys. Made by unlocking, kept only in the session, shown nowhere."""

from dataclasses import dataclass, fields
from typing import NoReturn
from uuid import UUID

from app.vault import signing, wrapping
from app.vault.errors import Misuse

VERSION = b"\x01"
_SIZES = {
    "receiving_private": wrapping.PRIVATE_BYTES,
    "receiving_public": wrapping.PUBLIC_BYTES,
    "signing_private": signing.PRIVATE_BYTES,
    "signing_public": signing.PUBLIC_BYTES,
    "root_public": signing.PUBLIC_BYTES,
}
_IDS = 2 * 16
_WHOLE = len(VERSION) + _IDS + sum(_SIZES.values())
_WRITES = ("signing_private", "signing_public", "root_public")
_WRITING_HALF = len(VERSION) + _IDS + sum(_SIZES[name] for name in _WRITES)


@dataclass(frozen=True, repr=False, eq=False)
class Keyring:
    """Both halves of one person's key pairs, and the root that person pinned.

    ``root_public`` is the signing key of the area's first officer as this person met it: every
    chain of confirmations is verified up to it, whatever the database says later.
    """

    person_id: UUID
    key_id: UUID
    receiving_private: bytes
    receiving_public: bytes
    signing_private: bytes
    signing_public: bytes
    root_public: bytes

    def __post_init__(self) -> None:
        for name, size in _SIZES.items():
            value = getattr(self, name)
            if not isinstance(value, bytes) or len(value) != size:
                raise Misuse(f"The {name} of a keyring is {size} bytes")
        if not isinstance(self.person_id, UUID) or not isinstance(self.key_id, UUID):
            raise Misuse("A keyring belongs to a person and a key pair, each by its UUID")

    def __repr__(self) -> str:
        return "<Keyring>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be copied or pickled: ``to_bytes`` is the only way out, to be sealed."""
        raise Misuse("A keyring is not copied and not pickled")

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Open a key that was wrapped to this person; ``DoesNotOpen`` if it was not."""
        return wrapping.unwrap(self.receiving_private, wrapped, context)

    def sign(self, statement: bytes) -> bytes:
        """Sign a statement as this person; 64 bytes."""
        return signing.sign(self.signing_private, statement)

    def to_bytes(self) -> bytes:
        """Return everything as 1,377 bytes, to be sealed at once."""
        keys = (getattr(self, name) for name in _SIZES)
        return VERSION + self.person_id.bytes + self.key_id.bytes + b"".join(keys)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Keyring":
        """Restore a keyring from ``to_bytes``; ``Misuse`` for any other bytes."""
        if not isinstance(data, bytes) or len(data) != _WHOLE or data[:1] != VERSION:
            raise Misuse("These bytes are no keyring")
        parts, at = [], len(VERSION)
        for size in (16, 16, *_SIZES.values()):
            parts.append(data[at : at + size])
            at += size
        named = dict(zip((part.name for part in fields(cls)), parts, strict=True))
        person_id, key_id = (UUID(bytes=named.pop(name)) for name in ("person_id", "key_id"))
        return cls(person_id=person_id, key_id=key_id, **named)

    def writing_half(self) -> bytes:
        """Return what signs as this person and opens nothing, as 129 bytes to be sealed at once."""
        keys = (getattr(self, name) for name in _WRITES)
        return VERSION + self.person_id.bytes + self.key_id.bytes + b"".join(keys)

    @classmethod
    def from_writing_half(cls, data: bytes) -> "Keyring":
        """Return a keyring that signs as this person; ``Misuse`` for any other bytes.

        Its receiving pair is made up on the spot and thrown away, so nothing that was ever sealed
        to the person opens with it.
        """
        if not isinstance(data, bytes) or len(data) != _WRITING_HALF or data[:1] != VERSION:
            raise Misuse("These bytes are no writing half of a keyring")
        nobodys = wrapping.new_receiving_pair()
        person, key, at = data[1:17], data[17:33], 33
        signs = {}
        for name in _WRITES:
            signs[name] = data[at : at + _SIZES[name]]
            at += _SIZES[name]
        return cls(
            person_id=UUID(bytes=person),
            key_id=UUID(bytes=key),
            receiving_private=nobodys.private,
            receiving_public=nobodys.public,
            **signs,
        )
