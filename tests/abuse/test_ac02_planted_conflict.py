"""AC-02: no row that somebody writes makes the comparison of names pass over a namesake."""

from datetime import timedelta
from uuid import UUID

import pytest

from app import clock
from app.audit import record
from app.audit.events import ConflictEntered
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import make_secret
from app.confidentiality.circle.model import SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.agenda import service as agenda
from app.marac.conflict import opened, queries, statements
from app.marac.conflict import sealing as conflicts
from app.marac.conflict.model import Conflict, ConflictDecision
from app.marac.conflict.rules import Content, Decision, Kind
from app.marac.meeting import publishing
from app.vault import sealing
from tests.abuse.test_ac34_planted_agenda import alter, opens
from tests.builders import World
from tests.marac.conflict.naming import a_case_with, kinds
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]
NAMESAKE = "housing"


@pytest.fixture
def case_id(table: Table) -> UUID:
    """A case in which somebody is called as one who works here is; on no agenda yet."""
    return a_case_with(table.world, name_of(table.world))


def name_of(world: World) -> str:
    """What the namesake is called."""
    return world.members[NAMESAKE].name


def plant(
    world: World, case_id: UUID, kind: Kind, *, signed: bool, by: str = NAMESAKE, days: int = 0
) -> UUID:
    """The namesake, or a helper, writes that this was declared or seen already, sealed to the
    officers, as of so many days ago."""
    actor, at = world.actor(by), clock.now() - timedelta(days=days)
    row = Conflict(id=new_id(), area_id=actor.area_id, case_id=case_id, at=at)
    row.by_person_id, row.key_pair_id = actor.person_id, actor.keys.key_id
    said = Content(world.person_id(NAMESAKE), kind).to_dict()
    with transaction() as session:
        giver = Giver(actor, Holders(Chain.of(actor)))
        made = make_secret(actor, giver, SecretKind.REFERRAL, row.id, set())
        row.secret_id = made.id
        row.sealed_words = sealing.seal_json(made.key, conflicts.WORDS, row.id, said)
        row.statement = statements.entered(row) if signed else b"x"
        row.signature = actor.keys.sign(row.statement) if signed else b"y"
        session.add(row)
        return row.id


def heard(table: Table, case_id: UUID) -> None:
    """The case comes on the agenda of today, and everybody signs in."""
    chair = table.world.actor("chair")
    agenda.put_on_agenda(chair, table.meeting_id, case_id)
    publishing.publish(chair, table.meeting_id)
    table.begin()
    table.seat("coordinator", NAMESAKE, "idva")


@pytest.mark.parametrize("signed", [False, True], ids=["by nobody", "by the namesake"])
@pytest.mark.parametrize("kind", [Kind.DECLARED, Kind.SAME_NAME, Kind.LIKE_NAME])
def test_a_planted_row_disarms_nothing(
    table: Table, case_id: UUID, kind: Kind, signed: bool
) -> None:
    """Whoever has the name is shut out, and the officers are shown it."""
    world = table.world
    plant(world, case_id, kind, signed=signed)
    heard(table, case_id)
    assert not opens(world.actor(NAMESAKE), case_id)
    assert opens(world.actor("idva"), case_id)
    ring = Ring(world.actor("deputy"))
    found = opened.opened(ring, queries.of_cases(ring.actor, [case_id]))
    assert Kind.SAME_NAME in {each.content.kind for each in found if each.waits}


@pytest.mark.parametrize("in_trail", [False, True], ids=["in no trail", "in the trail too"])
def test_a_former_officer_has_seen_nothing_before_she_went(
    table: Table, case_id: UUID, in_trail: bool
) -> None:
    """Her true signature under a day of hers as an officer; its place in the trail tells."""
    world = table.world
    row_id = plant(world, case_id, Kind.LIKE_NAME, signed=True, by="deputy", days=2)
    deputy = world.actor("deputy")
    circle.expel(world.actor("chair"), world.person_id("deputy"))
    if in_trail:
        with transaction():
            record(deputy, ConflictEntered(case_id, conflict_id=row_id))
    heard(table, case_id)
    assert not opens(world.actor(NAMESAKE), case_id)
    assert opens(world.actor("idva"), case_id)


def test_what_an_officer_saw_counts_after_she_went(table: Table, case_id: UUID) -> None:
    """Nobody is shut out again because somebody who let it stand has left."""
    world = table.world
    with transaction():
        like = Content(world.person_id(NAMESAKE), Kind.LIKE_NAME)
        conflicts.enter(world.actor("deputy"), case_id, like)
    circle.expel(world.actor("chair"), world.person_id("deputy"))
    heard(table, case_id)
    assert opens(world.actor(NAMESAKE), case_id)


def test_what_was_found_in_another_case_disarms_nothing(table: Table, case_id: UUID) -> None:
    """A true prompt about the same person is made one about this case: it says another."""
    world = table.world
    other = a_case_with(world, "Nobody Atall")
    with transaction():
        like = Content(world.person_id(NAMESAKE), Kind.LIKE_NAME)
        row = conflicts.enter(world.actor("chair"), other, like)
    alter(table, f"UPDATE conflict SET case_id = '{case_id.hex}' WHERE id = '{row.id.hex}'")  # noqa: S608
    heard(table, case_id)
    assert not opens(world.actor(NAMESAKE), case_id)


def test_a_planted_decision_decides_nothing(table: Table, case_id: UUID) -> None:
    """A name that was found still waits for an officer, and is looked at once an officer has."""
    world = table.world
    heard(table, case_id)
    chair, person = world.actor("chair"), world.person_id(NAMESAKE)
    ring = Ring(chair)
    row = queries.of_cases(chair, [case_id])[0]
    with transaction():
        decision = conflicts.decide(ring, row, Decision.LET_IN, "Looked")
    assert not opened.opened(Ring(chair), [row])[0].waits
    alter(table, f"UPDATE conflict_decision SET signature = x'00' WHERE id = '{decision.id.hex}'")  # noqa: S608
    row = db.session.get_one(Conflict, row.id)
    assert db.session.get(ConflictDecision, decision.id) is not None
    assert opened.opened(Ring(world.actor("chair")), [row])[0].waits
    assert kinds(world, case_id) == {person: Kind.SAME_NAME}
