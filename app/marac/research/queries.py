"""The only SELECTs on research: an agency's own, or how far each is; never past an exclusion."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, none_excluded, not_excluded
from app.db import db
from app.marac.meeting.model import AgendaItem, Meeting, MeetingState
from app.marac.party.model import Party
from app.marac.research.model import ResearchLine, ResearchRequest
from app.refusals import NotVisible


@dataclass(frozen=True)
class Listed:
    """A request with its meeting, in the order in which the cases are heard."""

    request: ResearchRequest
    meeting: Meeting


def request(actor: Actor, request_id: UUID) -> ResearchRequest:
    """Return a request to the actor's own agency; ``NotVisible`` for any other.

    One that was withdrawn, or whose meeting is over, is there only for what the agency wrote.
    """
    written = exists().where(ResearchLine.request_id == ResearchRequest.id)
    to_come = exists().where(
        Meeting.id == ResearchRequest.meeting_id, Meeting.state != MeetingState.CLOSED
    )
    found = db.session.scalars(
        select(ResearchRequest).where(
            ResearchRequest.id == request_id,
            _own(actor),
            or_(to_come & ResearchRequest.withdrawn_at.is_(None), written),
        )
    ).first()
    if found is None:
        raise NotVisible()
    return found


def meeting_of(request: ResearchRequest) -> Meeting | None:
    """Return the meeting before which something is looked up."""
    return db.session.get(Meeting, request.meeting_id)


def to_look_up(actor: Actor) -> list[Listed]:
    """Return what the actor's agency is asked before the meetings to come, in order of hearing."""
    return _listed(
        _with_meeting()
        .where(_own(actor), ResearchRequest.withdrawn_at.is_(None))
        .where(Meeting.state != MeetingState.CLOSED)
    )


def kept_by_agency(actor: Actor) -> list[Listed]:
    """Return the requests that are over and of which the agency still keeps lines of its own."""
    over = or_(Meeting.state == MeetingState.CLOSED, ResearchRequest.withdrawn_at.is_not(None))
    written = exists().where(ResearchLine.request_id == ResearchRequest.id)
    return _listed(_with_meeting().where(_own(actor), over, written), latest_first=True)


def line(actor: Actor, request_id: UUID, line_id: UUID) -> ResearchLine:
    """Return one line of a request to the actor's own agency; ``NotVisible`` for any other."""
    found = [each for each in lines(actor, request_id) if each.id == line_id]
    if not found:
        raise NotVisible()
    return found[0]


def lines(actor: Actor, request_id: UUID) -> Sequence[ResearchLine]:
    """Return the lines of a request to the actor's own agency, the oldest first."""
    return db.session.scalars(
        select(ResearchLine)
        .join(ResearchRequest, ResearchRequest.id == ResearchLine.request_id)
        .where(ResearchLine.request_id == request_id, _own(actor))
        .where(not_excluded(actor, ResearchLine.case_id))
        .order_by(ResearchLine.at, ResearchLine.id)
    ).all()


def own_lines(actor: Actor, line_ids: Collection[UUID]) -> Sequence[ResearchLine]:
    """Return those of these lines that are the actor's own agency's."""
    return db.session.scalars(
        select(ResearchLine)
        .join(ResearchRequest, ResearchRequest.id == ResearchLine.request_id)
        .where(ResearchLine.id.in_(line_ids), _own(actor))
        .where(not_excluded(actor, ResearchLine.case_id))
    ).all()


def of_item(actor: Actor, item: AgendaItem) -> ResearchRequest | None:
    """Return what the actor's own agency was asked about a case before its meeting."""
    return db.session.scalars(
        select(ResearchRequest).where(
            ResearchRequest.meeting_id == item.meeting_id,
            ResearchRequest.case_id == item.case_id,
            _own(actor),
        )
    ).first()


def all_of(meeting_id: UUID) -> Sequence[ResearchRequest]:
    """Return every request of a meeting, for whoever asks them; never for showing."""
    return db.session.scalars(
        select(ResearchRequest).where(ResearchRequest.meeting_id == meeting_id)
    ).all()


def known_of(actor: Actor, meeting_id: UUID) -> Sequence[ResearchRequest]:
    """Return the requests of a meeting whose case is not kept from the actor, an officer."""
    return db.session.scalars(
        select(ResearchRequest)
        .where(ResearchRequest.meeting_id == meeting_id, ResearchRequest.withdrawn_at.is_(None))
        .where(ResearchRequest.area_id == actor.area_id)
        .where(not_excluded(actor, ResearchRequest.case_id))
    ).all()


def sent_to(actor: Actor, meeting_id: UUID) -> Sequence[ResearchRequest]:
    """Return the requests of a meeting to which an agency sent what is to be read out."""
    return [each for each in known_of(actor, meeting_id) if each.sealed_sent is not None]


def last_change(case_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when the people of these cases were last written about."""
    rows = db.session.execute(
        select(Party.record_id, func.max(Party.updated_at))
        .where(Party.record_id.in_(case_ids))
        .group_by(Party.record_id)
    )
    return {row[0]: row[1] for row in rows}


def due(area_id: UUID) -> Iterator[Due]:
    """Name the people of agencies that were asked who hold no slip yet: they came later, signed
    later, or deputise. Whether they are truly of that agency, the door asks the chain."""
    rows = db.session.execute(
        select(ResearchRequest.slip_id, ResearchRequest.id, Person)
        .join(Person, Person.agency_id == ResearchRequest.agency_id)
        .join(Meeting, Meeting.id == ResearchRequest.meeting_id)
        .where(ResearchRequest.area_id == area_id, ResearchRequest.withdrawn_at.is_(None))
        .where(Meeting.state != MeetingState.CLOSED, Person.state == PersonState.ACTIVE)
        .where(lacks_grant(ResearchRequest.slip_id, Person.id))
        .where(none_excluded(ResearchRequest.case_id, Person.id, Person.agency_id))
    )
    for slip_id, request_id, person in rows:
        if Permission.RESEARCH_READ in permissions_of(person.roles):
            yield Due(slip_id, request_id, person.id, Because.RESEARCHER, request_id)


def _own(actor: Actor) -> ColumnElement[bool]:
    kept_from_nobody: ColumnElement[bool] = not_excluded(actor, ResearchRequest.case_id)
    own = ResearchRequest.agency_id == actor.agency_id
    return own & (ResearchRequest.area_id == actor.area_id) & kept_from_nobody


def _with_meeting() -> Select[ResearchRequest, Meeting]:
    return (
        select(ResearchRequest, Meeting)
        .join(Meeting, Meeting.id == ResearchRequest.meeting_id)
        .outerjoin(
            AgendaItem,
            (AgendaItem.meeting_id == ResearchRequest.meeting_id)
            & (AgendaItem.case_id == ResearchRequest.case_id),
        )
    )


def _listed(query: Select[ResearchRequest, Meeting], *, latest_first: bool = False) -> list[Listed]:
    when = Meeting.starts_at.desc() if latest_first else Meeting.starts_at
    rows = db.session.execute(query.order_by(when, AgendaItem.position))
    return [Listed(row[0], row[1]) for row in rows]
