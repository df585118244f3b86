"""The pages of actions, byte by byte: what an owner, an IDVA, a lead and an officer are sent."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app import clock
from app.access.permissions import Role
from app.accounts.person.model import Person
from app.confidentiality.circle.service import exclude
from app.db import db, transaction
from app.marac.action import logbook, queries, service
from app.marac.action.model import Action, ActionLog
from app.marac.action.rules import number_of
from app.marac.meeting.hearing import conclude_item
from app.marac.meeting.service import close_meeting, plan_meeting
from app.refusals import RuleBroken
from tests.marac.action.agreeing import Agreeing
from tests.marac.board.pages import Room

WORDS = ("Marigold", "Change the locks", "He has her keys", "photograph of the new lock")
REST_OF_THE_CASE = ("07700 900123", "Basil Testcase", "outside her work", "Jonquil", "/cases/")


@pytest.fixture
def room(agreeing: Agreeing) -> Room:
    """A browser for each person."""
    return Room(agreeing.table)


def test_an_owner_who_was_not_there_is_sent_hers_and_nothing_more(
    agreeing: Agreeing, room: Room
) -> None:
    """The words of the slip and no byte of the rest of the case, on list, page and home page."""
    action = agreeing.agree()
    agreeing.agree(what="Somebody else’s task", owner="housing")
    page = room.get("second_idva", f"/actions/{action.id}").text
    assert all(word in page for word in WORDS)
    everything = page + room.get("second_idva", "/actions").text + room.get("second_idva", "/").text
    for secret in (*REST_OF_THE_CASE, "Somebody else", str(agreeing.table.case(0))):
        assert secret not in everything
    assert "<title>" in page
    assert "locks" not in page.split("<title>")[1].split("</title>")[0]


def test_she_accepts_reports_and_ends_it(agreeing: Agreeing, room: Room) -> None:
    """One press, then words; each step stands in the log in order."""
    action = agreeing.agree()
    address = f"/actions/{action.id}"
    assert "Accept this action" in room.get("second_idva", address).text
    room.post("second_idva", f"{address}/accept", {"revision": "1"})
    assert "Accept this action" not in room.get("second_idva", address).text
    done = {"revision": "2", "state": "done", "text": "New lock on Tuesday"}
    assert room.post("second_idva", address, done).status_code == 303
    rows = queries.log_of(action.id)
    assert [row.state for row in rows] == ["accepted", "done"]


def test_words_of_one_who_was_second_are_still_in_the_box(agreeing: Agreeing, room: Room) -> None:
    """Somebody wrote meanwhile: 422, the words kept, and saved when sent again."""
    action = agreeing.agree()
    address = f"/actions/{action.id}"
    room.post("chair", address, {"revision": "1", "state": "in_progress", "text": "She rang me"})
    typed = {"revision": "1", "state": "done", "text": "Typed by the owner"}
    refused = room.post("second_idva", address, typed)
    assert refused.status_code == 422
    assert "Typed by the owner" in refused.text
    seen = re.findall(r'name="revision" value="(\d+)"', refused.text)[-1]
    again = room.post("second_idva", address, {**typed, "revision": seen})
    assert again.status_code == 303


def test_she_gives_it_to_a_colleague(agreeing: Agreeing, room: Room) -> None:
    """The page names colleagues only; afterwards the address answers her as if it were none."""
    action = agreeing.agree(owner="second_idva")
    address = f"/actions/{action.id}/give"
    page = room.get("second_idva", address).text
    assert "Leila Haddad" in page
    assert "Daniel Price" not in page
    person = str(agreeing.table.world.person_id("idva"))
    given = room.post(
        "second_idva", address, {"revision": "1", "owner": person, "why": "I am on leave"}
    )
    assert (given.status_code, given.location) == (303, "/actions")
    gone = room.get("second_idva", f"/actions/{action.id}")
    never = room.get("second_idva", f"/actions/{uuid4()}")
    assert (gone.status_code, gone.data) == (404, never.data)
    log = room.get("idva", f"/actions/{action.id}").text
    assert "Given to Leila Haddad" in log
    assert "I am on leave" in log


@pytest.mark.parametrize("given", [{"owner": "x"}, {"owner": ""}, {"why": ""}, {"revision": "9"}])
def test_giving_on_says_what_is_missing_and_keeps_the_words(
    agreeing: Agreeing, room: Room, given: dict[str, str]
) -> None:
    """Nobody chosen, no reason, somebody wrote meanwhile: 422, and what was typed is there."""
    action = agreeing.agree(owner="second_idva")
    typed = {
        "revision": "1",
        "owner": str(agreeing.table.world.person_id("idva")),
        "why": "On leave from Monday",
    }
    answer = room.post("second_idva", f"/actions/{action.id}/give", typed | given)
    assert answer.status_code == 422
    assert given.get("why", "On leave from Monday") in answer.text


def test_the_idva_of_a_case_does_not_give_on_what_she_only_reads(
    agreeing: Agreeing, room: Room
) -> None:
    """She is told who can."""
    action = agreeing.agree(owner="housing")
    assert room.get("idva", f"/actions/{action.id}/give").status_code == 403
    assert "Give it to a colleague" not in room.get("idva", f"/actions/{action.id}").text


def test_an_idva_sees_every_agencys_actions_of_her_cases(agreeing: Agreeing, room: Room) -> None:
    """By case and urgency; a colleague who supports other cases sees none of them."""
    agreeing.agree(what="Fit a new door", owner="housing")
    agreeing.agree(what="Ring her school", owner="idva")
    page = room.get("idva", "/actions/of-your-cases").text
    assert page.index("Marigold") < page.index("Fit a new door")
    assert "Daniel Price, Northbrook Housing" in page
    other = room.get("second_idva", "/actions/of-your-cases").text
    assert "Fit a new door" not in other
    assert "No actions are agreed" in other


def test_one_press_writes_and_one_press_takes_back(agreeing: Agreeing, room: Room) -> None:
    """A further entry each time, nothing deleted; sent twice it is written once."""
    action = agreeing.agree(owner="idva")
    once = str(uuid4())
    for _ in range(2):
        room.post("idva", f"/actions/{action.id}/quick", {"what": "done", "once": once})
    assert [row.state for row in queries.log_of(action.id)] == ["done"]
    page = room.get("idva", "/actions/of-your-cases").text
    assert "Undo what you wrote" in page
    room.post("idva", f"/actions/{action.id}/take-back", {"entry": once})
    rows = queries.log_of(action.id)
    assert [(row.state, str(row.takes_back_id)) for row in rows] == [
        ("done", "None"),
        ("agreed", once),
    ]
    assert "Undo what you wrote" not in room.get("idva", "/actions/of-your-cases").text


def test_another_answer_pressed_in_the_same_form_is_not_said_to_be_saved(
    agreeing: Agreeing, room: Room
) -> None:
    """“No answer” by mistake, then “Done” before the page is back: only the first was written."""
    action = agreeing.agree(owner="idva")
    address, once = f"/actions/{action.id}/quick", str(uuid4())
    room.post("idva", address, {"what": "no_answer", "once": once})
    room.post("idva", address, {"what": "done", "once": once})
    page = room.get("idva", "/actions/of-your-cases").text
    assert "Not saved: “Tried, no answer.” was written down first." in page
    assert "Written down: Done." not in page
    assert [row.state for row in queries.log_of(action.id)] == ["agreed"]


def test_of_anothers_action_she_writes_only_what_she_heard(agreeing: Agreeing, room: Room) -> None:
    """“Heard it is done” leaves it as far as its owner said; “done” is not hers to press."""
    action = agreeing.agree(owner="housing")
    address = f"/actions/{action.id}/quick"
    room.post("idva", address, {"what": "done", "once": str(uuid4())})
    room.post("idva", address, {"what": "says_done", "once": str(uuid4())})
    rows = db.session.scalars(select(ActionLog).where(ActionLog.action_id == action.id)).all()
    assert [row.state for row in rows] == ["agreed"]


def test_nothing_is_taken_back_after_a_while_or_by_somebody_else(
    agreeing: Agreeing, room: Room
) -> None:
    """Then it stands, and a correction is a new entry."""
    action = agreeing.agree(owner="idva")
    once = str(uuid4())
    room.post("idva", f"/actions/{action.id}/quick", {"what": "spoke", "once": once})
    room.post("chair", f"/actions/{action.id}/take-back", {"entry": once})
    later = clock.now() + timedelta(minutes=16)
    with clock.pretend(later), pytest.raises(RuleBroken):
        logbook.take_back(agreeing.table.world.actor("idva"), action.id, UUID(once))
    assert len(queries.log_of(action.id)) == 1


def test_the_next_meeting_opens_with_them(agreeing: Agreeing, room: Room) -> None:
    """By agency; an answer given in the room is logged by an officer; done since stands apart."""
    housing = agreeing.agree(what="Fit a new door", owner="housing")
    idva = agreeing.agree(what="Ring her school", owner="idva")
    meeting = _next_meeting(agreeing)
    address = f"/meetings/{meeting}/actions"
    page = room.get("chair", address).text
    assert "2 actions are outstanding" in page
    said = {"revision": "1", "state": "not_done", "text": ""}
    refused = room.post("chair", f"{address}/{housing.id}", said)
    assert refused.status_code == 422
    assert "Enter why" in refused.text
    room.post("chair", f"{address}/{housing.id}", {**said, "text": "No joiner before May"})
    answered = room.post("chair", f"{address}/{idva.id}", {"revision": "1", "state": "done"})
    assert answered.status_code == 303
    page = room.get("chair", address).text
    assert "No action is outstanding" in page
    assert page.index(">Done ") < page.index(">Not done ")
    assert "No joiner before May" in page


def test_whoever_is_not_inside_does_not_see_what_a_meeting_opens_with(
    agreeing: Agreeing, room: Room
) -> None:
    """A member before signing, and an agency that was not invited: the answer of nothing."""
    agreeing.agree(owner="housing")
    meeting = _next_meeting(agreeing)
    for who in ("housing", "officer", "children"):
        assert room.get(who, f"/meetings/{meeting}/actions").status_code == 404


def test_what_is_kept_from_an_officer_is_on_no_list(agreeing: Agreeing, room: Room) -> None:
    """Neither on the meeting's list, nor in the follow-up, nor counted on the home page."""
    action = agreeing.agree(owner="housing")
    table = agreeing.table
    meeting = _next_meeting(agreeing)
    exclude(table.world.actor("chair"), table.case(0), person_id=table.world.person_id("deputy"))
    _was_due(action, days=20)
    pages = [
        room.get("deputy", address).text
        for address in ("/", "/actions/tracking", f"/meetings/{meeting}/actions")
    ]
    for page in pages:
        for secret in (number_of(action.id), str(action.id), "overdue:", "Change the locks"):
            assert secret not in page


