"""Starts, refreshes and ends sessions. A row is only ever inserted here, at sign-in.

What the row holds is sealed under a secret that exists only in the cookie, so the database alone
opens nothing, and whoever ended a session cannot have it brought back by a slow request.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, update

from app import clock
from app.access.actor import Actor
from app.accounts.person.leaving import when_left
from app.accounts.session import queries
from app.accounts.session.model import WebSession
from app.accounts.session.rules import KEPT_AFTER_LAPSE, Lapse
from app.audit import record
from app.audit.events import SignedOut
from app.db import db, new_id, transaction
from app.vault import digests, sealing
from app.vault.keyring import Keyring

DATA = "session.data"
KEYRING = "session.keyring"


@dataclass(frozen=True)
class Started:
    """A new session: its id, and the token that only the cookie may carry."""

    id: UUID
    token: str = field(repr=False)


def start_for(keyring: Keyring, device: str) -> Started:
    """Start the session of somebody who has just signed in, with a form token of its own."""
    data = {"_user_id": str(keyring.person_id), "csrf_token": digests.random_token(32)}
    return start(
        data,
        person_id=keyring.person_id,
        key_pair_id=keyring.key_id,
        keyring=keyring,
        device=device,
    )


def start(
    data: dict[str, Any],
    *,
    person_id: UUID | None = None,
    key_pair_id: UUID | None = None,
    keyring: Keyring | None = None,
    device: str = "",
) -> Started:
    """Write a new session with a fresh token; without a person for an invitation being used."""
    row_id, token = new_id(), digests.random_token(32)
    key = sealing_key(token)
    with transaction():
        _sweep(clock.now())
        db.session.add(
            WebSession(
                id=row_id,
                token_hash=digests.sha256(token.encode()),
                person_id=person_id,
                key_pair_id=key_pair_id,
                device=device,
                created_at=clock.now(),
                seen_at=clock.now(),
                sealed_data=sealing.seal_json(key, DATA, row_id, data),
                sealed_keyring=_sealed_keyring(key, row_id, keyring),
            )
        )
    return Started(row_id, token)


def save(row_id: UUID, token: str, data: dict[str, Any]) -> bool:
    """Keep changed data. An ended session stays ended: this updates and never inserts."""
    sealed = sealing.seal_json(sealing_key(token), DATA, row_id, data)
    return _update(row_id, {"sealed_data": sealed, "seen_at": clock.now()})


def touch(row_id: UUID) -> bool:
    """Note that the session was used."""
    return _update(row_id, {"seen_at": clock.now()})


def end(row_id: UUID) -> None:
    """End one session."""
    with transaction():
        db.session.execute(delete(WebSession).where(WebSession.id == row_id))


def lapse(row_id: UUID, person_id: UUID, area_id: UUID, why: Lapse) -> None:
    """Take the keys out of a session that ran out. The rest says for a week whose draft it was."""
    with transaction():
        if _update(row_id, {"sealed_keyring": None}):
            event = SignedOut(subject_id=person_id, reason=why.value)
            record(None, event, area_id=area_id)


def sign_out(actor: Actor, row_id: UUID, reason: str = "signed_out") -> None:
    """End the session the person is in."""
    with transaction():
        end(row_id)
        record(actor, SignedOut(subject_id=actor.person_id, reason=reason))


def end_others(actor: Actor, row_id: UUID) -> int:
    """End every session of the person but the one they are in."""
    with transaction():
        others = [one.id for one in queries.sessions_of(actor.person_id) if one.id != row_id]
        for other in others:
            _end_own(actor, other)
    return len(others)


def end_own(actor: Actor, row_id: UUID) -> None:
    """End one of the person's own sessions; another's is not there."""
    with transaction():
        queries.own_session(actor.person_id, row_id)
        _end_own(actor, row_id)


@when_left
def end_all(person_id: UUID) -> None:
    """End every session of somebody: they left, or have new keys."""
    with transaction():
        db.session.execute(delete(WebSession).where(WebSession.person_id == person_id))


def sealing_key(token: str) -> bytes:
    """Return the key that seals a session's contents; it can be had from the cookie alone."""
    return digests.derive(token.encode(), "web session")


def _end_own(actor: Actor, row_id: UUID) -> None:
    end(row_id)
    record(actor, SignedOut(subject_id=actor.person_id, reason="ended_elsewhere"))


def _sealed_keyring(key: bytes, row_id: UUID, keyring: Keyring | None) -> bytes | None:
    return sealing.seal(key, KEYRING, row_id, keyring.to_bytes()) if keyring else None


def _update(row_id: UUID, values: dict[str, Any]) -> bool:
    with transaction():
        result = db.session.execute(
            update(WebSession).where(WebSession.id == row_id).values(**values)
        )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _sweep(now: datetime) -> None:
    """Drop sessions that ran out so long ago that not even a draft waits for them."""
    db.session.execute(delete(WebSession).where(WebSession.seen_at < now - KEPT_AFTER_LAPSE))
