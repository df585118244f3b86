"""What an agency that cannot come sends to the coordinator, to be read out at the meeting.

It lies under the slip: the officers who open the case open it, and nobody of another agency. Only
lines that the agency means to share go into it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.audit import record
from app.audit.events import ResearchForSharing, ResearchSent, SentResearchRead
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.invitation.queries import replies
from app.marac.invitation.rules import Answer
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import AgendaItem, MeetingState
from app.marac.meeting.ports import who_sent
from app.marac.research import queries, rules
from app.marac.research.belonging import is_of_its_case
from app.marac.research.content import SENT, LineWords
from app.marac.research.model import ResearchRequest
from app.marac.research.rules import ResearchState
from app.marac.research.service import OpenLine, open_quietly, require_own
from app.refusals import NotVisible, RuleBroken

NOTHING_TO_SEND = (
    "No line is marked to be shared. Mark those that are to be read out, or say that your agency "
    "knows nothing."
)


@dataclass(frozen=True)
class Sent:
    """What one agency sent to be read out about one case. No line: it knows nothing.

    ``is_read_out`` once it was written down at the meeting as shared by the agency.
    """

    agency_id: UUID
    agency: str
    lines: tuple[LineWords, ...]
    at: datetime
    is_read_out: bool = False


@dataclass(frozen=True)
class SentOfCase:
    """What agencies sent about one case of an agenda."""

    name: str
    reference: str
    sent: tuple[Sent, ...]


def send(actor: Actor, request_id: UUID) -> ResearchRequest:
    """Send the lines that are meant to be shared; sent again, it stands in the place of before."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = queries.request(actor, request_id)
        ring = Ring(actor)
        require_own(ring, request)
        opened = open_quietly(ring, request)
        state = MeetingState(opened.meeting.state)
        rules.require_open(state, withdrawn=request.withdrawn_at is not None)
        lines = opened.for_sharing
        if not lines and opened.state is not ResearchState.NOTHING_KNOWN:
            raise RuleBroken("send", NOTHING_TO_SEND)
        request.sent_under = ring.current(request.slip_id, of=request.id)
        request.sealed_sent = ring.seal(
            request.sent_under, SENT, request.id, {"lines": _without_why(lines)}, of=request.id
        )
        request.sent_by, request.sent_at = actor.person_id, clock.now()
        request.read_out_at = None
        _say_so(request)
        record(actor, ResearchSent(request.id, case_id=request.case_id))
    return request


def send_all(actor: Actor, meeting_id: UUID) -> int:
    """Send what is to be shared of every case of a meeting; return of how many there was any."""
    meetings.meeting(actor, meeting_id)
    rows = [each.request for each in queries.to_look_up(actor)]
    count = 0
    for request_id in [row.id for row in rows if row.meeting_id == meeting_id]:
        try:
            send(actor, request_id)
        except (RuleBroken, NotVisible):
            continue
        count += 1
    return count