def test_the_coordinator_follows_up_without_a_word_of_a_case(
    agreeing: Agreeing, room: Room
) -> None:
    """Numbers, agencies, owners and days; narrowed by agency; who is silent is named."""
    action = agreeing.agree(owner="housing", due_on=clock.today())
    other = agreeing.agree(owner="idva")
    page = room.get("coordinator", "/actions/tracking").text
    assert number_of(action.id) in page
    assert number_of(other.id) in page
    assert f"Daniel Price, Northbrook Housing: {number_of(action.id)}" in page
    for secret in (*WORDS, *REST_OF_THE_CASE):
        assert secret not in page
    housing = agreeing.table.world.agencies["housing"]
    narrowed = room.get("coordinator", f"/actions/tracking?agency={housing}&urgency=open").text
    table = narrowed.split("All actions")[1]
    assert number_of(action.id) in table
    assert number_of(other.id) not in table
    assert room.get("housing", "/actions/tracking").status_code == 403


def test_an_agency_is_told_how_it_did(agreeing: Agreeing, room: Room) -> None:
    """On time and late are told apart by the day on which it was logged as done."""
    for days in (0, 3):
        action = agreeing.agree(owner="housing", due_on=clock.today() + timedelta(days=1))
        with clock.pretend(clock.now() + timedelta(days=days)):
            housing = agreeing.table.world.actor("housing")
            service.log_action(housing, action.id, "done", "Done", action.revision)
    row = room.get("chair", "/actions/tracking").text.split("By agency, since")[1]
    cells = re.findall(r"numeric\">(\d+)</td>", row)
    assert cells == ["1", "1", "0", "0", "0", "0"]


