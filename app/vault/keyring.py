"""A person's opened keys. Made by unlocking, kept only in the session, shown nowhere."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from app.vault import signing, wrapping


@dataclass(frozen=True)
class Keyring:
    """The private and public halves of one key pair, and the root its owner pinned.

    ``root_public`` is the signing key of the area's first officer as this person met it: every
    chain of confirmations is verified up to it, whatever the database says later.
    """

    person_id: UUID
    key_id: UUID
    receiving_private: bytes = field(repr=False)
    receiving_public: bytes = field(repr=False)
    signing_private: bytes = field(repr=False)
    signing_public: bytes = field(repr=False)
    root_public: bytes = field(repr=False)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Open a key that was wrapped to this person; ``DoesNotOpen`` if it was not."""
        return wrapping.unwrap(self.receiving_private, wrapped, context)

    def sign(self, statement: bytes) -> bytes:
        """Sign a statement with this person's signing key; 64 bytes."""
        return signing.sign(self.signing_private, statement)

    def to_bytes(self) -> bytes:
        """Return everything as bytes, to be sealed at once."""
        fields = {
            name: value.hex() if isinstance(value, bytes) else str(value)
            for name, value in vars(self).items()
        }
        return json.dumps(fields, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Keyring":
        """Restore a keyring from ``to_bytes``."""
        fields = json.loads(data)
        person_id, key_id = (UUID(fields.pop(name)) for name in ("person_id", "key_id"))
        halves = {name: bytes.fromhex(value) for name, value in fields.items()}
        return cls(person_id=person_id, key_id=key_id, **halves)
