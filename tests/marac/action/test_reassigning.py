"""An action given to a colleague: by its owner's own signature, or by an officer for her."""

from dataclasses import asdict, replace
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, update

from app import clock
from app.confidentiality.circle import queries as circle_queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Because, Grant, Passing, SecretKind
from app.confidentiality.circle.passed import passed, promised_now
from app.confidentiality.circle.service import admit, exclude, expel, verify_all
from app.confidentiality.circle.statements import PassingRow, passing_statement
from app.db import transaction
from app.marac.action import logbook, queries, reassigning, service
from app.marac.action.model import Action, ActionState
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.action.agreeing import Agreeing

WHY = "I am on leave from Monday"


def _pass(agreeing: Agreeing, action: Action, giver: str, receiver: str) -> Action:
    world = agreeing.table.world
    fresh = queries.action(world.actor(giver), action.id)
    return reassigning.pass_on(
        world.actor(giver), action.id, world.person_id(receiver), WHY, fresh.revision
    )


def test_the_owner_gives_it_on_and_opens_it_no_more(agreeing: Agreeing) -> None:
    """The new owner reads it with the reason; the old owner's key is gone with the action."""
    action = agreeing.agree(owner="officer")
    world = agreeing.table.world
    _pass(agreeing, action, "officer", "chair")
    assert service.open_action(world.actor("chair"), action.id).last_words == WHY
    with pytest.raises(NotVisible):
        service.open_action(world.actor("officer"), action.id)
    assert trail.last().tag == "action:open"


def test_one_who_was_not_there_is_given_the_key_by_the_owners_signature(
    agreeing: Agreeing,
) -> None:
    """The grant says by whom and because of which signed passing; and everything verifies."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    _pass(agreeing, action, "idva", "second_idva")
    opened = service.open_action(world.actor("second_idva"), action.id)
    assert opened.details.what == "Change the locks"
    grants = circle_queries.grant_rows(
        Grant.secret_id == action.slip_id, Grant.holder_id == world.person_id("second_idva")
    )
    passing = circle_queries.passing_rows(Passing.record_id == action.id)[0]
    assert [(g.because, g.because_id, g.by_person_id) for g in grants] == [
        (Because.ACTION_OWNER, passing.id, world.person_id("idva"))
    ]
    assert verify_all(world.area_id) == []


def test_it_goes_on_from_hand_to_hand(agreeing: Agreeing) -> None:
    """Whoever was given it gives it on; each hand is believed because of the one before."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    _pass(agreeing, action, "idva", "second_idva")
    _pass(agreeing, action, "second_idva", "idva")
    _pass(agreeing, action, "idva", "second_idva")
    assert service.open_action(world.actor("second_idva"), action.id).action.revision == 4
    assert verify_all(world.area_id) == []


def test_an_officer_gives_it_on_for_her(agreeing: Agreeing) -> None:
    """Somebody fell ill: the coordinator gives the action to her colleague."""
    world = agreeing.table.world
    action = agreeing.agree(owner="second_idva")
    _pass(agreeing, action, "coordinator", "idva")
    assert service.open_action(world.actor("idva"), action.id).action.owner_id == world.person_id(
        "idva"
    )
    with pytest.raises(NotVisible):
        service.open_action(world.actor("second_idva"), action.id)
    assert verify_all(world.area_id) == []


def test_what_was_accepted_is_the_next_owners_to_accept(agreeing: Agreeing) -> None:
    """A new owner has accepted nothing yet."""
    action = agreeing.agree(owner="idva")
    world = agreeing.table.world
    logbook.accept(world.actor("idva"), action.id, action.revision)
    assert _pass(agreeing, action, "idva", "second_idva").state == ActionState.AGREED


@pytest.mark.parametrize("receiver", ["housing", "administrator", "idva", "officer"])
def test_nobody_of_another_agency_is_given_it(agreeing: Agreeing, receiver: str) -> None:
    """An agency does not give its actions to another; that is another action."""
    action = agreeing.agree(owner="idva")
    with pytest.raises(RuleBroken):
        _pass(agreeing, action, "idva", receiver)


def test_a_colleague_from_whom_the_case_is_kept_is_neither_offered_nor_given_it(
    agreeing: Agreeing,
) -> None:
    """The exclusion list beats the agency, and the answer does not say why."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    case = agreeing.table.case(0)
    exclude(world.actor("chair"), case, person_id=world.person_id("second_idva"))
    idva = world.actor("idva")
    assert reassigning.colleagues(idva, queries.action(idva, action.id)) == []
    with pytest.raises(RuleBroken) as refusal:
        _pass(agreeing, action, "idva", "second_idva")
    assert "exclu" not in refusal.value.message.lower()


def test_the_idva_of_the_case_gives_nothing_of_anothers_on(agreeing: Agreeing) -> None:
    """She reads the action as the holder of the case; it is not hers to give."""
    action = agreeing.agree(owner="housing")
    with pytest.raises(Refused):
        _pass(agreeing, action, "idva", "second_idva")


def test_accepting_and_giving_on_at_once_is_told_to_the_second(agreeing: Agreeing) -> None:
    """Both saw the same action; who comes second reads what the first wrote."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    seen = action.revision
    reassigning.pass_on(world.actor("chair"), action.id, world.person_id("second_idva"), WHY, seen)
    with pytest.raises((Changed, Refused)):
        logbook.accept(world.actor("idva"), action.id, seen)
    with pytest.raises(Changed):
        logbook.accept(world.actor("second_idva"), action.id, seen)


