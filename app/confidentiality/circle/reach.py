"""What somebody could open, and taking it away: grants go at once, new keys are due."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import CursorResult, delete, or_, select, update

from app import clock
from app.confidentiality.circle.model import Because, Grant, HolderKind, Secret, SecretKind
from app.db import db


def reach_of(person_id: UUID, key_pair_ids: Collection[UUID]) -> set[UUID]:
    """Return every secret that a person holds, directly, through a circle or through a case."""
    found: set[UUID] = set()
    rows = db.session.scalars(select(Grant.secret_id).where(_held_by(person_id, key_pair_ids)))
    fresh = set(rows)
    while fresh:
        found |= fresh
        above = select(Grant.secret_id).where(
            Grant.holder_kind.in_([HolderKind.CIRCLE, HolderKind.SECRET]),
            Grant.holder_key_id.in_(fresh),
        )
        fresh = set(db.session.scalars(above)) - found
    return found


def take_away(person_id: UUID, key_pair_ids: Collection[UUID]) -> int:
    """Delete every grant to a person and make new keys due for all they could open."""
    mark_due(reach_of(person_id, key_pair_ids))
    gone = delete(Grant).where(_held_by(person_id, key_pair_ids))
    return _deleted(db.session.execute(gone.execution_options(synchronize_session=False)))


def take_office(person_id: UUID) -> None:
    """Take from somebody who is no longer an officer what officers hold."""
    circles = select(Secret.id).where(Secret.kind == SecretKind.OFFICERS)
    held = or_(Grant.because == Because.OFFICE, Grant.secret_id.in_(circles))
    mine = (Grant.holder_kind == HolderKind.PERSON, Grant.holder_id == person_id, held)
    direct = set(db.session.scalars(select(Grant.secret_id).where(*mine)))
    through = select(Grant.secret_id).where(Grant.holder_key_id.in_(direct))
    mark_due(direct | set(db.session.scalars(through)))
    db.session.execute(delete(Grant).where(*mine).execution_options(synchronize_session=False))


def mark_due(secret_ids: Collection[UUID]) -> None:
    """Ask for new keys of these. The index key stays, or its tokens would find nothing more."""
    db.session.execute(
        update(Secret)
        .where(Secret.id.in_(secret_ids), Secret.retired_at.is_(None))
        .where(Secret.kind != SecretKind.INDEX, Secret.rotation_due_at.is_(None))
        .values(rotation_due_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _held_by(person_id: UUID, key_pair_ids: Collection[UUID]):  # type: ignore[no-untyped-def]
    to_person = (Grant.holder_kind == HolderKind.PERSON) & (Grant.holder_id == person_id)
    return or_(to_person, Grant.holder_key_id.in_(key_pair_ids))


def _deleted(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
