"""Reads sessions: one by its token, and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.permissions import Role
from app.accounts.area.model import Area
from app.accounts.area.rules import Settings, settings_from
from app.accounts.person.model import KeyPair, Person, PersonState
from app.accounts.session.model import WebSession
from app.db import db
from app.refusals import NotVisible
from app.vault import digests


@dataclass(frozen=True)
class Row:
    """A session as it is stored, free of the database's own life."""

    id: UUID
    person_id: UUID | None
    key_pair_id: UUID | None
    created_at: datetime
    seen_at: datetime
    sealed_data: bytes = field(repr=False)
    sealed_keyring: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Account:
    """Who a session belongs to, as far as every page needs it."""

    person_id: UUID
    agency_id: UUID
    area_id: UUID
    name: str
    area_name: str
    roles: frozenset[Role]
    settings: Settings


# Asked on every request: built once, so that asking costs little but the asking.
_BY_TOKEN = select(
    WebSession.id,
    WebSession.person_id,
    WebSession.key_pair_id,
    WebSession.created_at,
    WebSession.seen_at,
    WebSession.sealed_data,
    WebSession.sealed_keyring,
).where(WebSession.token_hash == bindparam("token_hash"))
_ACCOUNT = (
    select(
        Person.id,
        Person.agency_id,
        Person.area_id,
        Person.name,
        Area.name,
        Person.role_names,
        Area.settings,
    )
    .join(Area, Area.id == Person.area_id)
    .join(KeyPair, KeyPair.person_id == Person.id)
    .where(
        Person.id == bindparam("person"),
        Person.state == PersonState.ACTIVE,
        KeyPair.id == bindparam("pair"),
        KeyPair.retired_at.is_(None),
    )
)


def by_token(token: str) -> Row | None:
    """Return the session a cookie belongs to."""
    given = {"token_hash": digests.sha256(token.encode())}
    found = db.session.execute(_BY_TOKEN, given).one_or_none()
    return Row(*found) if found else None


def account(person_id: UUID, key_pair_id: UUID) -> Account | None:
    """Return a person who may still use this key pair; None for leavers and retired keys."""
    given = {"person": person_id, "pair": key_pair_id}
    found = db.session.execute(_ACCOUNT, given).one_or_none()
    if found is None:
        return None
    person, agency_id, area_id, name, area_name, role_names, settings = found
    roles = frozenset(map(Role, role_names))
    return Account(person, agency_id, area_id, name, area_name, roles, settings_from(settings))


def sessions_of(person_id: UUID) -> Sequence[WebSession]:
    """Return a person's sessions that hold keys, the last used first."""
    return db.session.scalars(
        select(WebSession)
        .where(WebSession.person_id == person_id, WebSession.sealed_keyring.is_not(None))
        .order_by(WebSession.seen_at.desc())
    ).all()


def own_session(person_id: UUID, row_id: UUID) -> WebSession:
    """Return one of the person's own sessions; ``NotVisible`` for any other."""
    row = db.session.get(WebSession, row_id)
    if row is None or row.person_id != person_id:
        raise NotVisible()
    return row
