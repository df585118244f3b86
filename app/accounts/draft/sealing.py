"""Seals what somebody writes to that person's own public key: none but they can ever open it."""

from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.model import KeyPair
from app.vault import sealing
from app.vault.errors import DoesNotOpen
from app.vault.wrapping import wrap


def seal_to_writer(
    pair: KeyPair, contract: str, row_id: UUID, context: str, payload: Any
) -> tuple[bytes, bytes]:
    """Return a new key wrapped to the writer's pair, and what was written, sealed under it.

    ``context`` binds the wrapped key to its row, so that it opens no other.
    """
    key = sealing.new_key()
    return wrap(pair.receiving_public, key, context), sealing.seal_json(
        key, contract, row_id, payload
    )


def open_own(
    actor: Actor,
    key_pair_id: UUID,
    wrapped_key: bytes,
    sealed: bytes,
    *,
    contract: str,
    row_id: UUID,
    context: str,
) -> Any | None:
    """Open what the actor wrote; None if it was for other keys, or does not open with these."""
    if actor.keyring is None or key_pair_id != actor.keyring.key_id:
        return None
    try:
        key = actor.keyring.unwrap(wrapped_key, context)
        return sealing.unseal_json(key, contract, row_id, sealed)
    except DoesNotOpen as fault:
        fault.note()
        return None