def test_whoever_only_signs_for_an_agency_sees_number_owner_and_day(
    agreeing: Agreeing, room: Room
) -> None:
    """No word of the case, no link into it; and nothing where the case is kept from them."""
    action = agreeing.agree(owner="housing", due_on=clock.today())
    world = agreeing.table.world
    with transaction() as session:
        session.execute(
            update(Person)
            .where(Person.id == world.person_id("officer"))
            .values(agency_id=world.agencies["housing"], role_names=[Role.SIGNATORY.value])
        )
    _was_due(action, days=2)
    page = room.get("officer", "/").text
    assert "1 action of your agency is overdue" in page
    assert f"{number_of(action.id)}: Daniel Price" in page
    for secret in (*WORDS, *REST_OF_THE_CASE, str(action.id)):
        assert secret not in page
    exclude(world.actor("chair"), agreeing.table.case(0), agency_id=world.agencies["housing"])
    assert "overdue" not in room.get("officer", "/").text


def test_an_owner_and_the_chair_see_what_is_overdue_on_their_home_pages(
    agreeing: Agreeing, room: Room
) -> None:
    """The owner her count, the chair the agencies with theirs, the IDVA those of her cases."""
    _was_due(agreeing.agree(owner="housing"), days=3)
    assert "Your actions: 1 overdue" in room.get("housing", "/").text
    chair = room.get("chair", "/").text
    assert "1 action is overdue" in chair
    assert "Northbrook Housing: 1, the longest by 3 days" in chair
    assert "1 is to be done, 1 overdue" in room.get("idva", "/").text


