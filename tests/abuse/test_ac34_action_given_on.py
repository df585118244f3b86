"""AC-34: no row gives an action back into an earlier hand, into another agency, or stops it."""

from dataclasses import asdict, replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, update

from app import clock
from app.confidentiality.circle import passing, queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because, Passing, SecretKind
from app.confidentiality.circle.passed import passed, promised_now
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import promise
from app.confidentiality.circle.statements import PassingRow, passing_statement
from app.db import db, new_id
from app.marac.action import queries as actions
from app.marac.action import reassigning
from app.marac.action.model import Action
from app.marac.meeting import hearing
from app.refusals import Refused, RuleBroken
from tests.abuse.test_ac34_planted_agenda import alter, write
from tests.marac.action.agreeing import Agreeing
from tests.marac.table import Table


@pytest.fixture
def agreeing(table: Table) -> Agreeing:
    """A case being heard, with a risk to answer."""
    table.begin()
    table.seat("coordinator", "deputy", "idva", "housing")
    chair = table.world.actor("chair")
    hearing.start_item(chair, table.item(0))
    return Agreeing(table, hearing.identify_risk(chair, table.item(0), "He has a key").id)


def give_on(agreeing: Agreeing, action_id: UUID, giver: str, receiver: str) -> Action:
    """Somebody gives an action on, by its page."""
    actor = agreeing.table.world.actor(giver)
    seen = actions.action(actor, action_id).revision
    to = agreeing.table.world.person_id(receiver)
    return reassigning.pass_on(actor, action_id, to, "On leave", seen)


def owner_by_row(agreeing: Agreeing, action_id: UUID, who: str, **other: UUID) -> None:
    """What an operator writes: whose action it is."""
    owner = {"owner_id": agreeing.table.world.person_id(who)} | other
    write(update(Action).where(Action.id == action_id).values(**owner))


def has_it(agreeing: Agreeing, action_id: UUID) -> set[str]:
    """To whom an action is promised now, by the chain of signatures and the trail."""
    slip = queries.generations(SecretKind.SLIP, action_id)[0]
    return promised_now(Chain.of(agreeing.table.world.actor("chair")), slip)


def opens(agreeing: Agreeing, who: str, action_id: UUID) -> bool:
    """Whether somebody opens an action, after an officer's page has given what is due."""
    circle.admit(agreeing.table.world.actor("chair"))
    slip_id = db.session.get_one(Action, action_id).slip_id
    return Ring(agreeing.table.world.actor(who)).may_open(slip_id)


def held_by(agreeing: Agreeing, who: str) -> set[str]:
    """The promise to one person alone."""
    return {promise(Because.ACTION_OWNER, agreeing.table.world.person_id(who))}


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_junk_row_neither_gives_back_nor_stops(agreeing: Agreeing, number: int) -> None:
    """It is passed over: the hand stays, and an officer can give the action on."""
    action = agreeing.agree(owner="second_idva")
    give_on(agreeing, action.id, "coordinator", "idva")
    row = queries.passing_rows(Passing.record_id == action.id)[0]
    junk = replace(row, id=new_id(), statement=b"x", signature=b"y", number=number)
    write(insert(Passing).values(**asdict(junk)))
    owner_by_row(agreeing, action.id, "second_idva")
    assert has_it(agreeing, action.id) == held_by(agreeing, "idva")
    assert not opens(agreeing, "second_idva", action.id)
    give_on(agreeing, action.id, "coordinator", "second_idva")
    assert has_it(agreeing, action.id) == held_by(agreeing, "second_idva")


def test_a_passing_taken_away_puts_it_into_nobodys_hand(agreeing: Agreeing) -> None:
    """The trail knows that it went on: the hand before is given nothing, and verify says so."""
    action = agreeing.agree(owner="second_idva")
    give_on(agreeing, action.id, "coordinator", "idva")
    alter(agreeing.table, "DELETE FROM passing")
    owner_by_row(agreeing, action.id, "second_idva")
    assert has_it(agreeing, action.id) == set()
    assert not opens(agreeing, "second_idva", action.id)
    with pytest.raises(RuleBroken, match="missing from the database"):
        give_on(agreeing, action.id, "coordinator", "idva")
    faults = circle.verify_all(agreeing.table.world.area_id)
    assert any("given on last is missing" in fault.what for fault in faults)


def test_a_hand_that_the_trail_does_not_know_holds_nothing(agreeing: Agreeing) -> None:
    """Its former owner signs, with her true keys, that it went elsewhere: nobody believes it."""
    action = agreeing.agree(owner="idva")
    world = agreeing.table.world
    give_on(agreeing, action.id, "idva", "second_idva")
    alter(agreeing.table, "DELETE FROM passing")
    idva = world.actor("idva")
    row = PassingRow(
        id=uuid4(),
        area_id=world.area_id,
        record_id=action.id,
        number=1,
        from_person_id=idva.person_id,
        to_person_id=idva.person_id,
        to_key_pair_id=idva.keys.key_id,
        by_key_pair_id=idva.keys.key_id,
        at=clock.now(),
    )
    said = passing_statement(row, None)
    row = replace(row, statement=said, signature=idva.keys.sign(said))
    write(insert(Passing).values(**asdict(row)))
    owner_by_row(agreeing, action.id, "idva")
    assert has_it(agreeing, action.id) == set()
    assert passed(Chain.of(idva), queries.generations(SecretKind.SLIP, action.id)[0]) == []


def test_an_officer_moves_no_action_to_another_agency(agreeing: Agreeing) -> None:
    """The row says another agency: its people are not offered, nor given the action, by anybody."""
    action = agreeing.agree(owner="second_idva")
    world = agreeing.table.world
    owner_by_row(agreeing, action.id, "second_idva", agency_id=world.agencies["housing"])
    coordinator = world.actor("coordinator")
    row = actions.action(coordinator, action.id)
    assert reassigning.colleagues(coordinator, row) == []
    with pytest.raises(RuleBroken):
        give_on(agreeing, action.id, "coordinator", "housing")
    ring, to = Ring(coordinator), world.person_id("housing")
    with pytest.raises((RuleBroken, Refused)):
        passing.pass_on(coordinator, ring, action.id, world.person_id("second_idva"), to)
    assert has_it(agreeing, action.id) == held_by(agreeing, "second_idva")


def test_an_officers_signature_for_another_agency_does_not_hold(agreeing: Agreeing) -> None:
    """Signed nonetheless, by a true officer, and in the trail: no hand of another agency has it."""
    action = agreeing.agree(owner="second_idva")
    world = agreeing.table.world
    chair, housing = world.actor("chair"), world.actor("housing")
    row = PassingRow(
        id=uuid4(),
        area_id=world.area_id,
        record_id=action.id,
        number=1,
        from_person_id=world.person_id("second_idva"),
        to_person_id=housing.person_id,
        to_key_pair_id=housing.keys.key_id,
        by_key_pair_id=chair.keys.key_id,
        at=clock.now(),
    )
    said = passing_statement(row, None)
    row = replace(row, statement=said, signature=chair.keys.sign(said))
    chain = Chain.of(chair)
    chain.add_passing(row)
    slip = queries.generations(SecretKind.SLIP, action.id)[0]
    assert passed(chain, slip) == []
    assert promised_now(chain, slip) == set()
