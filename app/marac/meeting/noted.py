"""The only SELECTs on notes about a hearing; whoever calls them has asked for the case's item."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.db import db
from app.marac.meeting.model import HearingNote, NoteKind


def notes(item_id: UUID) -> Sequence[HearingNote]:
    """Return the notes of one hearing, the oldest first."""
    return db.session.scalars(
        select(HearingNote).where(HearingNote.item_id == item_id).order_by(HearingNote.at)
    ).all()


def note_of(item_id: UUID, kind: NoteKind) -> HearingNote | None:
    """Return the note of one kind."""
    return db.session.scalars(
        select(HearingNote).where(HearingNote.item_id == item_id, HearingNote.kind == kind)
    ).first()
