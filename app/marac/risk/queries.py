"""Reads the assessments of one record; a record kept from the reader has none."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.risk.model import Assessment


def assessments_of(actor: Actor, record_id: UUID) -> Sequence[Assessment]:
    """Return every assessment of a case or a referral, newest first."""
    return db.session.scalars(
        select(Assessment)
        .where(
            Assessment.record_id == record_id,
            Assessment.area_id == actor.area_id,
            not_excluded(actor, Assessment.record_id),
        )
        .order_by(Assessment.made_at.desc())
    ).all()
