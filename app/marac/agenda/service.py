"""Builds an agenda: which cases it has, in which order, and how long each one gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import AgendaOrdered, CaseOffAgenda, CaseOnAgenda
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.db import transaction
from app.marac.case import queries as cases
from app.marac.meeting import publishing, queries, rules, timetable
from app.marac.meeting.model import AgendaItem, ItemState, Meeting
from app.refusals import Changed, RuleBroken
from app.vault import digests

TWICE = "This case is on the agenda of a meeting already."
MOVED = "Somebody else has changed this agenda meanwhile. It is shown as it is now: look again."


@dataclass(frozen=True)
class Arrangement:
    """The cases that wait, as one officer sees them, in the order that she wants; minutes of their
    own and breaks before them, by the item's id."""

    order: Sequence[UUID]
    minutes: Mapping[UUID, int] = field(default_factory=dict)
    pauses: Mapping[UUID, int] = field(default_factory=dict)


def put_on_agenda(actor: Actor, meeting_id: UUID, case_id: UUID) -> AgendaItem:
    """Put a case on the agenda of a meeting that is still to come, or that is going on.

    A case that is kept from somebody stays behind all others that were not taken up yet.
    """
    return put_all(actor, meeting_id, [case_id])[0]


def put_all(actor: Actor, meeting_id: UUID, case_ids: Sequence[UUID]) -> list[AgendaItem]:
    """Put cases on an agenda, in this order, after those that are there. All of them, or none."""
    actor.require(Permission.CASE_LIST)
    if not case_ids:
        raise RuleBroken("cases", "Select the cases to add.")
    with transaction() as session:
        require_officer(actor, Chain.of(actor))
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        for case_id in case_ids:
            require_free(actor, case_id)
        last = len(queries.every_item(meeting.id))
        added = [
            AgendaItem(
                area_id=actor.area_id,
                meeting_id=meeting.id,
                case_id=case_id,
                position=last + number,
                starts_at=meeting.starts_at,
                state=ItemState.WAITING,
            )
            for number, case_id in enumerate(dict.fromkeys(case_ids), start=1)
        ]
        session.add_all(added)
        session.flush()
        settle(meeting)
        publishing.sign_edition(actor, meeting, add=case_ids)
        for item in added:
            record(actor, CaseOnAgenda(item.case_id, meeting_id=meeting.id))
    return added


def take_off(actor: Actor, item_id: UUID) -> None:
    """Take a case off an agenda before it was taken up; it waits for another meeting."""
    put_off(actor, item_id, None)


def require_free(actor: Actor, case_id: UUID) -> None:
    """A case is on the agenda of one meeting to come at most, and is one the actor may know of."""
    cases.case(actor, case_id)
    if queries.agendas_with(actor, case_id):
        raise RuleBroken("meeting", TWICE)


def put_off(actor: Actor, item_id: UUID, meeting_id: UUID | None) -> None:
    """Take a case off an agenda, and put it on that of another meeting if one is named."""
    actor.require(Permission.CASE_LIST)
    with transaction() as session:
        require_officer(actor, Chain.of(actor))
        item = queries.item(actor, item_id)
        meeting = queries.meeting(actor, item.meeting_id)
        rules.require_not_closed(meeting.state)
        rules.require_not_taken_up(item.state)
        case_id = item.case_id
        session.delete(item)
        session.flush()
        settle(meeting)
        publishing.sign_edition(actor, meeting, remove=[case_id])
        record(actor, CaseOffAgenda(case_id, meeting_id=meeting.id))
        if meeting_id is not None:
            put_on_agenda(actor, meeting_id, case_id)


def arrange(actor: Actor, meeting_id: UUID, wanted: Arrangement, as_seen: str) -> None:
    """Give the cases that wait another order, minutes of their own, and breaks.

    ``as_seen`` is what ``seen`` said when the officer looked. Cases that she may not know of keep
    their places, and what is kept from somebody comes last, whatever was asked for.
    """
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        require_officer(actor, Chain.of(actor))
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        known = {item.id: item for item in waiting_items(actor, meeting.id)}
        if as_seen != seen(actor, meeting.id) or set(wanted.order) != known.keys():
            raise Changed("agenda", MOVED)
        for item_id, item in known.items():
            item.minutes = _own(meeting, wanted.minutes.get(item_id), item.minutes)
            item.pause = wanted.pauses.get(item_id, item.pause or 0) or None
        settle(meeting, [known[item_id] for item_id in wanted.order])
        record(actor, AgendaOrdered(meeting.id))


def seen(actor: Actor, meeting_id: UUID) -> str:
    """Return what changes whenever the agenda that this person sees does, and only then."""
    rows = [
        (line.item.id, line.item.state, line.item.minutes, line.item.pause)
        for line in queries.agenda(actor, meeting_id)
    ]
    return digests.sha256_hex(repr([tuple(map(str, row)) for row in rows]).encode())[:16]


def waiting_items(actor: Actor, meeting_id: UUID) -> list[AgendaItem]:
    """Return the cases that wait on an agenda, in the order in which this person sees them."""
    agenda = queries.agenda(actor, meeting_id)
    return [line.item for line in agenda if line.item.state == ItemState.WAITING]


def _own(meeting: Meeting, wanted: int | None, before: int | None) -> int | None:
    """The minutes that are a case's own; none where they are what each one gets."""
    if wanted is None:
        return before
    rules.slots(meeting.starts_at, 1, wanted)
    return None if wanted == meeting.minutes_each else wanted


def settle(meeting: Meeting, wanted: Sequence[AgendaItem] = ()) -> None:
    """Number the agenda anew: what was taken up stays ahead, what is kept from somebody is last.

    ``wanted`` take the places that they have among themselves, in this order.
    """
    items = queries.in_order(meeting.id)
    ahead = [item for item in items if item.state != ItemState.WAITING]
    waiting = [item for item in items if item.state == ItemState.WAITING]
    their, turn = {item.id for item in wanted}, iter(wanted)
    in_turn = [next(turn) if item.id in their else item for item in waiting]
    by_case = {item.case_id: item for item in in_turn}
    last = rules.sensitive_last(list(by_case), queries.kept_from_somebody(by_case))
    for position, item in enumerate(ahead + [by_case[each] for each in last], start=1):
        item.position = position
    retime(meeting)


def retime(meeting: Meeting) -> None:
    """Write down when each case that waits is due on the whole agenda."""
    items = queries.in_order(meeting.id)
    for item, at in zip(
        items, timetable.times(meeting.starts_at, queries.slots_of(meeting, items)), strict=True
    ):
        item.starts_at = at if item.state == rules.ItemState.WAITING else item.starts_at
