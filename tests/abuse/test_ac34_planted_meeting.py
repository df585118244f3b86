"""AC-34: a meeting, an edition or a reading that no officer made gives nobody a key."""

from uuid import UUID

import pytest
from sqlalchemy import insert, update

from app import clock
from app.access.actor import Actor
from app.accounts.person.model import KeyPair
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import How, Office
from app.db import db, new_id, transaction
from app.marac.meeting import publishing, service, statements
from app.marac.meeting.model import AgendaItem, Invited, Meeting, MeetingState, Publication
from app.refusals import RuleBroken
from tests.abuse.test_ac34_planted_agenda import alter, opens, plant, write
from tests.marac.conflict.naming import a_case_with
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]


@pytest.fixture
def outside(table: Table) -> UUID:
    """A case that no officer ever put on any agenda."""
    return a_case_with(table.world, "Somebody Else")


def copied(table: Table, case_id: UUID) -> Meeting:
    """A copy of today's meeting with a case of somebody's choice; the true one is called off."""
    true = db.session.get_one(Meeting, table.meeting_id)
    row = {name: getattr(true, name) for name in ("area_id", "starts_at", "place", "minutes_each")}
    row |= {"id": new_id(), "state": MeetingState.PLANNED, "emergency": False}
    listed = {"id": new_id(), "area_id": true.area_id, "meeting_id": row["id"], "position": 1}
    police = {"id": new_id(), "meeting_id": row["id"], "agency_id": table.world.agencies["police"]}
    write(
        insert(Meeting).values(row),
        insert(Invited).values(police),
        insert(AgendaItem).values(listed | {"case_id": case_id, "starts_at": clock.now()}),
        update(Meeting).where(Meeting.id == true.id).values(state=MeetingState.CANCELLED),
    )
    return db.session.get_one(Meeting, row["id"])


def test_a_copy_of_a_meeting_is_not_opened(table: Table, outside: UUID) -> None:
    """The trail knows of no officer who planned it: it is not signed as its rows stand, and its
    officers are shown that nobody put its cases there."""
    meeting, chair = copied(table, outside), table.world.actor("chair")
    assert publishing.strangers(chair, meeting) == {outside}
    with pytest.raises(RuleBroken, match="missing from the database"):
        service.open_meeting(chair, meeting.id)
    with pytest.raises(RuleBroken, match="missing from the database"):
        publishing.publish(chair, meeting.id)


def test_a_meeting_from_before_editions_is_opened(table: Table) -> None:
    """An officer planned it before the area had any edition: its rows are taken, once."""
    alter(table, "DELETE FROM publication", "DELETE FROM audit_row WHERE tag = 'meeting:edition'")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    assert publishing.strangers(table.world.actor("chair"), meeting) == frozenset()
    table.begin()
    table.seat("officer")
    assert opens(table.world.actor("officer"), table.case(0))


def test_an_older_edition_does_not_come_back(table: Table) -> None:
    """An officer took a case off; the newest edition is taken away: nobody is let in by the old."""
    chair, case_id = table.world.actor("chair"), table.case(0)
    publishing.publish(chair, table.meeting_id)
    with transaction():
        meeting = db.session.get_one(Meeting, table.meeting_id)
        publishing.sign_edition(chair, meeting, remove=[case_id])
    table.begin()
    table.seat("officer")
    alter(table, "DELETE FROM publication WHERE edition = (SELECT max(edition) FROM publication)")
    circle.admit(table.world.actor("chair"))
    assert not opens(table.world.actor("officer"), case_id)
    meeting = db.session.get_one(Meeting, table.meeting_id)
    assert publishing.current(Chain.of(table.world.actor("chair")), meeting) is None


def made_a_member(table: Table) -> Actor:
    """The coordinator is an ordinary member by now, with the same key pair."""
    world, who = table.world, table.world.person_id("coordinator").hex
    roles = """role_names = '["representative"]'"""
    alter(table, f"UPDATE person SET {roles} WHERE id = '{who}'")  # noqa: S608
    keys = world.actor("coordinator").keys
    circle.confirm_pair(world.actor("chair"), keys.key_id, How.SEEN, Office.MEMBER, attests=True)
    circle.admit(world.actor("chair"))
    return world.actor("coordinator")


def signed(actor: Actor, row: Publication, case_id: UUID) -> dict[str, object]:
    """An edition with one more case, truly signed with this person's own keys."""
    pair = db.session.get_one(KeyPair, row.key_pair_id)
    known = publishing.read(row, pair)
    assert known is not None
    fields = ("id", "area_id", "meeting_id", "edition", "by_person_id", "key_pair_id", "at")
    new = Publication(**{name: getattr(row, name) for name in fields})
    new.id, new.by_person_id, new.key_pair_id = new_id(), actor.person_id, actor.keys.key_id
    if row.by_person_id != actor.person_id:
        new.edition += 1
    new.statement = publishing.statement(new, known.cases | {case_id}, known.agencies)
    new.signature = actor.keys.sign(new.statement)
    return {name: getattr(new, name) for name in (*fields, "statement", "signature")}


@pytest.mark.parametrize("publisher", ["chair", "coordinator"])
def test_a_former_officer_signs_no_edition(table: Table, outside: UUID, publisher: str) -> None:
    """Neither the next one, nor another in the place of the one that she rightly signed."""
    publishing.publish(table.world.actor(publisher), table.meeting_id)
    table.begin()
    former = made_a_member(table)
    editions = db.session.query(Publication).order_by(Publication.edition.desc())
    new = signed(former, editions[0], outside)
    plant(table, outside)
    alter(table, f"DELETE FROM publication WHERE edition = {new['edition']}")  # noqa: S608
    write(insert(Publication).values(new))
    table.seat("coordinator", "officer")
    assert not opens(table.world.actor("coordinator"), outside)
    assert not opens(table.world.actor("officer"), outside)


def test_a_former_officer_reads_no_declaration_out(table: Table) -> None:
    """With the old office she signs that the words of a meeting to come were read: no key comes
    of it, for the trail knows of no reading."""
    words = service.declaration(db.session.get_one(Meeting, table.meeting_id))
    former = made_a_member(table)
    meeting = db.session.get_one(Meeting, table.meeting_id)
    meeting.state, meeting.declaration_id = MeetingState.OPEN, words.id
    meeting.declared_at, meeting.key_pair_id = clock.now(), former.keys.key_id
    said = statements.declaration_read(meeting, words, former.person_id)
    values = {"state": MeetingState.OPEN, "declaration_id": words.id, "statement": said}
    values |= {"declared_at": meeting.declared_at, "key_pair_id": former.keys.key_id}
    db.session.rollback()
    write(update(Meeting).values(values | {"signature": former.keys.sign(said)}))
    table.seat("officer")
    assert not opens(table.world.actor("officer"), table.case(0))
