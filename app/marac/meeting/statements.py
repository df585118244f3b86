"""The exact bytes the chair signs: the declaration was read, somebody agreed aloud."""

from uuid import UUID

from app.confidentiality.agreement.model import Wording
from app.confidentiality.agreement.rules import moment
from app.marac.meeting.model import Attendance, Meeting
from app.vault import signing


def declaration_read(meeting: Meeting, wording: Wording, chair_id: UUID) -> bytes:
    """Who read which words out, at which meeting, when."""
    assert meeting.declared_at is not None
    return signing.statement(
        "declaration-read",
        area=str(meeting.area_id),
        meeting=str(meeting.id),
        wording=str(wording.id),
        digest=wording.digest.hex(),
        person=str(chair_id),
        key_pair=str(meeting.key_pair_id),
        at=moment(meeting.declared_at),
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
        key_pair=str(attendance.key_pair_id),
        at=moment(attendance.at),
    )


def wording_of(statement: bytes | None) -> UUID | None:
    """Which words a statement says it is about; whether it is true, its signature shows."""
    if statement is None:
        return None
    try:
        return UUID(signing.read_statement(statement)["wording"])
    except (KeyError, ValueError):
        return None
