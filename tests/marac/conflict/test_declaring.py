"""Declaring a conflict of interest: at once, for good, and nobody else learns why."""

import pytest
from sqlalchemy import delete, select

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Exclusion, Grant, HolderKind, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.service import verify_all
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.conflict import opened, queries, sealing, service
from app.marac.conflict.model import Conflict
from app.marac.conflict.rules import Decision, Kind
from app.marac.meeting import hearing, lobby
from app.marac.meeting import queries as meetings
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.table import Table

FRIEND = "friend"


def held(table: Table, who: str, number: int) -> int:
    """How many keys of a case and its parts somebody's own grants open."""
    return len(
        db.session.scalars(
            select(Grant.id)
            .join(Secret, Secret.id == Grant.secret_id)
            .where(Secret.record_id == table.case(number))
            .where(Grant.holder_kind == HolderKind.PERSON)
            .where(Grant.holder_id == table.world.person_id(who))
        ).all()
    )


def opens(table: Table, who: str, number: int) -> bool:
    """Whether the newest and the first key of a case open for somebody."""
    ring = Ring(table.world.actor(who))
    first = db.session.get_one(Case, table.case(number)).secret_id
    return ring.may_open(first) or ring.may_open(ring.current(first))


def newest(table: Table, number: int) -> Secret:
    """The newest key of a case."""
    return db.session.scalars(
        select(Secret)
        .where(Secret.record_id == table.case(number), Secret.kind == SecretKind.CASE)
        .order_by(Secret.generation.desc())
        .limit(1)
    ).one()


def declare(table: Table, who: str, number: int = 0, reason: str = FRIEND, words: str = "") -> None:
    """Somebody declares for themself."""
    actor = table.world.actor(who)
    service.declare(actor, table.case(number), actor.person_id, reason, words)


def conflicts(table: Table, who: str, number: int = 0) -> list[opened.Opened]:
    """The conflicts of a case as an officer sees them."""
    rows = opened.of_meeting(table.world.actor(who), table.meeting_id)
    return [
        each for row in rows if row.line.case_id == table.case(number) for each in row.conflicts
    ]


@pytest.fixture
def seated(table: Table) -> Table:
    """The meeting is open, and an IDVA and a police officer are inside."""
    table.begin()
    table.seat("idva", "officer")
    return table


@pytest.mark.parametrize("who", ["idva", "officer", "chair"])
def test_their_own_word_shuts_them_out_at_once(seated: Table, who: str) -> None:
    """No key of the case is left, no page knows it, and nobody had to do anything."""
    assert opens(seated, who, 0)
    declare(seated, who)
    assert held(seated, who, 0) == 0
    assert not opens(seated, who, 0)
    with pytest.raises(NotVisible):
        meetings.item(seated.world.actor(who), seated.item(0))
    lines = lobby.open_agenda(seated.world.actor(who), seated.meeting_id)
    assert seated.case(0) not in {line.case_id for line in lines}
    assert [line.number for line in lines] == [1, 2]


def test_an_officer_who_remains_makes_the_new_keys_with_her_next_beat(seated: Table) -> None:
    """Due at once; made by the door of somebody else; the list is signed into them."""
    declare(seated, "officer")
    before = newest(seated, 0)
    assert before.rotation_due_at is not None
    circle.admit(seated.world.actor("coordinator"))
    after = newest(seated, 0)
    assert after.generation == before.generation + 1
    assert f"person:{seated.world.person_id('officer')}" in after.excluded
    assert opens(seated, "idva", 0)
    assert opens(seated, "deputy", 0)
    assert not opens(seated, "officer", 0)
    assert not verify_all(seated.world.area_id)


def test_taking_the_row_away_afterwards_lets_nobody_in(seated: Table) -> None:
    """Whoever holds the database changes nothing: the list is signed into the newest key."""
    declare(seated, "officer")
    circle.admit(seated.world.actor("coordinator"))
    with transaction() as session:
        officer = seated.world.person_id("officer")
        session.execute(delete(Exclusion).where(Exclusion.person_id == officer))
    circle.admit(seated.world.actor("chair"))
    assert held(seated, "officer", 0) == 0
    assert not opens(seated, "officer", 0)


def test_an_officer_who_steps_out_makes_no_key_of_the_case(seated: Table) -> None:
    """Her own beat leaves it alone; another's seals the old keys to those who remain, one by one,
    so that not even the officers' circle opens what she could read before."""
    declare(seated, "coordinator")
    circle.admit(seated.world.actor("coordinator"))
    assert newest(seated, 0).rotation_due_at is not None
    circle.admit(seated.world.actor("chair"))
    assert newest(seated, 0).rotation_due_at is None
    through = db.session.scalars(
        select(Grant.id)
        .join(Secret, Secret.id == Grant.secret_id)
        .where(Secret.record_id == seated.case(0), Grant.holder_kind == HolderKind.CIRCLE)
    ).all()
    assert not through
    assert held(seated, "coordinator", 0) == 0
    assert opens(seated, "chair", 0)
    assert opens(seated, "deputy", 0)
    assert not opens(seated, "coordinator", 0)


def test_the_last_officer_cannot_step_out(seated: Table) -> None:
    """Somebody must remain who can open the case."""
    declare(seated, "coordinator")
    declare(seated, "deputy")
    with pytest.raises(RuleBroken):
        declare(seated, "chair")
    assert opens(seated, "chair", 0)


