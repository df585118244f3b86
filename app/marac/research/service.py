"""Reads agency research: the agency its own, in full; others only how far it is.

What an agency wrote for itself opens for its own people alone (``circle.private``). Everything here
asks for the agency by the row and by the key, and the key is what counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ResearchForSharing, ResearchListed, ResearchOpened
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.research import queries, rules
from app.marac.research.belonging import is_of_its_case
from app.marac.research.content import LINE, WHO, LineWords, Somebody
from app.marac.research.model import ResearchLine, ResearchRequest
from app.marac.research.queries import Listed
from app.marac.research.rules import FINISHED, ResearchState, Sharing
from app.refusals import NotVisible


@dataclass(frozen=True)
class ShareableLine:
    """A line that the agency means to share. ``kind`` is "fact" or "opinion"; ``date`` is of what
    happened, as somebody wrote it; ``is_shared`` once it was taken over at the meeting."""

    id: UUID
    text: str
    kind: str
    source: str
    date: str
    is_shared: bool = False


@dataclass(frozen=True)
class OpenLine:
    """A line as the agency's own people read it."""

    id: UUID
    words: LineWords
    written_by: UUID
    changed_at: datetime
    shared_at: datetime | None
    revision: int

    @property
    def is_for_sharing(self) -> bool:
        """Say whether it is meant to be shared."""
        return self.words.sharing is Sharing.SHARE


@dataclass(frozen=True)
class OpenedRequest:
    """A request as the agency's own people read it. ``shut`` lines open once a colleague, who can,
    has been here, or never more."""

    request: ResearchRequest
    meeting: Meeting
    who: tuple[Somebody, ...]
    lines: tuple[OpenLine, ...] = ()
    shut: int = 0

    @property
    def before(self) -> str:
        """Before which meeting it is to be looked up, in words."""
        return rules.before(clock.london(self.meeting.starts_at).date(), clock.today())

    @property
    def state(self) -> ResearchState:
        """How far it is."""
        return ResearchState(self.request.state)

    @property
    def is_finished(self) -> bool:
        """Say whether somebody said that it is ready, or that nothing is known."""
        return self.state in FINISHED

    @property
    def is_open(self) -> bool:
        """Say whether anything may still be written."""
        closed = self.meeting.state == MeetingState.CLOSED
        return not closed and self.request.withdrawn_at is None

    @property
    def for_sharing(self) -> list[OpenLine]:
        """The lines that are meant to be shared."""
        return [line for line in self.lines if line.is_for_sharing]


@dataclass(frozen=True)
class AgencyList:
    """What an agency has to look up, what it keeps of meetings that are over, and how many requests
    this person's keys do not open yet."""

    to_look_up: list[OpenedRequest]
    kept: list[OpenedRequest]
    waiting: int

    @property
    def left(self) -> int:
        """How many are not finished."""
        return sum(not each.is_finished for each in self.to_look_up)


def own_list(actor: Actor) -> AgencyList:
    """Open whom the actor's agency is asked to look up, meeting by meeting, in order of hearing."""
    actor.require(Permission.RESEARCH_READ)
    with transaction():
        ring = Ring(actor)
        asked, kept = queries.to_look_up(actor), queries.kept_by_agency(actor)
        if not asked and not kept:
            return AgencyList([], [], 0)
        ring.preload(each.request.slip_id for each in (*asked, *kept))
        opened, before = _openable(ring, asked), _openable(ring, kept)
        record(actor, ResearchListed(actor.person_id, count=len(opened) + len(before)))
    return AgencyList(opened, before, len(asked) - len(opened))


def open_request(actor: Actor, request_id: UUID) -> OpenedRequest:
    """Open one request to one's own agency, with what the agency wrote there.

    Looking is no progress: the first line that is written says that somebody is at it.
    """
    actor.require(Permission.RESEARCH_READ)
    with transaction():
        row = queries.request(actor, request_id)
        ring = Ring(actor)
        require_own(ring, row)
        opened = open_quietly(ring, row)
        record(actor, ResearchOpened(row.id, case_id=row.case_id))
    return opened


