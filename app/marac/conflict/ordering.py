"""Hears a case last from the moment that it is kept from somebody: then nobody has to come back."""

from uuid import UUID

from app.db import db
from app.marac.conflict import queries
from app.marac.meeting import queries as meetings
from app.marac.meeting import rules
from app.marac.meeting.model import ItemState


def hear_last(case_id: UUID) -> None:
    """Put a case behind the others that wait, at every meeting that is not over.

    The numbers and times that the others see stay theirs; only the order tells of it.
    """
    db.session.flush()
    for meeting_id in queries.agendas_not_closed(case_id):
        _reorder(meeting_id)


def _reorder(meeting_id: UUID) -> None:
    waiting = [item for item in meetings.every_item(meeting_id) if item.state == ItemState.WAITING]
    by_case = {item.case_id: item for item in sorted(waiting, key=lambda item: item.position)}
    places = sorted(item.position for item in waiting)
    times = sorted(item.starts_at for item in waiting)
    kept = meetings.kept_from_somebody(by_case)
    in_order = rules.sensitive_last(list(by_case), kept)
    for case_id, position, starts_at in zip(in_order, places, times, strict=True):
        by_case[case_id].position = position
        by_case[case_id].starts_at = starts_at
