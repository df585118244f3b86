"""Checks what the chairs signed at meetings, from the public keys alone."""

from sqlalchemy import select

from app.accounts.person.model import KeyPair
from app.audit.events import AgendaSigned
from app.audit.queries import last_rows
from app.confidentiality.agreement.model import Wording
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.db import db
from app.marac.meeting import publishing, queries, statements
from app.marac.meeting.model import Attendance, Meeting, Publication


def verify_all() -> list[Fault]:
    """Return every reading, attendance and edition of an agenda that is not as it was signed."""
    return _readings() + _witnessed() + _editions() + _lost_editions()


def _readings() -> list[Fault]:
    faults = []
    for meeting in db.session.scalars(select(Meeting).where(Meeting.declared_at.is_not(None))):
        words = db.session.get(Wording, meeting.declaration_id)
        pair = db.session.get(KeyPair, meeting.key_pair_id)
        said = (
            statements.declaration_read(meeting, words, pair.person_id) if words and pair else b""
        )
        if not _holds(meeting, pair, said):
            faults.append(Fault("meeting", meeting.id, "Nobody signed that the words were read."))
    return faults


def _witnessed() -> list[Fault]:
    faults = []
    rows = db.session.execute(
        select(Attendance, Meeting)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.witnessed_by.is_not(None))
    )
    for attendance, meeting in rows:
        words = db.session.get(Wording, statements.wording_of(attendance.statement))
        pair = db.session.get(KeyPair, attendance.key_pair_id)
        said = statements.witnessed(meeting, words, attendance) if words else b""
        by_witness = pair is not None and pair.person_id == attendance.witnessed_by
        if not by_witness or not _holds(attendance, pair, said):
            faults.append(Fault("attendance", attendance.id, "Nobody signed that they agreed."))
    return faults


def _editions() -> list[Fault]:
    """Every edition of an agenda is as its officer signed it."""
    rows = db.session.execute(
        select(Publication, KeyPair).join(KeyPair, KeyPair.id == Publication.key_pair_id)
    )
    return [
        Fault("publication", row.id, "Nobody signed this edition of an agenda.")
        for row, pair in rows
        if publishing.read(row, pair) is None
    ]


def _lost_editions() -> list[Fault]:
    """The newest edition that the trail knows is in the table: nobody has taken it away."""
    newest = {row.id: queries.editions(row.id) for row in db.session.scalars(select(Meeting))}
    said = last_rows([AgendaSigned.tag], newest)
    return [
        Fault("meeting", meeting_id, "An edition of its agenda is missing.")
        for meeting_id, entry in said.items()
        if entry.detail["edition"] != newest[meeting_id]
    ]


def _holds(row: Meeting | Attendance, pair: KeyPair | None, said: bytes) -> bool:
    """Whether the row is what was signed, with the key pair that it names."""
    return (
        pair is not None
        and said == row.statement
        and row.signature is not None
        and is_signed(pair.signing_public, said, row.signature)
    )
