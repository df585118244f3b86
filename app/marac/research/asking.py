"""Asks the agencies of a meeting to look up its cases, each time an edition of it is signed.

What is asked follows the signed edition, never the rows of the agenda. An agency that is kept from
a case is not asked, so its people come upon no trace of it.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ResearchAsked, ResearchWithdrawn
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import named
from app.confidentiality.circle.slips import Asked, make_slips
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.case import queries as cases
from app.marac.case.model import Case
from app.marac.meeting import publishing
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.meeting.ports import when_published
from app.marac.party import service as parties
from app.marac.research import queries
from app.marac.research.belonging import is_of_its_case
from app.marac.research.content import WHO, looked_up
from app.marac.research.model import ResearchRequest
from app.marac.research.rules import ResearchState

Pair = tuple[UUID, UUID]


@when_published
def ask(actor: Actor, ring: Ring, meeting_id: UUID) -> None:
    """Ask for what an edition has and was not asked yet; withdraw what it has no more.

    A case that the officer may not open is left for another: the meeting's page says so.
    """
    meeting = db.session.get(Meeting, meeting_id)
    edition = publishing.current(ring.chain, meeting) if meeting else None
    if edition is None:
        return
    opened = _openable(actor, ring, edition.cases)
    wanted = {
        (case.id, agency_id)
        for case in opened.values()
        for agency_id in edition.agencies
        if named(None, agency_id) not in ring.kept_from(case.secret_id, of=case.id)
    }
    asked = {(row.case_id, row.agency_id): row for row in queries.all_of(meeting_id)}
    _withdraw(actor, [r for r in asked.values() if not edition.covers(r.case_id, r.agency_id)])
    _look_again(ring, [asked[pair] for pair in wanted & asked.keys()])
    fresh = wanted - asked.keys()
    if fresh:
        _ask(actor, ring, meeting_id, {i: opened[i] for i, _ in fresh}, fresh)


def ask_for_the_rest(actor: Actor, meeting_id: UUID) -> None:
    """Ask about the cases that the officer who published could not open."""
    actor.require(Permission.MEETING_PLAN)
    with transaction():
        chain = Chain.of(actor)
        require_officer(actor, chain)
        meeting = meetings.meeting(actor, meeting_id)
        if publishing.is_published(meeting):
            ask(actor, Ring(actor, chain), meeting.id)


def not_asked(actor: Actor, meeting: Meeting) -> int:
    """Count the cases of a published meeting, which this officer may open, that nobody was asked
    about."""
    edition = publishing.current(Chain.of(actor), meeting)
    if edition is None or not publishing.is_published(meeting):
        return 0
    asked = {row.case_id for row in queries.all_of(meeting.id)}
    missing = {case.id: case for case in cases.cases(actor, edition.cases - asked)}
    return len(_openable(actor, Ring(actor), missing)) if missing else 0


def _openable(actor: Actor, ring: Ring, case_ids: Collection[UUID]) -> dict[UUID, Case]:
    rows = cases.cases(actor, case_ids)
    ring.preload([row.secret_id for row in rows])
    return {row.id: row for row in rows if ring.may_open(row.secret_id, of=row.id)}


def _ask(
    actor: Actor, ring: Ring, meeting_id: UUID, opened: dict[UUID, Case], fresh: Iterable[Pair]
) -> None:
    part_of = {case.id: ring.current(case.secret_id, of=case.id) for case in opened.values()}
    who = {case_id: looked_up(parties.open_all(ring, case_id)) for case_id in opened}
    asked = {pair: Asked(new_id(), pair[1], part_of[pair[0]]) for pair in sorted(fresh)}
    slips = make_slips(actor, ring, list(asked.values()), Because.RESEARCHER)
    rows = [
        {
            "id": one.record_id,
            "area_id": actor.area_id,
            "meeting_id": meeting_id,
            "case_id": case_id,
            "agency_id": agency_id,
            "slip_id": slips[one.record_id],
            "sealed_who": ring.seal(
                slips[one.record_id], WHO, one.record_id, {"people": who[case_id]}
            ),
            "asked_by": actor.person_id,
            "asked_at": clock.now(),
            "state": ResearchState.ASKED,
            "revision": 1,
        }
        for (case_id, agency_id), one in asked.items()
    ]
    db.session.execute(insert(ResearchRequest), rows)
    record(actor, ResearchAsked(meeting_id, count=len(rows)))


def _withdraw(actor: Actor, rows: Iterable[ResearchRequest]) -> None:
    for row in rows:
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            record(actor, ResearchWithdrawn(row.id, meeting_id=row.meeting_id))


def _look_again(ring: Ring, rows: Collection[ResearchRequest]) -> None:
    """Ask again for what had been withdrawn, and say the names that are known by now.

    Never into a slip of another case: a row that was moved would hand over the names of this one.
    """
    changed = queries.last_change({row.case_id for row in rows})
    for row in rows:
        if not is_of_its_case(ring, row):
            continue
        row.withdrawn_at = None
        last = changed.get(row.case_id)
        if last is not None and last > row.asked_at:
            who = looked_up(parties.open_all(ring, row.case_id))
            row.slip_id = ring.current(row.slip_id, of=row.id)
            row.sealed_who = ring.seal(row.slip_id, WHO, row.id, {"people": who}, of=row.id)
            row.asked_at = clock.now()
