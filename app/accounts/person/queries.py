"""Reads people, always the actor's own area; names only for ids that a page already has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, exists, select

from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.person.model import Invitation, KeyPair, Person, PersonState
from app.accounts.person.rules import looks_like, mailbox, plain_name
from app.db import db
from app.db.asking import ask
from app.db.memory import found_before
from app.refusals import NotVisible
from app.vault import digests

# Asked on nearly every page: built once, so that asking costs little but the asking.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NAMES = select(Person.id, Person.name).where(Person.id.in_(_IDS))


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that can still be used, with what its page says."""

    id: UUID
    person_id: UUID
    purpose: str
    expires_at: datetime
    made_by: UUID | None


def people(actor: Actor) -> Sequence[Person]:
    """Return everybody of the area, by name; those who have left come too, marked."""
    return db.session.scalars(
        select(Person).where(Person.area_id == actor.area_id).order_by(Person.name)
    ).all()


def person(actor: Actor, person_id: UUID) -> Person:
    """Return one person of the area; ``NotVisible`` for any other."""
    found = db.session.get(Person, person_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def people_of_agency(agency_id: UUID) -> Sequence[Person]:
    """Return an agency's people who have not left, by name."""
    return db.session.scalars(
        select(Person)
        .where(Person.agency_id == agency_id, Person.state != PersonState.LEFT)
        .order_by(Person.name)
    ).all()


def person_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names that go with the ids."""
    asked = frozenset(ids)
    rows = found_before(("person names", asked), lambda: ask(_NAMES, {"ids": list(asked)}))
    return {row[0]: row[1] for row in rows}


def active_pair(person_id: UUID) -> KeyPair | None:
    """Return the key pair a person uses now, confirmed or not."""
    return db.session.scalars(
        select(KeyPair)
        .where(KeyPair.person_id == person_id, KeyPair.retired_at.is_(None))
        .order_by(KeyPair.made_at.desc())
        .limit(1)
    ).first()


def has_ever_had_keys(person_id: UUID) -> bool:
    """Say whether a new key pair would take the place of one that may open something."""
    return bool(db.session.scalar(select(exists().where(KeyPair.person_id == person_id))))


def other_administrators(area_id: UUID, person_id: UUID) -> int:
    """Count the active administrators apart from this person."""
    rows = db.session.scalars(
        select(Person).where(Person.area_id == area_id, Person.state == PersonState.ACTIVE)
    )
    return sum(Role.ADMINISTRATOR in row.roles and row.id != person_id for row in rows)


def by_email(email: str) -> Person | None:
    """Return whoever has this address, in its canonical form."""
    return db.session.scalars(select(Person).where(Person.email == email)).first()


def alike(agency_id: UUID, name: str, email: str) -> list[Person]:
    """Return who of an agency has this name or an address like it, and has not left (AC-29)."""
    return [
        one
        for one in people_of_agency(agency_id)
        if plain_name(one.name) == plain_name(name) or looks_like(one.email) == looks_like(email)
    ]


def same_mailbox(email: str) -> Person | None:
    """Return whoever has an account at the mailbox of this address, under whatever label."""
    domain = email.rpartition("@")[2]
    rows = db.session.scalars(select(Person).where(Person.email.endswith(f"@{domain}")))
    return next((row for row in rows if mailbox(row.email) == mailbox(email)), None)


def invitation_for(token: str, now: datetime) -> OpenInvitation:
    """Return what a link invites to; ``NotVisible`` if it was used, has expired or never was."""
    row = db.session.scalars(
        select(Invitation).where(
            Invitation.token_hash == digests.sha256(token.encode()),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    ).first()
    if row is None:
        raise NotVisible()
    return OpenInvitation(row.id, row.person_id, row.purpose, row.expires_at, row.made_by)


def open_invitations(actor: Actor, now: datetime) -> dict[UUID, datetime]:
    """Return until when people of the area who have not joined can still use their link."""
    rows = db.session.execute(
        select(Invitation.person_id, Invitation.expires_at)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Person.area_id == actor.area_id,
            Person.state == PersonState.INVITED,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    return {row.person_id: row.expires_at for row in rows}


def pending_invitation(person_id: UUID, now: datetime) -> Invitation | None:
    """Return the link that this person could still use, if one was sent."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.person_id == person_id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.made_at.desc())
        .limit(1)
    ).first()
