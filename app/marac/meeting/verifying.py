"""Checks what the chairs signed at meetings, from the public keys alone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.area.model import Area
from app.accounts.person.model import KeyPair
from app.audit.events import AgendaSigned
from app.audit.queries import Entry, rows_each
from app.confidentiality.agreement.model import Wording
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.confidentiality.circle.chain import Chain
from app.db import db
from app.marac.meeting import publishing, statements
from app.marac.meeting.model import Attendance, Meeting, Publication

Seal = tuple[UUID, int, str]
"""Which edition of which meeting's agenda, and the digest of its signature."""


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
    """Every edition of an agenda is as an officer signed it, and is the one that the trail has."""
    known = _known_editions()
    rows = db.session.execute(
        select(Publication, KeyPair).join(KeyPair, KeyPair.id == Publication.key_pair_id)
    )
    return [
        Fault("publication", row.id, "Nobody signed this edition of an agenda.")
        for row, pair in rows
        if publishing.read(row, pair) is None or not _was_signed(row, known)
    ]


def _lost_editions() -> list[Fault]:
    """Every edition that the trail knows is in the table: nobody has taken one away."""
    there = {
        (row.meeting_id, row.edition, publishing.mark(row))
        for row in db.session.scalars(select(Publication))
    }
    lost = {seal[0] for seal in _known_editions() if seal not in there}
    return [
        Fault("meeting", meeting_id, "An edition of its agenda is missing.")
        for meeting_id in sorted(lost)
    ]


def _known_editions() -> dict[Seal, Entry]:
    """What the trail says of every edition that was signed: which, by whom and when."""
    meetings = db.session.scalars(select(Meeting.id)).all()
    return {
        (meeting_id, entry.detail["edition"], entry.detail["signed"]): entry
        for meeting_id, entries in rows_each([AgendaSigned.tag], meetings).items()
        for entry in entries
    }


def _was_signed(row: Publication, known: Mapping[Seal, Entry]) -> bool:
    """Whether an officer, who was one then, signed an edition through the application."""
    entry = known.get((row.meeting_id, row.edition, publishing.mark(row)))
    area = db.session.get(Area, row.area_id)
    if entry is None or area is None or area.root_public is None:
        return False
    chain = Chain(area.id, area.root_public)
    at = datetime.fromisoformat(entry.at)
    return entry.actor_id == row.by_person_id and chain.was_officer(row.key_pair_id, at)


def _holds(row: Meeting | Attendance, pair: KeyPair | None, said: bytes) -> bool:
    """Whether the row is what was signed, with the key pair that it names."""
    return (
        pair is not None
        and said == row.statement
        and row.signature is not None
        and is_signed(pair.signing_public, said, row.signature)
    )
