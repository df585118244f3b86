"""The only SELECTs on flags. Every one goes through the actor; exclusions are asked first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.area.queries import settings_of
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.model import Because, Secret
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import exclusions, lacks_grant, not_excluded
from app.confidentiality.circle.rules import keeps_out
from app.db import db
from app.marac.flag import rules
from app.marac.flag.model import FlagEnd, FlagNotice
from app.marac.meeting.model import AgendaItem, ItemState, Meeting, Outcome
from app.refusals import NotVisible

HEARD = (Outcome.HEARD, Outcome.IN_PART, Outcome.NO_FURTHER_ACTION)


def current_until(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the last day (London) of each case's flag, counted from its last hearing.

    Only cases that a meeting has heard and that are not kept from the actor are in it, lapsed ones
    too. Whether an officer took a case off the list early is ``ended``.
    """
    months = settings_of(actor).flag_months
    return {
        case_id: rules.flag_until(clock.london(at).date(), months)
        for case_id, at in last_heard(actor, AgendaItem.case_id.in_(set(case_ids))).items()
    }


def lapsed(actor: Actor, since: date, until: date) -> list[UUID]:
    """Return the cases whose flag's last day is from ``since`` on and before ``until``.

    Days follow one another without a gap or an overlap: ask from meeting to meeting. The one that
    lapsed first comes first; cases that were taken off the list early are not in it.
    """
    months = settings_of(actor).flag_months
    heard = last_heard(actor)
    gone = ended(actor, heard)
    last_days = {
        case_id: rules.flag_until(clock.london(at).date(), months) for case_id, at in heard.items()
    }
    found = [
        (day, str(case_id), case_id)
        for case_id, day in last_days.items()
        if since <= day < until and case_id not in gone
    ]
    return [case_id for _, _, case_id in sorted(found)]


def last_heard(actor: Actor, which: ColumnElement[bool] | None = None) -> dict[UUID, datetime]:
    """Return when each case of the area (or ``which`` of them) was last concluded as heard."""
    rows = db.session.execute(
        select(AgendaItem.case_id, func.max(AgendaItem.concluded_at))
        .where(AgendaItem.area_id == actor.area_id, AgendaItem.state == ItemState.HEARD)
        .where(or_(AgendaItem.outcome.is_(None), AgendaItem.outcome.in_(HEARD)))
        .where(AgendaItem.concluded_at.is_not(None), true() if which is None else which)
        .where(not_excluded(actor, AgendaItem.case_id))
        .group_by(AgendaItem.case_id)
    )
    return {case_id: at for case_id, at in rows if at is not None}


def ended(actor: Actor, heard: dict[UUID, datetime]) -> set[UUID]:
    """Return those cases that an officer took off the list since they were last heard."""
    rows = db.session.execute(
        select(FlagEnd.case_id, func.max(FlagEnd.at))
        .where(FlagEnd.area_id == actor.area_id, not_excluded(actor, FlagEnd.case_id))
        .group_by(FlagEnd.case_id)
    )
    return {case_id for case_id, at in rows if case_id in heard and at >= heard[case_id]}


def newest_end(actor: Actor, case_id: UUID) -> FlagEnd | None:
    """Return the last time that a case was taken off the list."""
    return db.session.scalars(
        select(FlagEnd)
        .where(FlagEnd.area_id == actor.area_id, FlagEnd.case_id == case_id)
        .where(not_excluded(actor, FlagEnd.case_id))
        .order_by(FlagEnd.at.desc())
    ).first()


