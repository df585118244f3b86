"""Changes a meeting that is in the calendar: its plan, and which cases it will hear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.agency import queries as agencies
from app.accounts.person import queries as people
from app.accounts.person.model import Person, PersonState
from app.audit import record
from app.audit.events import CaseOffAgenda, CaseOnAgenda, MeetingChanged
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.marac.case import queries as cases
from app.marac.meeting import publishing, queries, rules
from app.marac.meeting.model import AgendaItem, Invited, ItemState, Meeting
from app.marac.meeting.service import plan_meeting
from app.refusals import Changed, NotVisible, RuleBroken

CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})
TWICE = "This case is on the agenda of a meeting already."
CHANGED = "Somebody else has changed this meeting meanwhile. Look at it again."


@dataclass(frozen=True)
class Plan:
    """When and where a meeting is, who chairs it, and which agencies are asked."""

    starts_at: datetime
    place: str
    agency_ids: Sequence[UUID]
    chair_id: UUID | None = None
    emergency: bool = False


def chairs(actor: Actor) -> list[Person]:
    """Return who may be asked to chair, by name."""
    return [
        each
        for each in people.people(actor)
        if CHAIRS & each.roles and each.state == PersonState.ACTIVE
    ]


def plan(actor: Actor, planned: Plan, case_ids: Sequence[UUID] = ()) -> Meeting:
    """Put a meeting into the calendar, with cases that wait for one."""
    actor.require(Permission.MEETING_PLAN)
    _check(actor, planned)
    with transaction():
        require_officer(actor, Chain.of(actor))
        for case_id in case_ids:
            _require_free(actor, case_id)
        return plan_meeting(
            actor,
            planned.starts_at,
            planned.place,
            planned.agency_ids,
            case_ids,
            chair_id=planned.chair_id,
            emergency=planned.emergency,
        )


def change_plan(actor: Actor, meeting_id: UUID, planned: Plan, revision: int | None) -> None:
    """Change a meeting that is not open yet; the times of its cases move with it."""
    actor.require(Permission.MEETING_PLAN)
    _check(actor, planned)
    with transaction():
        require_officer(actor, Chain.of(actor))
        meeting = queries.meeting(actor, meeting_id)
        rules.require_planned(meeting.state)
        if revision is not None and revision != meeting.revision:
            raise Changed("meeting", CHANGED)
        later = planned.starts_at - meeting.starts_at
        for item in queries.every_item(meeting.id):
            item.starts_at += later
        meeting.starts_at, meeting.place = planned.starts_at, planned.place
        meeting.chair_id, meeting.emergency = planned.chair_id, planned.emergency
        _invite(meeting, planned.agency_ids)
        publishing.sign_edition(actor, meeting, agencies=planned.agency_ids)
        record(actor, MeetingChanged(meeting.id))


def put_on_agenda(actor: Actor, meeting_id: UUID, case_id: UUID) -> AgendaItem:
    """Put a case on the agenda of a meeting that is still to come, or that is going on.

    A case that is kept from somebody stays behind all others that were not taken up yet.
    """
    actor.require(Permission.CASE_LIST)
    with transaction() as session:
        require_officer(actor, Chain.of(actor))
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        _require_free(actor, case_id)
        items = sorted(queries.every_item(meeting.id), key=lambda item: item.position)
        times = [item.starts_at for item in items]
        added = AgendaItem(
            area_id=actor.area_id,
            meeting_id=meeting.id,
            case_id=case_id,
            position=len(items) + 1,
            starts_at=rules.next_slot(meeting.starts_at, times),
            state=ItemState.WAITING,
        )
        session.add(added)
        _reorder([*items, added])
        session.flush()
        publishing.sign_edition(actor, meeting, add=[case_id])
        record(actor, CaseOnAgenda(case_id, meeting_id=meeting.id))
    return added


def take_off(actor: Actor, item_id: UUID) -> None:
    """Take a case off an agenda before it was taken up; it waits for another meeting."""
    actor.require(Permission.CASE_LIST)
    with transaction() as session:
        require_officer(actor, Chain.of(actor))
        item = queries.item(actor, item_id)
        meeting = queries.meeting(actor, item.meeting_id)
        rules.require_not_closed(meeting.state)
        rules.require_not_taken_up(item.state)
        session.delete(item)
        session.flush()
        _reorder(sorted(queries.every_item(meeting.id), key=lambda each: each.position))
        session.flush()
        publishing.sign_edition(actor, meeting, remove=[item.case_id])
        record(actor, CaseOffAgenda(item.case_id, meeting_id=meeting.id))


def _reorder(items: list[AgendaItem]) -> None:
    """Number the agenda anew: what was taken up first, then the rest, the kept cases last."""
    slots = sorted(item.starts_at for item in items)
    taken_up = [item for item in items if item.state != ItemState.WAITING]
    waiting = {item.case_id: item for item in items if item.state == ItemState.WAITING}
    in_order = rules.sensitive_last(list(waiting), queries.kept_from_somebody(waiting))
    ordered = taken_up + [waiting[case_id] for case_id in in_order]
    for position, (item, starts_at) in enumerate(zip(ordered, slots, strict=True), start=1):
        item.position = position
        item.starts_at = starts_at if item.state == ItemState.WAITING else item.starts_at


def _require_free(actor: Actor, case_id: UUID) -> None:
    cases.case(actor, case_id)
    if queries.agendas_with(actor, case_id):
        raise RuleBroken("meeting", TWICE)


def _check(actor: Actor, planned: Plan) -> None:
    if not planned.agency_ids:
        raise RuleBroken("agencies", "Select the agencies that are invited.")
    if not set(planned.agency_ids) <= {each.id for each in agencies.agencies(actor)}:
        raise NotVisible()
    if planned.chair_id and planned.chair_id not in {each.id for each in chairs(actor)}:
        raise RuleBroken("chair", "Select a chair or deputy chair.")
    rules.require_words("place", planned.place, "where the meeting is", rules.LONGEST_NAME)


def _invite(meeting: Meeting, agency_ids: Sequence[UUID]) -> None:
    db.session.execute(
        delete(Invited)
        .where(Invited.meeting_id == meeting.id, Invited.agency_id.not_in(set(agency_ids)))
        .execution_options(synchronize_session=False)
    )
    there = set(queries.invited_agencies(meeting.id))
    db.session.add_all(
        Invited(meeting_id=meeting.id, agency_id=agency_id)
        for agency_id in dict.fromkeys(agency_ids)
        if agency_id not in there
    )
