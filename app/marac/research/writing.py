"""An agency writes its own research, says how far it is, and deletes it again.

Every line is a row of its own, so two colleagues who write at once lose nothing; whoever changes a
line that changed meanwhile is shown both.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ResearchDeleted, ResearchMarked, ResearchWritten
from app.confidentiality.circle import private
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.case import queries as cases
from app.marac.meeting.model import MeetingState
from app.marac.research import queries, rules
from app.marac.research.content import LINE, LineWords
from app.marac.research.model import ResearchLine, ResearchRequest
from app.marac.research.rules import LineKind, ResearchState, Sharing
from app.marac.research.service import require_own
from app.refusals import Changed, NotVisible

SAVED_MEANWHILE = (
    "A colleague has changed this line meanwhile. It is shown below as it is now; your words are "
    "still in the box. Save again if they hold."
)


SENT_OTHERWISE = (
    "This form was saved already, with other words. Yours are still in the box. Add it again if "
    "it is to be kept as well."
)


def said(text: str, kind: str, source: str, date: str, sharing: str, why: str = "") -> LineWords:
    """Return what a line is to say, checked; ``RuleBroken`` beside the box that is wrong."""
    rules.require_line(text, kind, sharing)
    kept = why if sharing == Sharing.KEEP else ""
    return LineWords(text, LineKind(kind), source, date, Sharing(sharing), kept)


def add_line(
    actor: Actor, request_id: UUID, words: LineWords, once: UUID | None = None
) -> ResearchLine:
    """Add a line; ``once`` is the id that its form brought, so that sent twice it is saved once."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = _writable(actor, request_id)
        there = queries.lines(actor, request.id)
        if once is not None and (found := db.session.get(ResearchLine, once)):
            return _sent_before(actor, found, there, words)
        rules.require_room(len(there))
        row = ResearchLine(
            id=once or new_id(),
            area_id=request.area_id,
            request_id=request.id,
            case_id=request.case_id,
            at=clock.now(),
        )
        _seal(actor, request, row, words)
        db.session.add(row)
        _went_on(actor, request)
        record(actor, ResearchWritten(request.id, line_id=row.id))
    return row


def change_line(
    actor: Actor, request_id: UUID, line_id: UUID, words: LineWords, revision: int | None
) -> None:
    """Say a line otherwise, or decide otherwise about sharing it."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = _writable(actor, request_id)
        row = queries.line(actor, request.id, line_id)
        if revision != row.revision:
            raise Changed("text", SAVED_MEANWHILE)
        _seal(actor, request, row, words)
        record(actor, ResearchWritten(request.id, line_id=row.id))


def delete_line(actor: Actor, request_id: UUID, line_id: UUID) -> None:
    """Delete one line; nobody can bring it back."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = _writable(actor, request_id)
        db.session.delete(queries.line(actor, request.id, line_id))
        record(actor, ResearchWritten(request.id, line_id=line_id, deleted=True))


def mark(actor: Actor, request_id: UUID, state: str) -> ResearchRequest:
    """Say that the research is ready, that nothing is known, or that it goes on."""
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = _writable(actor, request_id)
        chosen = ResearchState.OPENED
        if state in rules.FINISHED:
            chosen = ResearchState(state)
        if chosen is ResearchState.NOTHING_KNOWN:
            rules.require_nothing(len(queries.lines(actor, request.id)))
        _set(actor, request, chosen)
        record(actor, ResearchMarked(request.id, state=str(chosen)))
    return request


def delete_research(actor: Actor, request_id: UUID) -> None:
    """Delete all that the agency wrote for itself about a case, and every key to it.

    What it shared at the meeting, or sent to be read out, belongs to the meeting and stays there.
    """
    actor.require(Permission.RESEARCH_WRITE)
    with transaction():
        request = queries.request(actor, request_id)
        ring = Ring(actor)
        made = private.generations(ring, request.slip_id)
        require_own(ring, request)
        db.session.execute(
            delete(ResearchLine)
            .where(ResearchLine.request_id == request.id)
            .execution_options(synchronize_session=False)
        )
        private.forget([row.id for row in made])
        _set(actor, request, ResearchState.OPENED)
        record(actor, ResearchDeleted(request.id))


def _sent_before(
    actor: Actor, row: ResearchLine, own: Sequence[ResearchLine], words: LineWords
) -> ResearchLine:
    """The line that this very form made when it was sent the first time.

    ``Changed`` where the words are others now; ``NotVisible`` where the line is another request's.
    """
    if row.id not in {each.id for each in own}:
        raise NotVisible()
    given = Ring(actor).read(row.secret_id, LINE, row.id, row.sealed_words, of=row.request_id)
    if LineWords.from_dict(given) != words:
        raise Changed("text", SENT_OTHERWISE)
    return row


def _writable(actor: Actor, request_id: UUID) -> ResearchRequest:
    request = queries.request(actor, request_id)
    require_own(Ring(actor), request)
    meeting = queries.meeting_of(request)
    state = MeetingState(meeting.state) if meeting else MeetingState.CLOSED
    rules.require_open(state, withdrawn=request.withdrawn_at is not None)
    return request


def _seal(actor: Actor, request: ResearchRequest, row: ResearchLine, words: LineWords) -> None:
    """Seal a line under the newest key of the agency's own space, made where it is needed."""
    ring = Ring(actor)
    case = cases.case(actor, request.case_id)
    row.secret_id = private.space(ring, request.slip_id, ring.current(case.secret_id, of=case.id))
    row.sealed_words = ring.seal(row.secret_id, LINE, row.id, words.to_dict(), of=request.id)
    row.written_by, row.changed_at = actor.person_id, clock.now()


def _went_on(actor: Actor, request: ResearchRequest) -> None:
    """Where something is written, it is not true any more that nothing is known."""
    if request.state in (ResearchState.ASKED, ResearchState.NOTHING_KNOWN):
        _set(actor, request, ResearchState.OPENED)


def _set(actor: Actor, request: ResearchRequest, state: ResearchState) -> None:
    request.state = state
    request.state_by, request.state_at = actor.person_id, clock.now()
