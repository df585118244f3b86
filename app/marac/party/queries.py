"""Reads the people of one record; a record kept from the reader has none."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.party.model import Party
from app.refusals import NotVisible


def parties_of(actor: Actor, record_id: UUID) -> Sequence[Party]:
    """Return the rows of everybody in a case or a referral."""
    return db.session.scalars(
        select(Party).where(
            Party.record_id == record_id,
            Party.area_id == actor.area_id,
            not_excluded(actor, Party.record_id),
        )
    ).all()


def party(actor: Actor, record_id: UUID, party_id: UUID) -> Party:
    """Return the row of one person of this record; ``NotVisible`` for any other."""
    found = [row for row in parties_of(actor, record_id) if row.id == party_id]
    if not found:
        raise NotVisible()
    return found[0]
