"""The exact bytes the chair signs: the declaration was read, somebody agreed aloud."""

from datetime import datetime
from uuid import UUID

from app.confidentiality.agreement.model import Wording
from app.marac.meeting.model import Attendance, Meeting
from app.vault import signing


def declaration_read(
    meeting: Meeting, wording: Wording, *, chair_id: UUID, agency_id: UUID, at: datetime
) -> bytes:
    """Who read which words out, at which meeting, when."""
    return signing.statement(
        "declaration-read",
        area=str(meeting.area_id),
        meeting=str(meeting.id),
        wording=str(wording.id),
        digest=wording.digest.hex(),
        person=str(chair_id),
        agency=str(agency_id),
        at=at.isoformat(),
    )


def witnessed(meeting: Meeting, wording: Wording, attendance: Attendance) -> bytes:
    """Who agreed aloud to which words, as what, and who heard it."""
    return signing.statement(
        "attendance-witnessed",
        area=str(meeting.area_id),
        meeting=str(meeting.id),
        wording=str(wording.id),
        digest=wording.digest.hex(),
        name=attendance.name,
        agency=str(attendance.agency_id),
        person=str(attendance.person_id or ""),
        capacity=str(attendance.capacity),
        witness=str(attendance.witnessed_by),
        at=attendance.at.isoformat(),
    )