def hearings(actor: Actor, case_ids: Collection[UUID]) -> list[tuple[Meeting, frozenset[UUID]]]:
    """Return the meetings that heard any of these cases, by the rows, each with which it heard."""
    rows = db.session.execute(
        select(AgendaItem.meeting_id, AgendaItem.case_id)
        .where(AgendaItem.case_id.in_(set(case_ids)), AgendaItem.state == ItemState.HEARD)
        .where(AgendaItem.area_id == actor.area_id, not_excluded(actor, AgendaItem.case_id))
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting_id, case_id in rows:
        found[meeting_id].add(case_id)
    known = db.session.scalars(
        select(Meeting).where(Meeting.id.in_(found), Meeting.area_id == actor.area_id)
    )
    return [(meeting, frozenset(found[meeting.id])) for meeting in known]


def people(area_id: UUID) -> Sequence[Person]:
    """Return everybody of the area who is at work, by name."""
    at_work = select(Person).where(Person.area_id == area_id, Person.state == PersonState.ACTIVE)
    return db.session.scalars(at_work.order_by(Person.name)).all()


def keepers(actor: Actor) -> list[Person]:
    """Return everybody of the area who may be told of flags: at work, with the right to confirm."""
    return [
        person
        for person in people(actor.area_id)
        if Permission.FLAG_CONFIRM in permissions_of(person.roles)
    ]


def may_be_told(people: Iterable[Person], case_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Return for each case those of these people from whom it is not kept, by row."""
    everybody = list(people)
    kept = exclusions(list(case_ids))
    return {
        case_id: [
            person
            for person in everybody
            if not keeps_out(kept.get(case_id, set()), person.id, [person.agency_id])
        ]
        for case_id in case_ids
    }


def kept_from_whole_agencies(case_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return the agencies from which each of the cases is kept as a whole."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, names in exclusions(list(case_ids)).items():
        agencies = (name.partition(":") for name in names)
        found[case_id] = {UUID(each) for kind, _, each in agencies if kind == "agency"}
    return found


def promised_to(slip_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return to whom each of these slips is promised, as it was signed."""
    rows = db.session.execute(
        select(Secret.id, Secret.promised).where(Secret.id.in_(set(slip_ids)))
    )
    return {slip_id: set(names) for slip_id, names in rows}


def notice(actor: Actor, notice_id: UUID) -> FlagNotice:
    """Return a notice to one's own agency or, for an officer, any of the area."""
    found = db.session.scalars(
        select(FlagNotice).where(FlagNotice.id == notice_id, _may_know(actor), _theirs(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


def newest(actor: Actor, case_ids: Collection[UUID] | None = None) -> list[FlagNotice]:
    """Return the newest notice of each case for each agency, as far as the actor may know it."""
    asked = select(FlagNotice).where(_may_know(actor), _theirs(actor))
    if case_ids is not None:
        asked = asked.where(FlagNotice.case_id.in_(set(case_ids)))
    found: dict[tuple[UUID, UUID], FlagNotice] = {}
    for row in db.session.scalars(asked.order_by(FlagNotice.told_at, FlagNotice.id)):
        found[row.case_id, row.agency_id] = row
    return list(found.values())


def own_agency(actor: Actor) -> list[FlagNotice]:
    """Return the newest notice of each case for the actor's own agency."""
    return [row for row in newest(actor) if row.agency_id == actor.agency_id]


def due(area_id: UUID) -> Iterator[Due]:
    """Name the keepers whose slip has not been given to the keys they use now.

    Whether one was promised it, the circle asks of the officer's signature; this row cannot add.
    """
    rows = db.session.execute(
        select(FlagNotice.slip_id, FlagNotice.case_id, Person.id, FlagNotice.id)
        .join(Person, Person.agency_id == FlagNotice.agency_id)
        .where(FlagNotice.area_id == area_id, FlagNotice.answer.is_(None))
        .where(Person.state == PersonState.ACTIVE, lacks_grant(FlagNotice.slip_id, Person.id))
    )
    for slip_id, case_id, person_id, notice_id in rows:
        yield Due(slip_id, case_id, person_id, Because.FLAG_KEEPER, notice_id)


def unanswered(area_id: UUID) -> Sequence[FlagNotice]:
    """Return every notice that counts and has no answer, for reminders: dates and ids only."""
    return [row for row in _newest_of(area_id).values() if row.answer is None]


def counts_due(area_id: UUID, months: int) -> tuple[int, int]:
    """Count the cases that some agency has to be told to set, and to clear; for a command.

    Nobody is signed in, so nothing is hidden from anybody and nothing but counts comes of it.
    """
    heard = db.session.execute(
        select(AgendaItem.case_id, func.max(AgendaItem.concluded_at))
        .where(AgendaItem.area_id == area_id, AgendaItem.state == ItemState.HEARD)
        .where(or_(AgendaItem.outcome.is_(None), AgendaItem.outcome.in_(HEARD)))
        .where(AgendaItem.concluded_at.is_not(None))
        .group_by(AgendaItem.case_id)
    )
    told: dict[UUID, set[tuple[str, date]]] = defaultdict(set)
    for (case_id, _), row in _newest_of(area_id).items():
        told[case_id].add((row.ask, row.until))
    gone = _ended_in(area_id)
    to_set = to_clear = 0
    for case_id, at in heard:
        if at is None:
            continue
        until = rules.flag_until(clock.london(at).date(), months)
        is_gone = case_id in gone and gone[case_id] >= at
        if until >= clock.today() and not is_gone:
            to_set += (rules.Ask.SET, until) not in told[case_id]
        else:
            to_clear += any(ask == rules.Ask.SET for ask, _ in told[case_id])
    return to_set, to_clear


def _ended_in(area_id: UUID) -> dict[UUID, datetime]:
    rows = db.session.execute(
        select(FlagEnd.case_id, func.max(FlagEnd.at))
        .where(FlagEnd.area_id == area_id)
        .group_by(FlagEnd.case_id)
    )
    return {case_id: at for case_id, at in rows if at is not None}


def _newest_of(area_id: UUID) -> dict[tuple[UUID, UUID], FlagNotice]:
    found: dict[tuple[UUID, UUID], FlagNotice] = {}
    asked = select(FlagNotice).where(FlagNotice.area_id == area_id)
    for row in db.session.scalars(asked.order_by(FlagNotice.told_at, FlagNotice.id)):
        found[row.case_id, row.agency_id] = row
    return found


def _may_know(actor: Actor) -> ColumnElement[bool]:
    kept_from_nobody: ColumnElement[bool] = not_excluded(actor, FlagNotice.case_id)
    return (FlagNotice.area_id == actor.area_id) & kept_from_nobody


def _theirs(actor: Actor) -> ColumnElement[bool]:
    own = FlagNotice.agency_id == actor.agency_id
    return or_(own, true()) if actor.may(Permission.FLAG_SET) else own
