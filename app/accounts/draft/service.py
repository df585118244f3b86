"""Keeps what somebody was typing, sealed to that person's public key; throws it away when sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from app import clock
from app.access.actor import Actor
from app.accounts.draft.model import Draft
from app.accounts.draft.queries import FIELDS, context_of
from app.accounts.draft.rules import LASTS, Fields, worth_keeping
from app.accounts.draft.sealing import seal_to_writer
from app.accounts.person.leaving import when_left
from app.accounts.person.model import KeyPair, Person
from app.audit import record
from app.audit.events import DraftKept
from app.db import db, new_id, transaction

LONGEST_PATH = 200


def keep(person_id: UUID, key_pair_id: UUID, path: str, form: str, typed: Fields) -> bool:
    """Keep a form for its writer; none of their keys is needed, so a session may be over."""
    fields = worth_keeping(typed)
    if not fields or len(path) > LONGEST_PATH:
        return False
    with transaction():
        pair = db.session.get(KeyPair, key_pair_id)
        if pair is None or pair.person_id != person_id or pair.retired_at is not None:
            return False
        _sweep(clock.now())
        row, is_new = _row(person_id, path)
        _seal(row, pair, fields)
        db.session.add(row)
        if is_new:
            person = db.session.get_one(Person, person_id)
            event = DraftKept(subject_id=row.id, form=form)
            record(None, event, area_id=person.area_id)
    return True


def discard(actor: Actor, path: str) -> None:
    """Throw the actor's draft for a page away: it was sent, or it is not wanted."""
    with transaction():
        db.session.execute(
            delete(Draft).where(Draft.person_id == actor.person_id, Draft.path == path)
        )


def discard_under(actor: Actor, place: str) -> None:
    """Throw away the actor's drafts for a page and for every page beneath it."""
    beneath = Draft.path.startswith(f"{place}/", autoescape=True)
    with transaction():
        db.session.execute(
            delete(Draft).where(
                Draft.person_id == actor.person_id, or_(Draft.path == place, beneath)
            )
        )


@when_left
def discard_all(person_id: UUID) -> None:
    """Throw every draft of somebody away."""
    with transaction():
        db.session.execute(delete(Draft).where(Draft.person_id == person_id))


def _row(person_id: UUID, path: str) -> tuple[Draft, bool]:
    found = db.session.scalars(
        select(Draft).where(Draft.person_id == person_id, Draft.path == path)
    ).first()
    return (found, False) if found else (Draft(id=new_id(), person_id=person_id, path=path), True)


def _seal(row: Draft, pair: KeyPair, fields: Fields) -> None:
    row.key_pair_id = pair.id
    row.wrapped_key, row.sealed_fields = seal_to_writer(
        pair, FIELDS, row.id, context_of(row), fields
    )
    row.kept_at = clock.now()


def _sweep(now: datetime) -> None:
    db.session.execute(delete(Draft).where(Draft.kept_at < now - LASTS))
