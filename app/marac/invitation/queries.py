"""The only SELECTs on answers to invitations."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.db import db
from app.marac.invitation.model import Reply


def replies(meeting_id: UUID) -> dict[UUID, Reply]:
    """Return who has answered the invitation to a meeting."""
    rows = db.session.scalars(select(Reply).where(Reply.meeting_id == meeting_id))
    return {row.person_id: row for row in rows}


def own_replies(actor: Actor, meeting_ids: Iterable[UUID]) -> dict[UUID, Reply]:
    """Return what this person has answered to these meetings."""
    rows = db.session.scalars(
        select(Reply).where(
            Reply.person_id == actor.person_id, Reply.meeting_id.in_(set(meeting_ids))
        )
    )
    return {row.meeting_id: row for row in rows}
