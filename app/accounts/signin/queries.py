"""Reads what a sign-in is checked against, in one go, before the slow derivation begins."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.permissions import Role
from app.accounts.person import keys
from app.accounts.person.model import KeyPair, Person, PersonState, SecondFactor, Unlocker
from app.accounts.signin.model import SignInFailure
from app.accounts.signin.rules import WINDOW
from app.db import db


@dataclass(frozen=True)
class Account:
    """Somebody who could sign in, if the passphrase and the code are right."""

    person_id: UUID
    agency_id: UUID
    area_id: UUID
    roles: frozenset[Role]
    lock: keys.Lock
    factor_id: UUID
    last_step: int
    sealed_secret: bytes = field(repr=False)


def account_of(email: str) -> Account | None:
    """Return the account of an address; None for a stranger, a leaver and an unused invitation.

    One statement either way, so that a stranger's address takes as long as a member's.
    """
    row = db.session.execute(
        select(Person, KeyPair, Unlocker, SecondFactor)
        .join(KeyPair, KeyPair.person_id == Person.id)
        .join(Unlocker, Unlocker.key_pair_id == KeyPair.id)
        .join(SecondFactor, SecondFactor.key_pair_id == KeyPair.id)
        .where(
            Person.email == email,
            Person.state == PersonState.ACTIVE,
            KeyPair.retired_at.is_(None),
            Unlocker.kind == "passphrase",
        )
        .order_by(KeyPair.made_at.desc())
        .limit(1)
    ).first()
    return None if row is None else _account(*row)


def recent_failures(account: bytes, now: datetime) -> int:
    """Count an account's wrong tries within the window."""
    statement = select(func.count()).where(
        SignInFailure.account == account, SignInFailure.at > now - WINDOW
    )
    return db.session.scalar(statement) or 0


def _account(person: Person, pair: KeyPair, unlocker: Unlocker, factor: SecondFactor) -> Account:
    lock = keys.Lock(
        pair.id, unlocker.salt, unlocker.id, unlocker.sealed_unlock_key, pair.sealed_keyring
    )
    return Account(
        person.id,
        person.agency_id,
        person.area_id,
        person.roles,
        lock,
        factor.id,
        factor.last_step,
        factor.sealed_secret,
    )