def test_pressed_twice_it_is_given_on_once(agreeing: Agreeing) -> None:
    """The second press finds another revision, and no second passing is signed."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    seen = action.revision
    for _ in range(2):
        try:
            reassigning.pass_on(
                world.actor("idva"), action.id, world.person_id("second_idva"), WHY, seen
            )
        except (Changed, Refused):
            pass
    assert len(circle_queries.passing_rows(Passing.record_id == action.id)) == 1


def test_a_passing_that_somebody_planted_gives_nothing(agreeing: Agreeing) -> None:
    """A row and an owner written into the database open no slip at the door."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    with transaction() as session:
        session.execute(insert(Passing).values(**asdict(_planted(agreeing, action))))
        session.execute(
            update(Action)
            .where(Action.id == action.id)
            .values(owner_id=world.person_id("second_idva"))
        )
    admit(world.actor("chair"))
    assert not _has_key(agreeing, action, "second_idva")
    assert [fault.table for fault in verify_all(world.area_id)] == ["passing"]


def test_somebody_else_cannot_sign_a_passing(agreeing: Agreeing) -> None:
    """A member's true signature gives nothing on of what was never hers."""
    world = agreeing.table.world
    action = agreeing.agree(owner="housing")
    row = replace(
        _planted(agreeing, action, giver="housing"),
        by_key_pair_id=world.actor("idva").keys.key_id,
    )
    said = passing_statement(row, None)
    row = replace(row, statement=said, signature=world.actor("idva").keys.sign(said))
    with transaction() as session:
        session.execute(insert(Passing).values(**asdict(row)))
    slip = circle_queries.generations(SecretKind.SLIP, action.id)[0]
    assert passed(Chain.of(world.actor("chair")), slip) == []


def test_a_new_owner_without_keys_yet_is_given_it_at_the_door(agreeing: Agreeing) -> None:
    """Her grant is lost; the door reads the chain of signatures and gives it again."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    _pass(agreeing, action, "idva", "second_idva")
    with transaction() as session:
        session.execute(delete(Grant).where(Grant.holder_id == world.person_id("second_idva")))
    admit(world.actor("chair"))
    assert _has_key(agreeing, action, "second_idva")


def test_the_old_owner_is_not_given_it_back_at_the_door(agreeing: Agreeing) -> None:
    """Her name put back into the row: she gave it on, and the chain says so."""
    world = agreeing.table.world
    action = agreeing.agree(owner="second_idva")
    _pass(agreeing, action, "second_idva", "idva")
    with transaction() as session:
        session.execute(
            update(Action)
            .where(Action.id == action.id)
            .values(owner_id=world.person_id("second_idva"))
        )
    admit(world.actor("chair"))
    assert not _has_key(agreeing, action, "second_idva")


def test_a_giver_who_is_put_out_later_takes_nothing_along(agreeing: Agreeing) -> None:
    """An officer signs again what she had signed, and the new owner reads on."""
    world = agreeing.table.world
    action = agreeing.agree(owner="idva")
    _pass(agreeing, action, "idva", "second_idva")
    expel(world.actor("chair"), world.person_id("idva"))
    assert service.open_action(world.actor("second_idva"), action.id).last_words == WHY
    slip = circle_queries.generations(SecretKind.SLIP, action.id)[-1]
    words = promised_now(Chain.of(world.actor("chair")), slip)
    assert words == {f"action_owner:{world.person_id('second_idva')}"}
    admit(world.actor("chair"))
    logbook.note(world.actor("second_idva"), action.id, "Locksmith comes on Friday")
    assert verify_all(world.area_id) == []


def _has_key(agreeing: Agreeing, action: Action, who: str) -> bool:
    rows = circle_queries.grant_rows(
        Grant.secret_id == action.slip_id,
        Grant.holder_id == agreeing.table.world.person_id(who),
    )
    return bool(rows)


def _planted(agreeing: Agreeing, action: Action, giver: str = "idva") -> PassingRow:
    world = agreeing.table.world
    row = PassingRow(
        id=uuid4(),
        area_id=world.area_id,
        record_id=action.id,
        number=1,
        from_person_id=world.person_id(giver),
        to_person_id=world.person_id("second_idva"),
        to_key_pair_id=world.actor("second_idva").keys.key_id,
        by_key_pair_id=world.actor(giver).keys.key_id,
        at=clock.now(),
    )
    return replace(row, statement=passing_statement(row, None), signature=b"\0" * 64)
