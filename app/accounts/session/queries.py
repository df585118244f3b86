"""Reads sessions: one by its token, and a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from app.access.permissions import Role
from app.accounts.area.model import Area
from app.accounts.area.rules import Settings, settings_from
from app.accounts.person.model import KeyPair, Person, PersonState
from app.accounts.session.model import WebSession
from app.db import db
from app.db.asking import ask
from app.refusals import NotVisible
from app.vault import digests


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


@dataclass(frozen=True)
class Row:
    """A session as it is stored, free of the database's own life.

    ``account`` is that of a person who may still use the key pair; None for leavers, retired keys
    and invitations.
    """

    id: UUID
    person_id: UUID | None
    key_pair_id: UUID | None
    created_at: datetime
    seen_at: datetime
    sealed_data: bytes = field(repr=False)
    sealed_keyring: bytes | None = field(repr=False)
    account: Account | None = None


# Asked on every request: built once, so that asking costs little but the asking.
_SESSION = (
    WebSession.id,
    WebSession.person_id,
    WebSession.key_pair_id,
    WebSession.created_at,
    WebSession.seen_at,
    WebSession.sealed_data,
    WebSession.sealed_keyring,
)
_ACCOUNT = (
    Person.id,
    Person.agency_id,
    Person.area_id,
    Person.name,
    Area.name,
    Person.role_names,
    Area.settings,
)
_BY_TOKEN = (
    select(*_SESSION, KeyPair.id, *_ACCOUNT)
    .select_from(WebSession)
    .outerjoin(Person, (Person.id == WebSession.person_id) & (Person.state == PersonState.ACTIVE))
    .outerjoin(Area, Area.id == Person.area_id)
    .outerjoin(
        KeyPair,
        (KeyPair.id == WebSession.key_pair_id)
        & (KeyPair.person_id == Person.id)
        & KeyPair.retired_at.is_(None),
    )
    .where(WebSession.token_hash == bindparam("token_hash"))
)


def by_token(token: str) -> Row | None:
    """Return the session a cookie belongs to, with whose it is."""
    found = ask(_BY_TOKEN, {"token_hash": digests.sha256(token.encode())})
    if not found:
        return None
    row_id, person_id, pair_id, created_at, seen_at, data, keyring, usable, *account = found[0]
    whose = _account(*account) if usable else None
    return Row(row_id, person_id, pair_id, created_at, seen_at, data, keyring, whose)


def _account(
    person_id: UUID,
    agency_id: UUID,
    area_id: UUID,
    name: str,
    area_name: str,
    role_names: list[str],
    settings: dict[str, Any],
) -> Account:
    roles = frozenset(map(Role, role_names))
    return Account(person_id, agency_id, area_id, name, area_name, roles, settings_from(settings))


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