def _was_due(action: Action, days: int) -> None:
    """Let the day of an action have been so many days ago."""
    with transaction() as session:
        day = clock.today() - timedelta(days=days)
        session.execute(update(Action).where(Action.id == action.id).values(due_on=day))


def _next_meeting(agreeing: Agreeing) -> object:
    """Close today's meeting and plan the next for the day after, as the coordinator does."""
    world, table = agreeing.table.world, agreeing.table
    conclude_item(world.actor("chair"), table.item(0))
    close_meeting(world.actor("chair"), table.meeting_id)
    planned = plan_meeting(
        world.actor("coordinator"),
        clock.now() + timedelta(hours=20),
        "Committee room 2",
        [world.agencies[name] for name in ("police", "safety", "idva", "housing", "hospital")],
        [table.case(1)],
    )
    return planned.id


def test_the_owner_who_opens_the_case_is_led_to_how_the_victim_is_reached(
    agreeing: Agreeing, room: Room
) -> None:
    """The way stands there for the IDVA; an owner who does not open the case has none."""
    own, other = agreeing.agree(owner="idva"), agreeing.agree(owner="housing")
    words = "Before you make contact"
    assert words in room.get("idva", f"/actions/{own.id}").text
    assert words not in room.get("housing", f"/actions/{other.id}").text
