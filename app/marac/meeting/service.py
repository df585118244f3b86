"""Runs a meeting from its plan to its close; each verb is one transaction with its trail inside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency import queries as agencies
from app.accounts.agency.screening import screened
from app.accounts.area.queries import settings_of
from app.accounts.person import queries as people
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import (
    AttendanceSigned,
    AttendanceWitnessed,
    DeclarationRead,
    MeetingClosed,
    MeetingOpened,
    MeetingPlanned,
)
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement import service as agreement
from app.confidentiality.agreement.model import Wording, WordingKind
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import require_signed
from app.confidentiality.circle.vouching import require_officer
from app.db import new_id, transaction
from app.firewall.screen import screen_identity, screen_person_name, screen_postal
from app.marac.meeting import namesakes, ports, publishing, queries, rules, statements
from app.marac.meeting.model import (
    AgendaItem,
    Attendance,
    Capacity,
    Invited,
    ItemState,
    Meeting,
    MeetingState,
)
from app.refusals import Changed, NotVisible, Refused, RuleBroken


def plan_meeting(
    actor: Actor,
    starts_at: datetime,
    place: str,
    agency_ids: Sequence[UUID],
    case_ids: Sequence[UUID],
    minutes_each: int | None = None,
    *,
    chair_id: UUID | None = None,
    emergency: bool = False,
) -> Meeting:
    """Put a meeting into the calendar: when, where, which agencies, which cases in which order."""
    actor.require(Permission.MEETING_PLAN)
    rules.require_words("place", place, "where the meeting takes place", rules.LONGEST_NAME)
    require_good_place(actor, place)
    minutes_each = minutes_each or settings_of(actor).minutes_each
    times = rules.slots(starts_at, len(case_ids), minutes_each)
    with transaction() as session:
        _require_ours(actor, agency_ids, case_ids)
        meeting = Meeting(
            id=new_id(),
            area_id=actor.area_id,
            starts_at=starts_at,
            place=place,
            chair_id=chair_id,
            emergency=emergency,
            minutes_each=minutes_each,
        )
        session.add(meeting)
        session.flush()
        session.add_all(
            Invited(meeting_id=meeting.id, agency_id=agency_id)
            for agency_id in dict.fromkeys(agency_ids)
        )
        in_order = rules.sensitive_last(case_ids, queries.kept_from_somebody(case_ids))
        session.add_all(
            AgendaItem(
                area_id=actor.area_id,
                meeting_id=meeting.id,
                case_id=case_id,
                position=position,
                starts_at=time,
            )
            for position, (case_id, time) in enumerate(zip(in_order, times, strict=True), start=1)
        )
        session.flush()
        publishing.sign_first(actor, meeting, case_ids)
        record(actor, MeetingPlanned(subject_id=meeting.id, count=len(case_ids)))
    return meeting


def require_good_place(actor: Actor, place: str) -> None:
    """A meeting is nowhere with the Home Office; its place is in everybody's calendar (AC-18)."""
    screened(actor, screen_identity(place), "place", "meeting.place")
    screened(actor, screen_postal(place), "place", "meeting.place")


def open_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """Open a meeting on its day; whoever opens it is in the chair."""
    _require_chair(actor)
    with transaction():
        meeting = queries.meeting(actor, meeting_id)
        require_signed(actor)
        day = clock.london(meeting.starts_at).date()
        rules.require_openable(meeting.state, day, clock.today())
        declaration(meeting)
        meeting.state = MeetingState.OPEN
        meeting.chair_id = actor.person_id
        meeting.opened_at = clock.now()
        publishing.ensure(actor, meeting)
        record(actor, MeetingOpened(subject_id=meeting.id))
    return meeting


def declaration(meeting: Meeting) -> Wording:
    """Return the words in force that are read out and signed at a meeting."""
    in_force = agreements.in_force(meeting.area_id).get(WordingKind.MEETING_DECLARATION)
    if in_force is None:
        raise RuleBroken(
            "meeting", "No declaration has been published yet. Publish one under Agreements first."
        )
    return in_force


def is_read(meeting: Meeting, words: Wording) -> bool:
    """Say whether these very words were read aloud at this meeting."""
    return meeting.declared_at is not None and meeting.declaration_id == words.id