@pytest.mark.parametrize("who", ["housing", "children", "nrpf"])
def test_who_can_open_nothing_of_it_can_declare_nothing(seated: Table, who: str) -> None:
    """A case that is not theirs answers as one that never was."""
    with pytest.raises((NotVisible, Refused)):
        declare(seated, who, 2)
    assert not db.session.scalars(select(Conflict)).all()


def test_nobody_declares_for_somebody_else_but_officers(seated: Table) -> None:
    """Not to put a colleague out of a case either."""
    deputy = seated.world.person_id("deputy")
    with pytest.raises(Refused):
        service.declare(seated.world.actor("idva"), seated.case(0), deputy, FRIEND)
    assert opens(seated, "deputy", 0)


def test_an_officer_declares_for_somebody(seated: Table) -> None:
    """At once, with new keys; twice is refused beside the field."""
    officer = seated.world.person_id("officer")
    chair = seated.world.actor("chair")
    service.declare(chair, seated.case(0), officer, "neighbour", "She rang me")
    assert held(seated, "officer", 0) == 0
    assert newest(seated, 0).rotation_due_at is None
    with pytest.raises(RuleBroken) as twice:
        service.declare(chair, seated.case(0), officer, "neighbour")
    assert twice.value.field == "person"


def test_why_is_for_the_officers_who_remain(seated: Table) -> None:
    """Not for the people who hear the case, and not for whom it is about, an officer or not."""
    declare(seated, "coordinator", words="Her sister and I")
    row = db.session.scalars(select(Conflict)).one()
    content = sealing.content_of(Ring(seated.world.actor("chair")), row)
    assert (content.kind, content.how, content.words) == (
        Kind.DECLARED, FRIEND, "Her sister and I",
    )  # fmt: skip
    for who in ("idva", "officer", "coordinator"):
        assert not Ring(seated.world.actor(who)).may_open(row.secret_id)
    assert [each.content.person_id for each in conflicts(seated, "deputy")] == [
        seated.world.person_id("coordinator")
    ]
    assert conflicts(seated, "coordinator") == []
    with pytest.raises(Refused):
        opened.of_meeting(seated.world.actor("idva"), seated.meeting_id)


def test_the_case_is_heard_after_the_others(seated: Table) -> None:
    """So that nobody has to leave and come back; the times of the others stay."""
    times = sorted(item.starts_at for item in seated.items)
    declare(seated, "officer", 0)
    assert [item.case_id for item in seated.items][0] == seated.case(1)
    assert sorted(item.starts_at for item in seated.items) == times


def test_reading_them_is_in_the_trail(seated: Table) -> None:
    """Before anything is shown."""
    before = trail.count("conflict:open")
    opened.of_meeting(seated.world.actor("chair"), seated.meeting_id)
    assert trail.count("conflict:open") == before + 1


def test_the_trail_does_not_say_how_it_came_to_be_known(seated: Table) -> None:
    """Declared, or found by the name: the rows are the same but for their ids."""
    declare(seated, "officer")
    assert trail.last().tag == "conflict:enter"
    assert FRIEND not in trail.last().detail


def test_another_officer_lets_somebody_in_again_by_a_signed_act(seated: Table) -> None:
    """With a reason; the keys come back through the door, and everything still verifies."""
    declare(seated, "officer")
    circle.admit(seated.world.actor("chair"))
    found = conflicts(seated, "chair")[0]
    with pytest.raises(RuleBroken):
        service.decide(seated.world.actor("chair"), found.id, Decision.LET_IN, " ")
    service.decide(seated.world.actor("chair"), found.id, Decision.LET_IN, "Another of that name")
    assert not verify_all(seated.world.area_id)
    circle.admit(seated.world.actor("chair"))
    assert opens(seated, "officer", 0)
    assert hearing.queries.item(seated.world.actor("officer"), seated.item(0))
    said = conflicts(seated, "deputy")[0]
    assert not said.is_out
    assert said.decided[0][:2] == (Decision.LET_IN, "Another of that name")


def test_nobody_lets_themself_in(seated: Table) -> None:
    """Neither through the page nor past it."""
    declare(seated, "coordinator")
    row = db.session.scalars(select(Conflict)).one()
    coordinator = seated.world.actor("coordinator")
    with pytest.raises(NotVisible):
        service.decide(coordinator, row.id, Decision.LET_IN, "It was nothing")
    with pytest.raises(Refused):
        circle.lift(coordinator, seated.case(0), coordinator.person_id)
    assert not opens(seated, "coordinator", 0)


def test_an_officer_who_is_out_lets_nobody_in(seated: Table) -> None:
    """The case is not there for her, whoever else is out of it."""
    declare(seated, "officer")
    declare(seated, "coordinator")
    row = next(
        each for each in db.session.scalars(select(Conflict)).all()
        if each.by_person_id == seated.world.person_id("officer")
    )  # fmt: skip
    coordinator = seated.world.actor("coordinator")
    with pytest.raises(NotVisible):
        service.decide(coordinator, row.id, Decision.LET_IN, "It was nothing")
    with pytest.raises(NotVisible):
        circle.lift(coordinator, seated.case(0), seated.world.person_id("officer"))


def test_an_idva_may_leave_her_own_case(seated: Table) -> None:
    """Her slips and the immigration section with it; another IDVA can be given it."""
    declare(seated, "idva", 1)
    assert held(seated, "idva", 1) == 0
    assert seated.case(1) in queries.to_be_heard(seated.world.actor("chair"))
