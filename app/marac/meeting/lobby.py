"""What one person may see of a meeting now: where they stand, the agenda, who is here.

Somebody who has not signed, or whose key has not come yet, gets numbers and times and nothing
else. The names of the cases open from sealed labels, and their opening is in the trail first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import AgendaOpened
from app.confidentiality.agreement.model import Wording
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.case.queries import cases as cases_by_id
from app.marac.case.rules import Label
from app.marac.meeting import leaving, publishing, queries, rules, service
from app.marac.meeting.model import Attendance, ItemState, Meeting
from app.marac.meeting.rules import MeetingState, Outcome, Place
from app.refusals import NotVisible, RuleBroken
from app.vault import digests

BEGUN = frozenset({MeetingState.OPEN, MeetingState.CLOSED})
LONG_AT_THE_DOOR = timedelta(seconds=20)


@dataclass(frozen=True)
class Line:
    """One line of an agenda. Without ``item_id`` it is a number and a time, and nothing else."""

    number: int
    starts_at: datetime
    item_id: UUID | None = None
    case_id: UUID | None = None
    reference: str = ""
    state: ItemState = ItemState.WAITING
    began_at: datetime | None = None
    concluded_at: datetime | None = None
    label: Label | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Here:
    """Where one person stands in one meeting."""

    meeting: Meeting
    place: Place
    words: Wording | None
    attendance: Attendance | None
    sees_cases: bool
    sees_agenda: bool

    @property
    def waits_long(self) -> bool:
        """Whether somebody who signed is at the door for longer than a doorkeeper ever takes."""
        signed = self.attendance.at if self.attendance else None
        if signed is None or self.place is not Place.AT_THE_DOOR:
            return False
        return clock.now() - signed > LONG_AT_THE_DOOR


@dataclass(frozen=True)
class Present:
    """Somebody at the table."""

    name: str
    agency: str
    is_observer: bool
    witness: str
    at: datetime | None
    left_at: datetime | None = None
    has_left: bool = False


def here(actor: Actor, meeting_id: UUID) -> Here:
    """Say where a person stands; nothing of any case is opened."""
    actor.require(Permission.MEETING_READ)
    meeting = queries.meeting(actor, meeting_id)
    attendance = queries.attendance_of(meeting.id, actor.person_id)
    signed = attendance is not None and attendance.signature_id is not None
    words = _words(meeting)
    place = rules.place(
        meeting.state,
        is_read=words is not None and service.is_read(meeting, words),
        has_signed=signed,
        is_admitted=signed and attendance is not None and _is_admitted(actor, attendance),
    )
    after = place is Place.AFTER and (signed or actor.is_officer)
    if place is Place.INSIDE and leaving.has_left(meeting.id, actor.person_id):
        place = Place.AWAY
    return Here(
        meeting,
        place,
        words,
        attendance,
        sees_cases=place is Place.INSIDE or after,
        sees_agenda=sees_agenda(actor, meeting),
    )


def sees_agenda(actor: Actor, meeting: Meeting) -> bool:
    """Say whether somebody sees numbers and times: officers always, others once published.

    To whoever is kept from all of its cases it is not published: an empty agenda would tell them.
    """
    if actor.is_officer or meeting.state in BEGUN:
        return True
    if not publishing.is_published(meeting):
        return False
    return not queries.every_item(meeting.id) or bool(queries.agenda(actor, meeting.id))


def bare_agenda(actor: Actor, meeting_id: UUID) -> list[Line]:
    """Return the agenda as somebody sees it who has not signed: numbers and times."""
    if not sees_agenda(actor, queries.meeting(actor, meeting_id)):
        return []
    return [Line(line.number, line.starts_at) for line in queries.agenda(actor, meeting_id)]


def agenda_for(actor: Actor, now: Here) -> list[Line]:
    """Return the agenda as this person may see it."""
    agenda = open_agenda if now.sees_cases else bare_agenda
    return agenda(actor, now.meeting.id)


def open_agenda(actor: Actor, meeting_id: UUID) -> list[Line]:
    """Open the agenda with its names; the opening is in the trail before anything is shown."""
    with transaction():
        if not here(actor, meeting_id).sees_cases:
            return bare_agenda(actor, meeting_id)
        lines = read_agenda(actor, Ring(actor), queries.agenda(actor, meeting_id))
        record(actor, AgendaOpened(subject_id=meeting_id, count=len(lines)))
    return lines


def read_agenda(actor: Actor, ring: Ring, agenda: Sequence[queries.Numbered]) -> list[Line]:
    """Read the agenda's labels, each with its own key; the caller writes the trail."""
    cases = {case.id: case for case in cases_by_id(actor, [row.item.case_id for row in agenda])}
    ring.preload(case.secret_id for case in cases.values())
    return [line_of(row, cases[row.item.case_id], ring) for row in agenda]