def take_back(actor: Actor, request_id: UUID) -> ResearchRequest:
    """Take back what was sent, until the meeting opens; from then on it may have been read out."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = queries.request(actor, request_id)
        require_own(Ring(actor), request)
        meeting = queries.meeting_of(request)
        if meeting is None or meeting.state != MeetingState.PLANNED:
            raise RuleBroken("send", "The meeting has begun. What was sent stays with it.")
        request.sealed_sent = request.sent_under = request.sent_by = request.sent_at = None
        _say_so(request)
        record(actor, ResearchSent(request.id, case_id=request.case_id, taken_back=True))
    return request


def sent_for(actor: Actor, ring: Ring, item_id: UUID) -> list[Sent]:
    """Open, for an officer, what agencies sent to be read out about the case being heard."""
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, ring.chain)
        item = meetings.item(actor, item_id)
        rows = [r for r in queries.sent_to(actor, item.meeting_id) if r.case_id == item.case_id]
        found = _opened(ring, rows)
        if found:
            record(actor, SentResearchRead(item.meeting_id, count=len(found)))
    return found


def note_read_out(actor: Actor, item_id: UUID, agency_id: UUID) -> None:
    """Note that an officer read out what an agency sent, and wrote it down as shared by it."""
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, Chain.of(actor))
        item = meetings.item(actor, item_id)
        for row in queries.sent_to(actor, item.meeting_id):
            if (row.case_id, row.agency_id) == (item.case_id, agency_id):
                row.read_out_at = clock.now()
                record(actor, ResearchForSharing(row.id, case_id=row.case_id, shared=True))


@who_sent
def senders(item: AgendaItem) -> set[UUID]:
    """Name the agencies that sent what is to be read out about a case; whether what they sent is
    theirs shows when it is opened."""
    rows = queries.all_of(item.meeting_id)
    return {r.agency_id for r in rows if r.case_id == item.case_id and r.sealed_sent is not None}


def sent_before(actor: Actor, meeting_id: UUID) -> list[SentOfCase]:
    """Open, for an officer, all that agencies sent to be read out at a meeting, case by case."""
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, Chain.of(actor))
        ring, meeting = Ring(actor), meetings.meeting(actor, meeting_id)
        rows = queries.sent_to(actor, meeting.id)
        found = {row.id: row for row in cases.cases(actor, {r.case_id for r in rows})}
        order = [line.item.case_id for line in meetings.agenda(actor, meeting.id)]
        listed = [
            _of_case(ring, found[case_id], [r for r in rows if r.case_id == case_id])
            for case_id in order
            if case_id in found and ring.may_open(found[case_id].secret_id, of=case_id)
        ]
        record(actor, SentResearchRead(meeting.id, count=len(rows)))
    return listed


def _say_so(request: ResearchRequest) -> None:
    """Note with the agency's apologies that it sent something, or that nothing of it is left.

    Everybody who signs reads the apologies, so what was sent about a case that is kept from anybody
    changes nothing in them: who is kept from it would learn that there is one.
    """
    db.session.flush()
    own = [r for r in queries.all_of(request.meeting_id) if r.agency_id == request.agency_id]
    kept = meetings.kept_from_somebody({row.case_id for row in own})
    if request.case_id in kept:
        return
    is_sent = any(row.sent_at is not None for row in own if row.case_id not in kept)
    for reply in replies(request.meeting_id).values():
        if reply.agency_id == request.agency_id and reply.answer == Answer.APOLOGIES:
            reply.sends_information = is_sent


def _of_case(ring: Ring, case: Case, rows: Iterable[ResearchRequest]) -> SentOfCase:
    return SentOfCase(open_label(ring, case).name, case.reference, tuple(_opened(ring, rows)))


def _opened(ring: Ring, rows: Iterable[ResearchRequest]) -> list[Sent]:
    listed = [
        row
        for row in rows
        if row.sent_under and is_of_its_case(ring, row) and ring.may_open(row.sent_under)
    ]
    names = agency_names(row.agency_id for row in listed)
    found = [
        Sent(row.agency_id, names[row.agency_id], *_lines(ring, row), row.read_out_at is not None)
        for row in listed
    ]
    return sorted(found, key=lambda one: one.agency)


def _lines(ring: Ring, row: ResearchRequest) -> tuple[tuple[LineWords, ...], datetime]:
    if row.sent_under is None or row.sealed_sent is None or row.sent_at is None:
        raise NotVisible()
    given = ring.read(row.sent_under, SENT, row.id, row.sealed_sent, of=row.id)
    return tuple(LineWords.from_dict(each) for each in given["lines"]), row.sent_at


def _without_why(lines: Iterable[OpenLine]) -> list[dict[str, str]]:
    """What is read out says nothing of what an agency thought for itself."""
    return [line.words.to_dict() | {"why": ""} for line in lines]
