"""Reads tokens and tries. Only a token's own text finds it; lists are of ids, names and times."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.actor import Actor
from app.access.permissions import OFFICERS, Role
from app.accounts.person.model import KeyPair, Person, PersonState
from app.audit.events import KeyPairMade, TokenMade
from app.audit.queries import last_by, last_of
from app.confidentiality.circle.model import Confirmation, Office
from app.db import db
from app.marac.intake.model import HandedIn, HandInToken, HandInTry
from app.marac.intake.rules import TokenState
from app.refusals import NotVisible
from app.vault import digests


@dataclass(frozen=True)
class Live:
    """A token that works, with whom it acts for."""

    id: UUID
    person_id: UUID
    agency_id: UUID
    area_id: UUID
    roles: frozenset[Role]
    sealed_keys: bytes = field(repr=False)


@dataclass(frozen=True)
class Listed:
    """A token as lists show it: never its text, and nothing of what came in with it."""

    id: UUID
    name: str
    person_id: UUID
    agency_id: UUID
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    used: int
    state: TokenState


def live_token(text: str, now: datetime) -> Live | None:
    """Return the token of this text, if it and its maker's keys are still in use.

    One statement whatever is wrong, so that an unknown token takes as long as a revoked one.
    """
    row = db.session.execute(
        select(HandInToken, Person)
        .join(Person, Person.id == HandInToken.person_id)
        .join(KeyPair, KeyPair.id == HandInToken.key_pair_id)
        .where(
            HandInToken.token_hash == digests.sha256(text.encode()),
            HandInToken.revoked_at.is_(None),
            HandInToken.expires_at > now,
            HandInToken.sealed_keys.is_not(None),
            HandInToken.agency_id == Person.agency_id,
            Person.state == PersonState.ACTIVE,
            KeyPair.retired_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    token, person = row
    assert token.sealed_keys is not None
    return Live(
        token.id, person.id, person.agency_id, person.area_id, person.roles, token.sealed_keys
    )


def own_tokens(actor: Actor, now: datetime) -> list[Listed]:
    """Return the actor's own tokens, the newest first."""
    return _listed(_tokens().where(HandInToken.person_id == actor.person_id), now)


def tokens_of_area(actor: Actor, now: datetime) -> list[Listed]:
    """Return every token of the actor's area, the newest first."""
    return _listed(_tokens().where(HandInToken.area_id == actor.area_id), now)


def token(actor: Actor, token_id: UUID) -> HandInToken:
    """Return one of the actor's own tokens, or for an officer any of the area's."""
    found = db.session.get(HandInToken, token_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    if found.person_id != actor.person_id and not actor.is_officer:
        raise NotVisible()
    return found


def was_token_made_with(key_pair_id: UUID) -> bool:
    """Say whether a token was ever made with these keys, by its row or, were that gone, the trail.

    Whoever owns the file can take a row out; rows of the trail are chained and not to be removed
    unseen.
    """
    if db.session.scalar(
        select(HandInToken.id).where(HandInToken.key_pair_id == key_pair_id).limit(1)
    ):
        return True
    pair = db.session.get(KeyPair, key_pair_id)
    made = last_of([KeyPairMade.tag], [key_pair_id]).get(key_pair_id, 0)
    return pair is not None and last_by(TokenMade.tag, pair.person_id) > made


def was_officers(key_pair_id: UUID) -> bool:
    """Say whether an officer ever confirmed these keys as an officer's, lapsed or not."""
    asked = select(Confirmation.id).where(
        Confirmation.key_pair_id == key_pair_id, Confirmation.office == Office.OFFICER
    )
    return db.session.scalar(asked.limit(1)) is not None


def how_many_in_use(person_id: UUID, now: datetime) -> int:
    """Count somebody's tokens that work."""
    statement = select(func.count()).where(
        HandInToken.person_id == person_id,
        HandInToken.revoked_at.is_(None),
        HandInToken.expires_at > now,
    )
    return db.session.scalar(statement) or 0


def retried(token_id: UUID, retry_hash: bytes) -> HandedIn | None:
    """Return what came in with this token under this key, if anything did."""
    return db.session.scalars(
        select(HandedIn).where(HandedIn.token_id == token_id, HandedIn.retry_hash == retry_hash)
    ).one_or_none()


def tries(account: bytes, since: datetime) -> list[datetime]:
    """Return when something was tried since a moment."""
    asked = select(HandInTry.at).where(HandInTry.account == account, HandInTry.at > since)
    return list(db.session.scalars(asked))


def _tokens() -> Select[HandInToken, Person, KeyPair]:
    return (
        select(HandInToken, Person, KeyPair)
        .join(Person, Person.id == HandInToken.person_id)
        .join(KeyPair, KeyPair.id == HandInToken.key_pair_id)
        .order_by(HandInToken.made_at.desc())
    )


def _listed(asked: Select[HandInToken, Person, KeyPair], now: datetime) -> list[Listed]:
    return [
        Listed(
            row.id,
            row.name,
            row.person_id,
            row.agency_id,
            row.made_at,
            row.expires_at,
            row.last_used_at,
            row.used,
            _state(row, person, pair, now),
        )
        for row, person, pair in db.session.execute(asked)
    ]


def _state(row: HandInToken, person: Person, pair: KeyPair, now: datetime) -> TokenState:
    if row.revoked_at is not None:
        return TokenState.REVOKED
    if row.expires_at <= now:
        return TokenState.RAN_OUT
    gone = person.state != PersonState.ACTIVE or pair.retired_at is not None
    moved = row.agency_id != person.agency_id or bool(person.roles & OFFICERS)
    return TokenState.STOPPED if gone or moved else TokenState.IN_USE
