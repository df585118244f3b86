"""AC-32, AC-10: whoever owns the file appends to the trail; no key follows from a row of it."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.accounts.person import service as people
from app.accounts.person.model import Person
from app.audit.body import body, canonical
from app.audit.events import AgendaSigned, KeyPairConfirmed
from app.audit.verify import head, verify
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Grant, How, Office, SecretKind
from app.confidentiality.circle.offices import held_office
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.db.connection import open_for_maintenance
from app.db.ddl import PREFIX
from app.db.keyfile import database_key, database_path
from app.marac.meeting import publishing
from app.marac.meeting.model import AgendaItem, Meeting, Publication
from app.refusals import Refused
from app.vault import digests
from tests.audit.trail import tamper
from tests.builders import World
from tests.marac.conflict.naming import a_case_with
from tests.marac.table import Table


def append(world: World, event: type, subject: UUID, actor: UUID, detail: dict[str, Any]) -> None:
    """One well-formed row more, by the file's key alone: the trail verifies as before."""
    before = head(db.session)
    db.session.remove()
    raw = open_for_maintenance(database_path(world.instance), database_key(world.instance))
    triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        if name.startswith(PREFIX):
            raw.execute(f"DROP TRIGGER {name}")
    seq, last = raw.execute("SELECT seq, hash FROM audit_row ORDER BY seq DESC LIMIT 1").fetchone()
    row: dict[str, Any] = {
        "seq": seq + 1,
        "at": clock.now().isoformat(timespec="microseconds"),
        "area_id": str(world.area_id),
        "actor_id": str(actor),
        "agency_id": None,
        "session_ref": "0" * 32,
        "tag": event.tag,
        "subject_kind": event.subject_kind,
        "subject_id": str(subject),
        "detail": canonical(json.loads(json.dumps(detail, default=str))),
    }
    row |= {"prev": bytes(last), "hash": digests.chain(bytes(last), body(row))}
    marks = ", ".join("?" * len(row))
    raw.execute(f"INSERT INTO audit_row ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    raw.close()
    assert verify(db.session, before).seq == seq + 1


def opens(world: World, who: str, case_id: UUID) -> bool:
    """Whether somebody's own keys open a case, by any generation of its key."""
    ring = Ring(world.actor(who))
    rows = queries.generations(SecretKind.CASE, case_id)
    return any(ring.may_open(row.id, of=case_id) for row in rows)


def held_by(person_id: UUID) -> int:
    """How many keys are sealed to somebody."""
    rows = select(func.count()).select_from(Grant).where(Grant.holder_id == person_id)
    return db.session.scalar(rows) or 0


def expelled(table: Table) -> tuple[UUID, UUID]:
    """The deputy is put out, a case comes in later, and her rows say that nothing happened."""
    world, me = table.world, table.world.person_id("deputy")
    circle.expel(world.actor("coordinator"), me)
    circle.admit(world.actor("coordinator"))
    case = a_case_with(world, "Somebody Else")
    db.session.remove()
    tamper(
        world.instance,
        f"UPDATE confirmation SET revoked_at = NULL WHERE person_id = '{me.hex}'",  # noqa: S608
        f"UPDATE key_pair SET retired_at = NULL WHERE person_id = '{me.hex}'",  # noqa: S608
    )
    return me, case


def test_an_expelled_officer_is_none_again(table: Table) -> None:
    """Her columns cleared and her old pair “confirmed” by a row: no key, and she is named."""
    world = table.world
    me, case = expelled(table)
    pair = world.members["deputy"].keyring.key_id
    detail = {"person_id": me, "how": "seen"}
    append(world, KeyPairConfirmed, pair, world.person_id("chair"), detail)
    for _ in range(2):
        circle.admit(world.actor("coordinator"))
    assert held_by(me) == 0
    assert not Chain.of(world.actor("chair")).trusted(pair)
    assert "confirmation" in {fault.table for fault in circle.verify_all(world.area_id)}
    assert not opens(world, "deputy", case)


def test_whom_she_confirms_now_is_nobody(table: Table) -> None:
    """Her pair counts as an officer's by its rows: what it signs for an accomplice does not."""
    world = table.world
    _, case = expelled(table)
    second = world.members["second_idva"]
    with pytest.raises(Refused):
        circle.confirm_pair(
            world.actor("deputy"), second.keyring.key_id, How.SEEN, Office.OFFICER, attests=True
        )
    circle.admit(world.actor("coordinator"))
    assert not opens(world, "second_idva", case)


def test_a_former_officer_signs_no_agenda(table: Table) -> None:
    """Her own edition, and a row that says so: the door asks when she was an officer."""
    world, me = table.world, table.world.person_id("coordinator")
    case = a_case_with(world, "Somebody Else")
    with transaction() as session:
        session.get_one(Person, me).role_names = ["representative"]
    keys = world.actor("coordinator").keys
    circle.confirm_pair(world.actor("chair"), keys.key_id, How.SEEN, Office.MEMBER, attests=True)
    circle.admit(world.actor("chair"))
    table.begin()
    table.seat("coordinator", "housing")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    last = publishing.current(Chain.of(world.actor("chair")), meeting)
    assert last is not None
    row = Publication(
        id=new_id(), area_id=meeting.area_id, meeting_id=meeting.id, edition=last.number + 1,
        by_person_id=me, key_pair_id=keys.key_id, at=clock.now(),
    )  # fmt: skip
    asked = last.agencies | {world.members["coordinator"].agency_id}
    row.statement = publishing.statement(row, last.cases | {case}, asked)
    row.signature = keys.sign(row.statement)
    detail = {"edition": row.edition, "signed": publishing.mark(row)}
    with transaction() as session:
        session.add(row)
        item = AgendaItem(
            id=new_id(), area_id=world.area_id, meeting_id=meeting.id, case_id=case, position=99,
            starts_at=clock.now(),
        )  # fmt: skip
        session.add(item)
    append(world, AgendaSigned, table.meeting_id, me, detail)
    circle.admit(world.actor("chair"))
    assert not opens(world, "coordinator", case)
    assert not opens(world, "housing", case)


def test_an_expelled_officer_whose_confirmer_left_is_none_again(table: Table) -> None:
    """What the coordinator had signed is signed anew when she goes: of when it was, not of now."""
    world, me = table.world, table.world.person_id("deputy")
    chair, pair = world.actor("chair"), world.members["deputy"].keyring.key_id
    circle.confirm_pair(world.actor("coordinator"), pair, How.SEEN, Office.OFFICER, attests=True)
    circle.expel(chair, me)
    circle.admit(chair)
    circle.expel(chair, world.person_id("coordinator"))
    circle.admit(chair)
    assert not held_office(Chain.of(chair), pair, head(db.session).seq)
    mine = f"WHERE person_id = '{me.hex}'"
    db.session.remove()
    tamper(
        world.instance,
        f"UPDATE confirmation SET revoked_at = NULL {mine}",  # noqa: S608
        f"UPDATE key_pair SET retired_at = NULL {mine}",  # noqa: S608
        f"UPDATE person SET state = 'active' WHERE id = '{me.hex}'",  # noqa: S608
    )
    for _ in range(2):
        circle.admit(world.actor("chair"))
    assert held_by(me) == 0
    assert not opens(world, "deputy", table.case(0))


def member_now(world: World) -> UUID:
    """The coordinator's office is taken: an officer confirms her keys anew, as a member's."""
    me = world.person_id("coordinator")
    with transaction() as session:
        session.get_one(Person, me).role_names = ["representative"]
    keys = world.actor("coordinator").keys
    circle.confirm_pair(world.actor("chair"), keys.key_id, How.SEEN, Office.MEMBER, attests=True)
    circle.admit(world.actor("chair"))
    return me


@pytest.mark.parametrize("newer", ["lapsed", "gone"])
def test_an_office_that_was_taken_is_none_again(table: Table, newer: str) -> None:
    """The old confirmation in force again and the newer one lapsed, or taken away: by the trail
    a later one stands in its place."""
    world = table.world
    me = member_now(world)
    case = a_case_with(world, "Somebody Else")
    mine, office = f"person_id = '{me.hex}'", "office = 'officer'"
    away = f"UPDATE confirmation SET revoked_at = at WHERE {mine} AND NOT {office}"  # noqa: S608
    if newer == "gone":
        away = f"DELETE FROM confirmation WHERE {mine} AND NOT {office}"  # noqa: S608
    db.session.remove()
    tamper(
        world.instance,
        away,
        f"UPDATE confirmation SET revoked_at = NULL WHERE {mine} AND {office}",  # noqa: S608
        f"UPDATE person SET role_names = '[\"coordinator\"]' WHERE id = '{me.hex}'",  # noqa: S608
    )
    for _ in range(2):
        circle.admit(world.actor("chair"))
    pair = world.members["coordinator"].keyring.key_id
    assert not Chain.of(world.actor("chair")).trusted(pair)
    assert not opens(world, "coordinator", case)
    assert "confirmation" in {fault.table for fault in circle.verify_all(world.area_id)}


def test_an_office_ends_when_its_holder_leaves(table: Table) -> None:
    """An administrator marked that she left; nobody has put her out yet. Her keys sign nothing."""
    world = table.world
    pair, chair = world.members["coordinator"].keyring.key_id, world.actor("chair")
    before = head(db.session).seq
    assert held_office(Chain.of(chair), pair, before)
    people.mark_left(world.actor("administrator"), world.person_id("coordinator"))
    assert held_office(Chain.of(chair), pair, before)
    assert not held_office(Chain.of(chair), pair, head(db.session).seq + 1)


def test_what_an_officer_signed_while_she_was_one_holds(table: Table) -> None:
    """She published, and is a member now: those who sign are let in all the same."""
    world, me = table.world, table.world.person_id("coordinator")
    table.begin()
    with transaction() as session:
        session.execute(update(Person).where(Person.id == me).values(role_names=["representative"]))
    keys = world.actor("coordinator").keys
    circle.confirm_pair(world.actor("chair"), keys.key_id, How.SEEN, Office.MEMBER, attests=True)
    table.seat("idva")
    assert opens(world, "idva", table.case(0))
