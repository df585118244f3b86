"""An action that is agreed already is asked about; what was refused or filled in is not lost."""

from uuid import uuid4

import pytest

from app.marac.action import queries as actions
from app.marac.board.agreeing import ADVICE, AGREE_AGAIN
from app.marac.meeting import hearing
from tests.marac import trail
from tests.marac.board.pages import IN_PLACE, Room

LOCKS = "Change the locks"
KEPT = "This is what you were writing. It is not saved yet."


def form(room: Room, **other: str) -> dict[str, str]:
    """An action for the second IDVA, under an id of its own."""
    return {
        "what": LOCKS,
        "risk_number": "1",
        "owner": str(room.table.world.person_id("second_idva")),
        "due_on": "1 week",
        "how_known": "A photograph",
        "once": str(uuid4()),
        "once_first": str(uuid4()),
        **other,
    }


def agreed(room: Room) -> int:
    """How many actions the first case has."""
    return len(actions.actions_of(room.table.world.actor("chair"), room.table.item(0)))


def hidden(page: str, name: str) -> str:
    """What a hidden box of a page holds."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


@pytest.fixture
def board(room: Room) -> str:
    """Where the actions of the first case are agreed; it has one risk."""
    hearing.identify_risk(room.table.world.actor("chair"), room.table.item(0), "He has her keys")
    return f"{room.board()}/actions"


def test_the_same_action_is_asked_about_and_a_second_press_saves_it(room: Room, board: str) -> None:
    """Beside the box, with nothing lost; other capitals or a full stop make no other action."""
    assert room.post("chair", board, form(room)).status_code == 303
    same = form(room, what="change the  locks.")
    asked = room.post("chair", board, same, IN_PLACE)
    assert asked.status_code == 422
    assert AGREE_AGAIN in asked.text
    assert agreed(room) == 1
    again = same | {"again": hidden(asked.text, "again")}
    assert room.post("chair", board, again).status_code == 303
    assert agreed(room) == 2


@pytest.mark.parametrize("other", [{"what": "Mend the door"}, {"due_on": "2 weeks"}])
def test_another_action_is_not_asked_about(room: Room, board: str, other: dict[str, str]) -> None:
    """Other words, or another day, and it is agreed at once."""
    room.post("chair", board, form(room))
    assert room.post("chair", board, form(room, **other)).status_code == 303
    assert agreed(room) == 2


def test_the_answer_to_one_question_answers_no_other(room: Room, board: str) -> None:
    """A form in which the words were changed to those of a third action is asked about again."""
    room.post("chair", board, form(room))
    room.post("chair", board, form(room, what="Mend the door"))
    asked = room.post("chair", board, form(room), IN_PLACE)
    other = form(room, what="Mend the door", again=hidden(asked.text, "again"))
    assert room.post("chair", board, other).status_code == 422
    assert agreed(room) == 2


def test_to_see_that_it_is_agreed_is_an_opening(room: Room, board: str) -> None:
    """The words of the other action are read for it, and the trail says so."""
    room.post("chair", board, form(room))
    before = trail.count("case:open")
    room.post("chair", board, form(room), IN_PLACE)
    assert trail.count("case:open") > before


def test_advice_that_is_arranged_is_not_arranged_twice(room: Room, board: str) -> None:
    """Two plans that wait for the same advice are two actions and one advice."""
    for what in ("Refer her to the no-recourse team", "Refer her to the council\u2019s NRPF team"):
        sent = form(room, what=what, advice="idva")
        assert room.post("chair", board, sent).status_code == 303
    page = room.get("chair", room.board()).text
    assert page.split('id="part-actions"')[1].split("</ul>")[0].count(ADVICE) == 1
    assert agreed(room) == 3


def test_every_fault_of_an_action_is_said_at_once(room: Room, board: str) -> None:
    """The day and the number of the risk with the boxes that are empty."""
    answer = room.post("chair", board, form(room, due_on="x", risk_number="7", owner=""), IN_PLACE)
    for name in ("due_on", "risk_number", "owner"):
        assert f'id="{name}-error"' in answer.text


@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_what_was_refused_is_there_after_loading_again(
    room: Room, board: str, headers: dict[str, str]
) -> None:
    """Left at once, without a pause in which a script keeps it, and without a script at all."""
    assert room.post("chair", board, form(room, owner=""), headers).status_code == 422
    page = room.get("chair", room.board()).text
    assert f"{LOCKS}</textarea>" in page
    assert KEPT in page
    assert room.post("chair", board, form(room)).status_code == 303
    assert KEPT not in room.get("chair", room.board()).text


def test_what_a_road_filled_in_is_there_after_loading_again(room: Room, board: str) -> None:
    """With who, when and how; nothing is agreed by it."""
    room.post("chair", f"{board}/road", form(room, road="3"), IN_PLACE)
    page = room.get("chair", room.board()).text
    assert "specialist organisation from the directory" in page
    assert "The organisation says that it has spoken with the victim</textarea>" in page
    assert agreed(room) == 0


@pytest.mark.parametrize(
    "other", [{"due_on": "tomorrow"}, {"how_known": "Her IDVA says so"}, {"owner": "idva"}]
)
def test_what_was_put_right_and_sent_again_is_not_answered_as_saved(
    room: Room, board: str, other: dict[str, str]
) -> None:
    """The answer was slow, and another day or person was sent under the same id."""
    first = form(room)
    assert room.post("chair", board, first).status_code == 303
    if "owner" in other:
        other = {"owner": str(room.table.world.person_id("idva"))}
    again = room.post("chair", board, first | other, IN_PLACE)
    assert again.status_code == 422
    assert hidden(again.text, "once") != first["once"]
    assert agreed(room) == 1
