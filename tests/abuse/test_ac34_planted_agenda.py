"""AC-34: a case or an agency that somebody writes into a meeting gives nobody a key."""

from uuid import UUID

import pytest
from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.chain import Chain
from app.db import db, new_id, transaction
from app.marac.agenda import service as agenda
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.marac.meeting import publishing, queries, service
from app.marac.meeting.model import AgendaItem, Invited, Meeting, Publication
from app.marac.meeting.verifying import verify_all
from app.refusals import NotVisible, RuleBroken
from tests.audit.trail import tamper
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]


def opens(actor: Actor, case_id: UUID) -> bool:
    """Whether somebody opens a case."""
    try:
        open_case(actor, case_id, OpeningReason.RECORD_CHECK)
    except NotVisible:
        return False
    return True


def write(*statements: object) -> None:
    """What an operator of the database does."""
    with transaction() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        session.expire_all()


def alter(table: Table, *statements: str) -> None:
    """What an operator does who has the key of the file: the application changes no edition."""
    db.session.remove()
    tamper(table.world.instance, *statements)


def plant(table: Table, case_id: UUID) -> None:
    """Write a case into the agenda of today's meeting."""
    row = {"id": new_id(), "area_id": table.world.area_id, "meeting_id": table.meeting_id}
    at = {"case_id": case_id, "position": 9, "starts_at": clock.now()}
    write(insert(AgendaItem).values(row | at))


@pytest.fixture
def unlisted(table: Table) -> UUID:
    """A case that an officer has taken off the agenda again."""
    case_id = table.case(1)
    agenda.take_off(table.world.actor("coordinator"), table.item(1))
    return case_id


@pytest.mark.parametrize("when", ["before it opens", "while it is open"])
def test_a_planted_case_gives_nobody_a_key(table: Table, unlisted: UUID, when: str) -> None:
    """Not if it was planted before the chair opened and published, and not if it came later."""
    if when == "before it opens":
        plant(table, unlisted)
    table.begin()
    if when == "while it is open":
        plant(table, unlisted)
    table.seat("officer")
    assert opens(table.world.actor("officer"), table.case(0))
    assert not opens(table.world.actor("officer"), unlisted)


def test_a_planted_case_does_not_slip_into_a_later_edition(table: Table, unlisted: UUID) -> None:
    """An officer who changes something else signs what officers put there, and nothing more."""
    coordinator = table.world.actor("coordinator")
    plant(table, unlisted)
    publishing.publish(coordinator, table.meeting_id)
    agenda.take_off(coordinator, table.item(0))
    table.begin()
    table.seat("officer")
    assert not opens(table.world.actor("officer"), unlisted)
    meeting = db.session.get_one(Meeting, table.meeting_id)
    assert publishing.strangers(coordinator, meeting) == {unlisted}


def test_a_planted_invitation_gives_nobody_a_key(table: Table) -> None:
    """An agency that no officer asked signs in, for its row is there, and holds nothing."""
    children = table.world.agencies["children"]
    row = {"id": new_id(), "meeting_id": table.meeting_id, "agency_id": children}
    write(insert(Invited).values(row))
    table.begin()
    table.seat("children")
    assert not opens(table.world.actor("children"), table.case(0))


def test_an_edition_by_somebody_who_is_no_officer_counts_for_nothing(
    table: Table, unlisted: UUID
) -> None:
    """A member signs an edition with her own key, with the operator's help: it is passed over."""
    table.begin()
    officer = table.world.actor("officer")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    plant(table, unlisted)
    write(insert(Publication).values(_forged(officer, meeting, unlisted)))
    table.seat("officer")
    assert opens(officer, table.case(0))
    assert not opens(officer, unlisted)


def test_an_edition_that_was_altered_counts_for_nothing(table: Table, unlisted: UUID) -> None:
    """Its bytes are what the officer signed, or nobody is given anything because of it."""
    table.begin()
    newest = publishing.current(Chain.of(table.world.actor("chair")), _meeting(table))
    assert newest is not None
    row = db.session.query(Publication).filter_by(meeting_id=table.meeting_id)
    last = row.order_by(Publication.edition.desc()).first()
    assert last is not None
    said = publishing.statement(last, newest.cases | {unlisted}, newest.agencies)
    plant(table, unlisted)
    newer = f"UPDATE publication SET statement = x'{said.hex()}' WHERE id = '{last.id.hex}'"  # noqa: S608
    alter(table, newer)
    table.seat("officer")
    assert not opens(table.world.actor("officer"), unlisted)
    assert [fault.table for fault in verify_all()] == ["publication"]


def test_taking_the_signed_agenda_away_stops_the_meeting(table: Table, unlisted: UUID) -> None:
    """Nobody signs rows anew that somebody may have written; the officers are told."""
    plant(table, unlisted)
    alter(table, "DELETE FROM publication")
    with pytest.raises(RuleBroken, match="missing from the database"):
        service.open_meeting(table.world.actor("chair"), table.meeting_id)
    assert [fault.what for fault in verify_all()] == ["An edition of its agenda is missing."]


def test_the_newest_edition_cannot_be_taken_away_unseen(table: Table) -> None:
    """An older edition holds as it was signed; that it is not the last, the trail knows."""
    agenda.take_off(table.world.actor("coordinator"), table.item(1))
    newest = queries.editions(table.meeting_id)
    alter(table, f"DELETE FROM publication WHERE edition = {newest}")  # noqa: S608
    assert [fault.what for fault in verify_all()] == ["An edition of its agenda is missing."]


def _meeting(table: Table) -> Meeting:
    return db.session.get_one(Meeting, table.meeting_id)


def _forged(actor: Actor, meeting: Meeting, case_id: UUID) -> dict[str, object]:
    newest = publishing.current(Chain.of(actor), meeting)
    assert newest is not None
    row = Publication(
        id=new_id(),
        area_id=meeting.area_id,
        meeting_id=meeting.id,
        edition=newest.number + 1,
        by_person_id=actor.person_id,
        key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    row.statement = publishing.statement(row, newest.cases | {case_id}, newest.agencies)
    row.signature = actor.keys.sign(row.statement)
    columns = ("id", "area_id", "meeting_id", "edition", "by_person_id", "key_pair_id", "at")
    return {name: getattr(row, name) for name in (*columns, "statement", "signature")}