def line_of(row: queries.Numbered, case: Case | None = None, ring: Ring | None = None) -> Line:
    """Return a line of an agenda; with its name where case and keys are at hand."""
    return Line(
        number=row.number,
        starts_at=row.starts_at,
        item_id=row.item.id,
        case_id=row.item.case_id,
        reference=case.reference if case else "",
        state=ItemState(row.item.state),
        began_at=row.item.began_at,
        concluded_at=row.item.concluded_at,
        label=_label(ring, case) if case and ring else None,
        outcome=Outcome(row.item.outcome) if row.item.outcome else None,
    )


def present(actor: Actor, meeting_id: UUID) -> list[Present]:
    """Return who is at a meeting, agency by agency; for officers with the times.

    Others read their own times only: when somebody came, or left, tells whoever was asked to leave
    that something followed.
    """
    rows = queries.attendances(meeting_id)
    agencies = agency_names(row.agency_id for row in rows)
    witnesses = person_names(row.witnessed_by for row in rows if row.witnessed_by)
    left = {
        row.attendance_id: row.left_at for row in leaving.departures(meeting_id) if not row.back_at
    }

    def sees_times(row: Attendance) -> bool:
        return actor.is_officer or row.person_id == actor.person_id

    found = [
        Present(
            name=row.name,
            agency=agencies[row.agency_id],
            is_observer=row.capacity == rules.Capacity.OBSERVER,
            witness=_witness(row, witnesses),
            at=row.at if sees_times(row) else None,
            left_at=left.get(row.id) if sees_times(row) else None,
            has_left=row.id in left,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.agency, one.name))


def _witness(row: Attendance, names: dict[UUID, str]) -> str:
    """Who heard somebody agree aloud; nobody, where they signed themselves."""
    if row.signature_id is not None or row.witnessed_by is None:
        return ""
    return names[row.witnessed_by]


def mark(actor: Actor, now: Here) -> str:
    """Return what changes whenever this person's page of the meeting would show something else."""
    seen: list[object] = [
        now.place,
        now.waits_long,
        now.meeting.revision,
        now.words and now.words.id,
    ]
    agenda = queries.agenda(actor, now.meeting.id) if now.sees_agenda else []
    seen += [(row.number, row.starts_at) for row in agenda]
    if now.sees_cases:
        seen += [(row.item.id, row.item.state) for row in agenda]
        seen.append(queries.keys_held(actor, now.meeting.id))
        seen += [(row.id, row.signature_id) for row in queries.attendances(now.meeting.id)]
        seen += [(row.id, row.back_at) for row in leaving.departures(now.meeting.id)]
    return digests.sha256_hex("|".join(map(str, seen)).encode())[:16]


def is_nothing_left(lines: Sequence[Line]) -> bool:
    """Say whether every case of an agenda has been heard or put off."""
    return all(line.state not in (ItemState.WAITING, ItemState.HEARING) for line in lines)


def _words(meeting: Meeting) -> Wording | None:
    """The words to read and sign now or, once the meeting is closed, those that were read."""
    if meeting.state == MeetingState.CLOSED:
        return db.session.get(Wording, meeting.declaration_id) if meeting.declaration_id else None
    try:
        return service.declaration(meeting)
    except RuleBroken:
        return None


def _is_admitted(actor: Actor, attendance: Attendance) -> bool:
    """Whether the doorkeeper has been: keys came because of the signature, or none is missing.

    It only chooses what the page says; whether a case opens, its key decides.
    """
    if actor.is_officer:
        return True
    signature_id, meeting_id = attendance.signature_id, attendance.meeting_id
    if signature_id is not None and queries.was_let_in(actor, signature_id):
        return True
    return queries.keys_held(actor, meeting_id) >= len(queries.agenda(actor, meeting_id))


def _label(ring: Ring, case: Case) -> Label | None:
    """The label, or None where no key has come yet. What was tampered with is raised."""
    try:
        return open_label(ring, case)
    except NotVisible:
        return None
