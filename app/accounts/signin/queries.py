"""Reads what a sign-in is checked against, in one go, before the slow derivation begins."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.permissions import Role
from app.accounts.person import keys
from app.accounts.person.model import PersonState
from app.accounts.person.queries import active_pair, by_email
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
    """Return the account of an address; None for a stranger, a leaver and an unused invitation."""
    person = by_email(email)
    if person is None or person.state != PersonState.ACTIVE:
        return None
    pair = active_pair(person.id)
    if pair is None:
        return None
    factor = keys.factor_of(pair.id)
    return Account(
        person.id,
        person.agency_id,
        person.area_id,
        person.roles,
        keys.lock_of(pair.id),
        factor.id,
        factor.last_step,
        factor.sealed_secret,
    )


def recent_failures(account: bytes, now: datetime) -> int:
    """Count an account's wrong tries within the window."""
    statement = select(func.count()).where(
        SignInFailure.account == account, SignInFailure.at > now - WINDOW
    )
    return db.session.scalar(statement) or 0
