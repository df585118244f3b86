"""Actions: agreed against a risk, slips for their owners, followed up by them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from app import clock
from app.confidentiality.circle.model import Grant
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.service import admit, exclude
from app.db import db, transaction
from app.marac.action import logbook, queries, service
from app.marac.action.model import ActionState
from app.marac.case.model import Case
from app.marac.meeting import hearing
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.action.agreeing import Agreeing


def test_an_owner_who_was_not_there_opens_the_action_and_nothing_else(agreeing: Agreeing) -> None:
    """She reads what, about whom, which risk, by when; the case stays shut."""
    action = agreeing.agree()
    owner = agreeing.table.world.actor("second_idva")
    details = service.open_action(owner, action.id).details
    assert (details.what, details.about, details.risk, details.risk_number) == (
        "Change the locks",
        "Marigold Testcase",
        "He has her keys",
        1,
    )
    case = db.session.get_one(Case, agreeing.table.case(0))
    assert not Ring(owner).may_open(case.secret_id)


def test_whoever_opens_the_case_reads_its_actions(agreeing: Agreeing) -> None:
    """The slip is part of the case: an IDVA at the meeting reads it on the board."""
    action = agreeing.agree()
    ring = Ring(agreeing.table.world.actor("idva"))
    assert service.read_details(ring, action).what == "Change the locks"


def test_agreeing_and_opening_are_in_the_trail(agreeing: Agreeing) -> None:
    """Who agreed it, and each time somebody opened it."""
    action = agreeing.agree()
    assert trail.last().tag == "action:agree"
    service.open_action(agreeing.table.world.actor("second_idva"), action.id)
    assert trail.last().tag == "action:open"


def test_only_officers_agree_actions(agreeing: Agreeing) -> None:
    """Members propose aloud; an officer writes it down for the meeting."""
    with pytest.raises(Refused):
        agreeing.agree("idva")
    agreeing.agree("coordinator")


def test_nobody_else_finds_the_action(agreeing: Agreeing) -> None:
    """Not somebody of another agency, nor of the same, nor an administrator."""
    action = agreeing.agree(owner="deputy")
    for who in ("housing", "second_idva", "officer"):
        with pytest.raises(NotVisible):
            service.open_action(agreeing.table.world.actor(who), action.id)
    with pytest.raises(Refused):
        service.open_action(agreeing.table.world.actor("administrator"), action.id)


def test_the_idva_of_the_case_reads_it_and_adds_what_she_hears(agreeing: Agreeing) -> None:
    """She holds the case. How far another agency's action is, she does not decide."""
    action = agreeing.agree(owner="housing")
    idva = agreeing.table.world.actor("idva")
    logbook.note(idva, action.id, "She says that the locks are new")
    opened = service.open_action(idva, action.id)
    assert (opened.state, opened.last_words) == ("agreed", "She says that the locks are new")
    with pytest.raises(Refused):
        service.log_action(idva, action.id, "done", "Done", opened.action.revision)


def test_an_excluded_person_owns_nothing_in_the_case(agreeing: Agreeing) -> None:
    """The message says to choose somebody else, and not why."""
    table = agreeing.table
    exclude(table.world.actor("chair"), table.case(0), person_id=table.world.person_id("housing"))
    with pytest.raises(RuleBroken) as refusal:
        agreeing.agree(owner="housing")
    assert refusal.value.field == "owner"
    assert "exclu" not in refusal.value.message.lower()


def test_an_owner_excluded_later_loses_the_action_from_sight(agreeing: Agreeing) -> None:
    """Exclusion beats ownership, on the list and on the page."""
    action = agreeing.agree(owner="housing")
    table = agreeing.table
    exclude(table.world.actor("chair"), table.case(0), person_id=table.world.person_id("housing"))
    housing = table.world.actor("housing")
    assert not queries.own_actions(housing)
    with pytest.raises(NotVisible):
        service.open_action(housing, action.id)


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"what": ""}, "what"),
        ({"how_known": "  "}, "how_known"),
        ({"what": "x" * 2001}, "what"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)
def test_what_is_missing_is_said_beside_its_box(
    agreeing: Agreeing, given: dict[str, Any], at: str
) -> None:
    """What, how known and by when are each needed; nothing is saved without them."""
    with pytest.raises(RuleBroken) as refusal:
        agreeing.agree(**given)
    assert refusal.value.field == at
    assert not queries.actions_of(agreeing.table.world.actor("chair"), agreeing.table.item(0))


