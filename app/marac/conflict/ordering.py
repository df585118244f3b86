"""Hears a case last from the moment that it is kept from somebody: then nobody has to come back."""

from uuid import UUID

from app.db import db
from app.marac.agenda.service import settle
from app.marac.conflict import queries
from app.marac.meeting.model import Meeting


def hear_last(case_id: UUID) -> None:
    """Put a case behind the others that wait, at every meeting that is not over.

    The numbers and times that the others see stay theirs; only the order tells of it.
    """
    db.session.flush()
    for meeting_id in queries.agendas_not_closed(case_id):
        settle(db.session.get_one(Meeting, meeting_id))