def record_declaration_read(
    actor: Actor, meeting_id: UUID, wording_id: UUID | None = None
) -> Meeting:
    """Record, with the chair's signature, that the declaration was read aloud.

    ``wording_id`` is the version that was on the chair's screen.
    """
    _require_chair(actor)
    with transaction():
        meeting = queries.meeting(actor, meeting_id)
        words = declaration(meeting)
        rules.require_undeclared(meeting.state, is_read(meeting, words))
        if wording_id not in (None, words.id):
            raise Changed(
                "meeting",
                "A new version of the declaration was published while you were reading. "
                "It is shown below. Read it aloud before you go on.",
            )
        meeting.declaration_id = words.id
        meeting.declared_at = clock.now()
        meeting.key_pair_id = actor.keys.key_id
        meeting.statement = statements.declaration_read(meeting, words, actor.person_id)
        meeting.signature = actor.keys.sign(meeting.statement)
        record(actor, DeclarationRead(subject_id=meeting.id, wording_id=words.id))
    return meeting


def attend(actor: Actor, meeting_id: UUID, passphrase: str) -> Attendance:
    """Sign the declaration for this meeting with one's own key; signing twice changes nothing.

    It renews one's own word that one is not with the Home Office, so that word may have run out.
    The signature comes first, in a transaction of its own: checking a passphrase takes a third of
    a second, and twenty people who sign at once must not hold the one pen that long each.
    """
    actor.require(Permission.MEETING_ATTEND)
    meeting = queries.meeting(actor, meeting_id)
    require_signed(actor, renews_own_word=True)
    words = declaration(meeting)
    attendance = queries.attendance_of(meeting.id, actor.person_id)
    if attendance is not None and attendance.signature_id is not None:
        return attendance
    rules.require_declared(meeting.state, is_read(meeting, words))
    signature = agreement.sign(actor, words.id, meeting_occasion(meeting.id), passphrase)
    return sit_down(actor, meeting_id, signature.id)


def obstacle(actor: Actor) -> str:
    """Say what must be done before this person can sign for a meeting, or nothing."""
    try:
        require_signed(actor, renews_own_word=True)
    except Refused as refused:
        return refused.reason
    return ""


def sit_down(actor: Actor, meeting_id: UUID, signature_id: UUID) -> Attendance:
    """Take the place at the table that a signature of this meeting gives."""
    with transaction() as session:
        meeting = queries.meeting(actor, meeting_id)
        rules.require_open(meeting.state)
        attendance = queries.attendance_of(meeting.id, actor.person_id)
        if attendance is None:
            name = people.person(actor, actor.person_id).name
            attendance = _arrival(meeting, actor.agency_id, name, actor.person_id)
            session.add(attendance)
        attendance.signature_id = signature_id
        record(actor, AttendanceSigned(subject_id=meeting.id, attendance_id=attendance.id))
    return attendance


def witness(
    actor: Actor,
    meeting_id: UUID,
    name: str,
    agency_id: UUID,
    person_id: UUID | None = None,
    capacity: str = Capacity.MEMBER,
    *,
    was_asked: bool = False,
    is_somebody_else: bool = False,
) -> Attendance:
    """Record, with the chair's signature, that somebody without a device agreed aloud.

    It counts as attendance and gives no key: that person hears, and opens nothing. Whoever is
    called like somebody in a case is first asked who they are (AC-02): ``was_asked``; and whoever
    may be a colleague with an account, whether they are: ``person_id``, or ``is_somebody_else``.
    """
    _require_chair(actor)
    rules.require_words("name", name, "the person’s name", rules.LONGEST_NAME)
    screened(actor, screen_person_name(name), "name", "meeting.witness")
    if not was_asked and ports.is_named(actor, meeting_id, name):
        raise RuleBroken("name", rules.NAMED_IN_A_CASE)
    with transaction() as session:
        meeting = queries.meeting(actor, meeting_id)
        words = declaration(meeting)
        rules.require_declared(meeting.state, is_read(meeting, words))
        _require_invited(meeting, agency_id)
        person_id = person_id or _namesake(agency_id, name)
        if person_id is None and not is_somebody_else and may_be(agency_id, name):
            raise RuleBroken("who", rules.MAY_BE)
        _require_not_here(actor, meeting, agency_id, name, person_id)
        attendance = _arrival(meeting, agency_id, name.strip(), person_id)
        attendance.capacity = _capacity(capacity)
        attendance.witnessed_by = actor.person_id
        attendance.key_pair_id = actor.keys.key_id
        attendance.statement = statements.witnessed(meeting, words, attendance)
        attendance.signature = actor.keys.sign(attendance.statement)
        session.add(attendance)
        record(actor, AttendanceWitnessed(subject_id=meeting.id, attendance_id=attendance.id))
    return attendance