def test_a_risk_of_another_case_is_no_answer(agreeing: Agreeing) -> None:
    """An action answers a risk of its own case, at this meeting."""
    table, chair = agreeing.table, agreeing.table.world.actor("chair")
    hearing.next_case(chair, table.meeting_id)
    other = hearing.identify_risk(chair, table.item(1), "Another case")
    with pytest.raises(NotVisible):
        agreeing.agree(risk_id=other.id)


def test_an_owner_of_another_agency_than_named_is_refused(agreeing: Agreeing) -> None:
    """Agency and person go together."""
    with pytest.raises(RuleBroken):
        agreeing.agree(agency_id=agreeing.table.world.agencies["hospital"])


def test_somebody_without_a_seat_is_given_nothing(agreeing: Agreeing) -> None:
    """An administrator could never open it."""
    with pytest.raises(RuleBroken):
        agreeing.agree(owner="administrator")


def test_the_owner_logs_what_happened(agreeing: Agreeing) -> None:
    """Progress, then done: each with words, sealed, in order."""
    action = agreeing.agree()
    owner = agreeing.table.world.actor("second_idva")
    logged = service.log_action(owner, action.id, "in_progress", "Locksmith booked", 1)
    service.log_action(owner, action.id, "done", "Locks changed on Tuesday", logged.revision)
    opened = service.open_action(owner, action.id)
    assert [(entry.state, entry.text) for entry in opened.log] == [
        (ActionState.IN_PROGRESS, "Locksmith booked"),
        (ActionState.DONE, "Locks changed on Tuesday"),
    ]
    assert opened.is_finished
    assert not any(b"ocks" in row.sealed_text for row in queries.log_of(action.id))


def test_the_same_state_may_be_logged_again(agreeing: Agreeing) -> None:
    """In progress twice is two entries, and the second is not taken for a conflict."""
    action = agreeing.agree()
    owner = agreeing.table.world.actor("second_idva")
    first = service.log_action(owner, action.id, "in_progress", "Rang, no answer", 1)
    seen = first.revision
    second = service.log_action(owner, action.id, "in_progress", "Rang again", seen)
    assert second.revision == seen + 1


def test_two_who_log_at_once_do_not_overwrite_each_other(agreeing: Agreeing) -> None:
    """The officer who writes for the owner is told that she has written meanwhile."""
    action = agreeing.agree()
    service.log_action(agreeing.table.world.actor("second_idva"), action.id, "done", "Done", 1)
    with pytest.raises(Changed):
        service.log_action(agreeing.table.world.actor("chair"), action.id, "not_done", "No", 1)


@pytest.mark.parametrize(
    ("state", "text"), [("agreed", "x"), ("lost", "x"), ("done", ""), ("done", "x" * 2001)]
)
def test_a_log_needs_a_state_and_words(agreeing: Agreeing, state: str, text: str) -> None:
    """A made-up state, a step back, no words and endless words are refused."""
    action = agreeing.agree()
    with pytest.raises(RuleBroken):
        service.log_action(
            agreeing.table.world.actor("second_idva"), action.id, state, text, action.revision
        )


def test_ones_own_list_is_by_urgency(agreeing: Agreeing) -> None:
    """The longest overdue on top, finished ones last; other people’s are not there."""
    today = clock.today()
    soon = agreeing.agree(what="Soon", due_on=today + timedelta(days=1))
    done = agreeing.agree(what="Finished", due_on=today)
    later = agreeing.agree(what="Later", due_on=today + timedelta(days=20))
    agreeing.agree(what="Not hers", owner="idva")
    owner = agreeing.table.world.actor("second_idva")
    service.log_action(owner, done.id, "done", "Done", done.revision)
    with clock.pretend(clock.now() + timedelta(days=10)):
        mine = service.my_actions(owner)
    assert [one.action.id for one in mine] == [soon.id, later.id, done.id]
    assert [one.details.what for one in mine] == ["Soon", "Later", "Finished"]
    assert trail.last().tag == "action:list"


def test_a_list_that_shows_nothing_writes_nothing(agreeing: Agreeing) -> None:
    """Whoever has no action opens nothing."""
    before = len(trail.tags())
    assert service.my_actions(agreeing.table.world.actor("housing")) == []
    assert len(trail.tags()) == before


def test_an_owner_whose_keys_come_later_gets_the_slip_at_the_door(agreeing: Agreeing) -> None:
    """Somebody who had not signed when it was agreed is due the slip, and is let in to it."""
    world = agreeing.table.world
    action = agreeing.agree(owner="children")
    with transaction() as session:
        session.execute(delete(Grant).where(Grant.holder_id == world.person_id("children")))
    assert [one.person_id for one in queries.due(world.area_id)] == [world.person_id("children")]
    admit(world.actor("chair"))
    opened = service.open_action(world.actor("children"), action.id)
    assert opened.details.what == "Change the locks"
