"""What is sent twice is saved once and answered alike; what was typed is never lost to it."""

from uuid import uuid4

import pytest

from app.accounts.draft import service as drafts
from app.marac.action import queries as actions
from app.marac.meeting import hearing, leaving, queries
from app.marac.meeting.model import ItemState, NoteKind, Outcome
from app.marac.meeting.noted import notes
from app.refusals import Changed, Refused
from tests.marac import trail
from tests.marac.board.pages import IN_PLACE, Room


def test_a_risk_sent_twice_is_there_once(room: Room) -> None:
    """By a button pressed twice, a page that went back, or a connection that came back."""
    form = {"risk": "He has her keys", "once": str(uuid4())}
    address = f"{room.board()}/risks"
    first = room.post("chair", address, form, IN_PLACE)
    again = room.post("chair", address, form, IN_PLACE)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert len(queries.risks(room.table.item(0))) == 1
    assert trail.count("case:risk") == 1


def test_other_words_under_the_same_id_are_not_swallowed(room: Room) -> None:
    """A page that went back and was changed: the words stay in the box, under a new id."""
    once, address = str(uuid4()), f"{room.board()}/risks"
    room.post("chair", address, {"risk": "He has her keys", "once": once})
    other = room.post("chair", address, {"risk": "He has a knife", "once": once}, IN_PLACE)
    assert other.status_code == 422
    assert 'value="He has a knife"' in other.text
    assert once not in other.text
    fresh = other.text.split('name="once" value="')[1].split('"')[0]
    room.post("chair", address, {"risk": "He has a knife", "once": fresh})
    assert len(queries.risks(room.table.item(0))) == 2


def test_an_action_and_what_is_shared_sent_twice(room: Room) -> None:
    """The same for an action, for what an agency shares, and for how the case is presented."""
    hearing.identify_risk(room.table.world.actor("chair"), room.table.item(0), "He has her keys")
    action = {
        "what": "Change the locks",
        "risk_number": "1",
        "owner": str(room.table.world.person_id("second_idva")),
        "due_on": "1 week",
        "how_known": "A photograph",
        "once": str(uuid4()),
    }
    shared = {"shared": "Bail until May.", "revision": "", "once": str(uuid4())}
    noted = {"presented": "She left on Sunday.", "revision": "", "once": str(uuid4())}
    for path, form in (("actions", action), ("share", shared), ("notes/presented", noted)):
        for _ in range(2):
            assert room.post("chair", f"{room.board()}/{path}", form).status_code == 303
    item = room.table.item(0)
    assert len(actions.actions_of(room.table.world.actor("chair"), item)) == 1
    assert [row.revision for row in queries.contributions(item)] == [1]
    assert [row.revision for row in notes(item)] == [1]


def test_an_id_of_another_case_opens_nothing(room: Room) -> None:
    """Somebody else's id in the form is answered as what is not there."""
    chair = room.table.world.actor("chair")
    risk = hearing.identify_risk(chair, room.table.item(0), "He has her keys")
    hearing.next_case(chair, room.table.meeting_id)
    form = {"risk": "He has her keys", "once": str(risk.id)}
    assert room.post("chair", f"{room.board(1)}/risks", form).status_code == 404


def test_every_box_keeps_its_own_words(room: Room) -> None:
    """What was typed into a box and not sent is in that box again, and in no other."""
    world = room.table.world
    chair = world.members["chair"]
    for path, name, words in (
        ("risks", "risk", "Half a risk"),
        ("notes/presented", "presented", "Half a story"),
    ):
        kept = {name: [words], "revision": [""], "once": [str(uuid4())]}
        place = f"{room.board()}/{path}"
        drafts.keep(chair.person_id, chair.keyring.key_id, place, "board", kept)
    page = room.get("chair", room.board()).text
    assert 'value="Half a risk"' in page
    assert "Half a story</textarea>" in page
    assert page.count("data-kept>") == 2
    room.post("chair", f"{room.board()}/risks", {"risk": "Half a risk"})
    page = room.get("chair", room.board()).text
    assert 'value="Half a risk"' not in page
    assert "Half a story</textarea>" in page


def test_words_for_another_agency_are_found_again(room: Room) -> None:
    """The coordinator wrote for housing when the page was lost: the board leads there."""
    chair, housing = room.table.world.members["chair"], room.table.world.agencies["housing"]
    place = f"{room.board()}/share/{housing}"
    drafts.keep(chair.person_id, chair.keyring.key_id, place, "board", {"shared": ["They say"]})
    page = room.get("chair", room.board()).text
    assert "not saved yet, for" in page
    assert "They say</textarea>" in room.get("chair", place).text


@pytest.mark.parametrize("outcome", ["no_further_action", "deferred", "unheard"])
@pytest.mark.parametrize("way", ["conclude", "next"])
def test_why_is_asked_where_nothing_came_of_it(room: Room, outcome: str, way: str) -> None:
    """Put off, not heard, nothing agreed: the minutes say why, and what was chosen stays chosen."""
    answer = room.post("chair", f"{room.board()}/{way}", {"outcome": outcome, "reason": " "})
    assert answer.status_code == 422
    assert "Enter why it ended so." in answer.text
    assert f'value="{outcome}" selected' in answer.text
    assert queries.item(room.table.world.actor("chair"), room.table.item(0)).outcome is None


