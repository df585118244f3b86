"""What an officer sees who builds an agenda: its cases with their times, and the cases that wait.

The names open from sealed labels, each with its own key; that they were opened is in the trail
first. A case that is kept from this officer is in none of it, and no time, number or sum shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import AgendaPlanned
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.marac.agenda.queries import Waits, minutes_of, publish_by, waiting
from app.marac.agenda.rules import Visit, visits
from app.marac.agenda.service import seen
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.case.opened import open_label
from app.marac.case.rules import Label
from app.marac.meeting import publishing, queries, rules, timetable
from app.marac.meeting.model import AgendaItem, ItemState, Meeting
from app.marac.meeting.rules import OUTCOME_LABELS
from app.refusals import NotVisible


@dataclass(frozen=True)
class Row:
    """A case on the agenda, as this officer sees it. Without ``label`` its key is missing."""

    number: int
    starts_at: datetime
    item: AgendaItem
    case: Case
    agency: str
    label: Label | None
    minutes: int
    is_last: bool
    is_stranger: bool

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be moved."""
        return self.item.state == ItemState.WAITING


@dataclass(frozen=True)
class Waiting:
    """A case that waits for a meeting, since when, and what became of it last time."""

    case: Case
    agency: str
    label: Label | None
    since: date
    weeks: int
    last: str


@dataclass(frozen=True)
class Needed:
    """From when to when an agency is needed."""

    agency: str
    visit: Visit


@dataclass(frozen=True)
class Built:
    """An agenda that is being built."""

    meeting: Meeting
    rows: Sequence[Row]
    waiting: Sequence[Waiting]
    needed: Sequence[Needed]
    ends_at: datetime
    usual: int
    seen: str
    publish_by: date

    @property
    def is_late(self) -> bool:
        """Whether the day on which publishing is in time has gone by."""
        return self.publish_by < clock.today()


def look(actor: Actor, meeting_id: UUID) -> Built:
    """Open the agenda and what waits; that it was opened is in the trail before anything shows."""
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        listed, waits = queries.agenda(actor, meeting.id), waiting(actor)
        rows_of = {
            each.id: each for each in cases.cases(actor, [line.item.case_id for line in listed])
        }
        every = [*rows_of.values(), *(one.case for one in waits)]
        opened = _labels(Ring(actor, chain), every)
        names = agency_names(case.agency_id for case in every)
        rows = _rows(actor, meeting, listed, rows_of, opened, names)
        record(actor, AgendaPlanned(meeting.id, listed=len(rows), waiting=len(waits)))
        slots = queries.slots_of(meeting, [row.item for row in rows])
        return Built(
            meeting=meeting,
            rows=rows,
            waiting=[_waiting(one, opened, names) for one in waits],
            needed=_needed(rows),
            ends_at=timetable.ends_at(meeting.starts_at, slots),
            usual=minutes_of(actor, meeting),
            seen=seen(actor, meeting.id),
            publish_by=publish_by(actor, meeting),
        )


def agencies_of(actor: Actor, meeting_id: UUID) -> dict[UUID, str]:
    """Return the name of the referring agency of each case on an agenda, by the item."""
    items = [line.item for line in queries.agenda(actor, meeting_id)]
    found = {case.id: case for case in cases.cases(actor, [item.case_id for item in items])}
    names = agency_names(case.agency_id for case in found.values())
    return {item.id: names[found[item.case_id].agency_id] for item in items}


def _labels(ring: Ring, every: Iterable[Case]) -> dict[UUID, Label]:
    listed = list(every)
    ring.preload(case.secret_id for case in listed)
    found = {}
    for case in listed:
        try:
            found[case.id] = open_label(ring, case)
        except NotVisible:
            continue
    return found


def _rows(
    actor: Actor,
    meeting: Meeting,
    listed: Sequence[queries.Numbered],
    rows_of: dict[UUID, Case],
    opened: dict[UUID, Label],
    names: dict[UUID, str],
) -> list[Row]:
    kept = queries.kept_from_somebody(rows_of)
    strangers = publishing.strangers(actor, meeting)
    usual = minutes_of(actor, meeting)
    return [
        Row(
            number=line.number,
            starts_at=line.starts_at,
            item=line.item,
            case=rows_of[line.item.case_id],
            agency=names[rows_of[line.item.case_id].agency_id],
            label=opened.get(line.item.case_id),
            minutes=line.item.minutes or usual,
            is_last=line.item.case_id in kept,
            is_stranger=line.item.case_id in strangers,
        )
        for line in listed
    ]


def _waiting(
    one: Waits, opened: dict[UUID, Label], names: dict[UUID, str]
) -> Waiting:  # fmt: skip
    since = clock.london(one.since).date()
    return Waiting(
        case=one.case,
        agency=names[one.case.agency_id],
        label=opened.get(one.case.id),
        since=since,
        weeks=max(0, (clock.today() - since).days // 7),
        last=OUTCOME_LABELS[one.outcome] if one.outcome else "",
    )


def _needed(rows: Sequence[Row]) -> list[Needed]:
    """Who referred a case, and the IDVA's agency, are needed while it is heard."""
    idvas = {row.case.idva_id for row in rows if row.case.idva_id}
    people = select(Person.id, Person.agency_id).where(Person.id.in_(idvas))
    agency_of: dict[UUID, UUID] = {row.id: row.agency_id for row in db.session.execute(people)}
    asked = [
        (
            row.starts_at,
            row.minutes,
            {row.case.agency_id} | {agency_of[each] for each in [row.case.idva_id] if each},
        )
        for row in rows
    ]
    found = visits(asked)
    names = agency_names(visit.agency_id for visit in found)
    return [Needed(names[visit.agency_id], visit) for visit in found]
