"""When a meeting last heard a case, for whoever compares two records of one person."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.match.ports import heard
from app.marac.meeting.model import AgendaItem


@heard
def last_heard(actor: Actor, record_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """Return the London day on which each of these cases was last concluded at a meeting."""
    rows = db.session.execute(
        select(AgendaItem.case_id, func.max(AgendaItem.concluded_at))
        .where(AgendaItem.case_id.in_(set(record_ids)), AgendaItem.area_id == actor.area_id)
        .where(AgendaItem.concluded_at.is_not(None), not_excluded(actor, AgendaItem.case_id))
        .group_by(AgendaItem.case_id)
    )
    return {case_id: clock.london(at).date() for case_id, at in rows if at is not None}