def close_meeting(actor: Actor, meeting_id: UUID) -> list[queries.Numbered]:
    """Close a meeting; return the cases that were not heard and are deferred."""
    _require_chair(actor)
    with transaction():
        meeting = queries.meeting(actor, meeting_id)
        rules.require_open(meeting.state)
        if queries.being_heard(actor, meeting.id) is not None:
            raise RuleBroken("meeting", "Conclude the case that is being heard first.")
        for item in queries.every_item(meeting.id):
            _end(item)
        meeting.state = MeetingState.CLOSED
        meeting.closed_at = clock.now()
        record(actor, MeetingClosed(subject_id=meeting.id))
        agenda = queries.agenda(actor, meeting.id)
    return [line for line in agenda if line.item.state == ItemState.DEFERRED]


def _end(item: AgendaItem) -> None:
    """Nothing stays open on the agenda of a closed meeting, and each case says how it ended."""
    outcome = rules.closing_outcome(item.state)
    if outcome is None:
        return
    if item.state == ItemState.HEARING:
        item.concluded_at = clock.now()
    item.outcome, item.state = outcome, rules.state_after(outcome)


def _require_chair(actor: Actor) -> None:
    """A role is a row that an administrator writes; an office is what another officer signed."""
    actor.require(Permission.MEETING_RUN)
    require_officer(actor, Chain.of(actor))


def _require_ours(actor: Actor, agency_ids: Sequence[UUID], case_ids: Sequence[UUID]) -> None:
    if len(set(case_ids)) != len(case_ids):
        raise RuleBroken("cases", "A case can be on an agenda only once.")
    ours = {agency.id for agency in agencies.agencies(actor)}
    if not set(agency_ids) <= ours or not queries.are_ours(actor, case_ids):
        raise NotVisible()


def _require_invited(meeting: Meeting, agency_id: UUID) -> None:
    if agency_id not in queries.invited_agencies(meeting.id):
        raise RuleBroken("agency", "Select an agency that was invited to this meeting.")


def _require_not_here(
    actor: Actor, meeting: Meeting, agency_id: UUID, name: str, person_id: UUID | None
) -> None:
    if person_id is not None:
        if people.person(actor, person_id).agency_id != agency_id:
            raise RuleBroken("agency", "Select the agency of this person.")
        if queries.attendance_of(meeting.id, person_id) is not None:
            raise RuleBroken("name", "This person has already been recorded.")
    here = {(row.agency_id, row.name.casefold()) for row in queries.attendances(meeting.id)}
    if (agency_id, name.strip().casefold()) in here:
        raise RuleBroken("name", "Somebody of that name and agency has already been recorded.")


def _namesake(agency_id: UUID, name: str) -> UUID | None:
    """The person of that agency who has this name, so that nobody is there twice."""
    wanted = name.strip().casefold()
    found = [row.id for row in people.people_of_agency(agency_id) if row.name.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def may_be(agency_id: UUID, name: str) -> list[Person]:
    """Return the people of an agency who may be meant by a name that was written down."""
    return namesakes.like(name, people.people_of_agency(agency_id))


def _capacity(capacity: str) -> Capacity:
    try:
        return Capacity(capacity)
    except ValueError:
        raise RuleBroken("capacity", "Select whether this person is a member.") from None


def _arrival(meeting: Meeting, agency_id: UUID, name: str, person_id: UUID | None) -> Attendance:
    return Attendance(
        id=new_id(),
        meeting_id=meeting.id,
        agency_id=agency_id,
        name=name,
        person_id=person_id,
        capacity=Capacity.MEMBER,
        at=clock.now(),
    )