def test_going_on_says_that_words_are_left(room: Room) -> None:
    """What somebody typed and did not save is kept, and the board of the next case says where."""
    chair = room.table.world.actor("chair")
    for part in ("share", "risks"):
        words = {"risk": ["Kestrel"], "shared": ["Kestrel"]}
        drafts.keep(chair.person_id, chair.keys.key_id, f"{room.board()}/{part}", "board", words)
    answer = room.post("chair", f"{room.board()}/next", {"outcome": "heard"})
    page = room.get("chair", answer.location).text
    assert "not saved yet: Shared, Risks." in page
    assert "Kestrel" not in page


def test_the_rail_says_which_cases_come_again(room: Room) -> None:
    """Heard in part and not heard are no plain “heard” or “put off”: both are heard again."""
    for number, outcome in ((0, "in_part"), (1, "unheard")):
        room.post(
            "chair", f"{room.board(number)}/next", {"outcome": outcome, "reason": "It was late"}
        )
    rail = room.get("chair", room.board(2)).text.split('id="part-agenda"')[1].split("</nav>")[0]
    assert "in part" in rail
    assert "not heard" in rail


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_way_to_end_is_kept_with_its_reason(room: Room, outcome: Outcome) -> None:
    """By the form of the board; nothing that is missing stops it."""
    room.post(
        "chair", f"{room.board()}/conclude", {"outcome": outcome.value, "reason": "It was late."}
    )
    item = queries.item(room.table.world.actor("chair"), room.table.item(0))
    put_off = outcome in (Outcome.DEFERRED, Outcome.UNHEARD)
    assert item.outcome == outcome
    assert item.state == (ItemState.DEFERRED if put_off else ItemState.HEARD)
    assert [row.kind for row in notes(item.id)] == [NoteKind.CONCLUSION]


def test_what_is_missing_is_said_and_stops_nobody(room: Room) -> None:
    """To whoever ends the hearing; the others do not see it."""
    chair = room.table.world.actor("chair")
    hearing.identify_risk(chair, room.table.item(0), "He has her keys")
    page = room.get("chair", room.board()).text
    for words in ("Risk 1 has no action.", "Nobody has written down how the case was presented."):
        assert words in page
        assert words not in room.get("idva", room.board()).text
    assert room.post("chair", f"{room.board()}/next", {}).location == room.board(1)


def test_only_officers_and_the_referrer_present(room: Room) -> None:
    """The IDVA service referred; housing did not."""
    item = room.table.item(0)
    hearing.write_note(room.table.world.actor("idva"), item, NoteKind.PRESENTED, "She left.")
    with pytest.raises(Refused):
        hearing.write_note(room.table.world.actor("housing"), item, NoteKind.PRESENTED, "No.")
    with pytest.raises(Changed):
        hearing.write_note(room.table.world.actor("chair"), item, NoteKind.PRESENTED, "Over it.")


def test_whoever_has_left_has_no_board_until_back(room: Room) -> None:
    """No page, no news, no word; what they signed holds when they are back."""
    idva = room.table.world.actor("idva")
    here = queries.attendance_of(room.table.meeting_id, idva.person_id)
    assert here is not None
    leaving.leave(idva, room.table.meeting_id, here.id)
    assert room.get("idva", room.board()).location == room.meeting
    assert room.get("idva", f"{room.board()}/live").status_code == 403
    assert room.post("idva", f"{room.board()}/share", {"shared": "x"}).status_code == 403
    leaving.come_back(idva, room.table.meeting_id, here.id)
    assert room.get("idva", room.board()).status_code == 200


def test_officers_are_told_who_must_leave_before_a_kept_case(room: Room) -> None:
    """Nobody else is; the case is come to, and begins once they have left."""
    chair = room.table.world.actor("chair")
    hearing.conclude_item(chair, room.table.item(0))
    hearing.start_item(chair, room.table.item(1))
    assert room.post("chair", f"{room.board(1)}/next", {}).location == room.board(2)
    assert queries.item(chair, room.table.item(2)).state == ItemState.WAITING
    page = room.get("chair", room.board(2)).text
    assert "Daniel Price must leave the room" in page
    assert "The case opens here once they have left." in page
    assert "What happened" not in page
    assert "must leave" not in room.get("idva", room.board(2)).text
    room.post("chair", f"{room.board(2)}/start", {})
    assert queries.item(chair, room.table.item(2)).state == ItemState.WAITING
    room.post("chair", f"{room.board(2)}/start", {"left": "yes"})
    assert queries.item(chair, room.table.item(2)).state == ItemState.HEARING
    page = room.get("chair", room.board(2)).text
    assert "must leave" not in page
    assert "What happened" in page