def next_to_look_up(actor: Actor, after: ResearchRequest) -> UUID | None:
    """Return the next request of the same meeting that is not finished; names nobody."""
    rows = [each.request for each in queries.to_look_up(actor)]
    rows = [row for row in rows if row.meeting_id == after.meeting_id]
    here = next((n for n, row in enumerate(rows) if row.id == after.id), -1)
    for row in rows[here + 1 :] + rows[: here + 1]:
        if row.id != after.id and row.state not in FINISHED:
            return row.id
    return None


def unfinished(actor: Actor) -> list[Listed]:
    """Return what the actor's agency has still to look up; opens nothing."""
    return [each for each in queries.to_look_up(actor) if each.request.state not in FINISHED]


def to_share(actor: Actor, ring: Ring, item_id: UUID) -> list[ShareableLine]:
    """Open what the actor's own agency means to share of a case at its meeting.

    Nothing of any other agency, whoever asks; nothing that the agency keeps to itself.
    """
    actor.require(Permission.RESEARCH_READ)
    with transaction():
        row = queries.of_item(actor, meetings.item(actor, item_id))
        if row is None:
            return []
        require_own(ring, row)
        opened, _ = open_lines(ring, row)
        found = [line for line in opened if line.is_for_sharing]
        if found:
            record(actor, ResearchForSharing(row.id, case_id=row.case_id))
    return [_shareable(line) for line in found]


def mark_shared(actor: Actor, line_ids: Collection[UUID]) -> None:
    """Note that these lines of the actor's own agency were shared; others' are passed over."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        for row in queries.own_lines(actor, line_ids):
            row.shared_at = row.shared_at or clock.now()
            event = ResearchForSharing(row.request_id, case_id=row.case_id, shared=True)
            record(actor, event)


def states(actor: Actor, meeting_id: UUID) -> dict[tuple[UUID, UUID], ResearchState]:
    """Say to an officer how far each agency is with each case; never how much was written, or
    what."""
    actor.require(Permission.MEETING_PLAN)
    require_officer(actor, Chain.of(actor))
    rows = queries.known_of(actor, meeting_id)
    return {(row.case_id, row.agency_id): ResearchState(row.state) for row in rows}


def require_own(ring: Ring, row: ResearchRequest) -> None:
    """Raise ``NotVisible`` unless officers signed that actor and request are of one agency, and
    that the request is about its case."""
    if ring.agency_of(row.slip_id) != ring.me.agency_id or not is_of_its_case(ring, row):
        raise NotVisible()


def open_quietly(ring: Ring, row: ResearchRequest) -> OpenedRequest:
    """Open a request and its lines; the caller writes the trail, in the same transaction."""
    lines, shut = open_lines(ring, row)
    return OpenedRequest(row, _meeting(row), who_of(ring, row), tuple(lines), shut)


def open_lines(ring: Ring, row: ResearchRequest) -> tuple[list[OpenLine], int]:
    """Open the lines that this person's keys open, and count the rest."""
    rows = queries.lines(ring.actor, row.id)
    ring.preload({row.slip_id, *(each.secret_id for each in rows)})
    opened = [_opened(ring, each) for each in rows if ring.may_open(each.secret_id)]
    return opened, len(rows) - len(opened)


def who_of(ring: Ring, row: ResearchRequest) -> tuple[Somebody, ...]:
    """Open whom a request is about."""
    given = ring.read(row.slip_id, WHO, row.id, row.sealed_who, of=row.id)
    return tuple(Somebody.from_dict(each) for each in given["people"])


def _openable(ring: Ring, listed: Iterable[Listed]) -> list[OpenedRequest]:
    return [
        OpenedRequest(each.request, each.meeting, who_of(ring, each.request))
        for each in listed
        if ring.may_open(each.request.slip_id)
    ]


def _opened(ring: Ring, row: ResearchLine) -> OpenLine:
    given = ring.read(row.secret_id, LINE, row.id, row.sealed_words, of=row.request_id)
    return OpenLine(
        row.id,
        LineWords.from_dict(given),
        row.written_by,
        row.changed_at,
        row.shared_at,
        row.revision,
    )


def _shareable(line: OpenLine) -> ShareableLine:
    words = line.words
    return ShareableLine(
        line.id, words.text, str(words.kind), words.source, words.date, line.shared_at is not None
    )


def _meeting(row: ResearchRequest) -> Meeting:
    found = queries.meeting_of(row)
    assert found is not None  # a foreign key says so
    return found
