"""The board as pages: who gets it, who does not, and what forms do without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.db import db
from app.marac.action import queries as actions
from app.marac.meeting import hearing, service
from tests.marac import trail
from tests.marac.board.pages import IN_PLACE, Room


def test_everybody_inside_reads_the_case(room: Room) -> None:
    """Name, agenda, what happened; the reading is in the trail before the page is sent."""
    before = trail.count("case:open")
    page = room.get("idva", room.board())
    assert page.status_code == 200
    assert "Marigold Testcase" in page.text
    assert "Case 1 of 3" in page.text
    assert trail.count("case:open") == before + 1


def test_officers_get_more_boxes_than_members(room: Room) -> None:
    """A member shares; risks, actions and the end of the hearing are the officers’."""
    chair, idva = room.get("chair", room.board()).text, room.get("idva", room.board()).text
    for box in ("add-risk", "add-action", "next-case"):
        assert f'id="{box}"' in chair
        assert f'id="{box}"' not in idva
    assert 'id="share"' in chair
    assert 'id="share"' in idva


def test_the_list_of_owners_says_who_cannot_be_reached(room: Room) -> None:
    """Before an action is given, not after: keys nobody confirmed, an agency that is not here."""
    page = room.get("chair", room.board()).text
    assert "Sian Morgan, Northbrook Family Services (not invited to this meeting)" in page
    assert "Joan Whitfield, Haven IDVA Service<" in page
    unread = "Femi Bello, Northbrook Council Destitution Team (cannot read it until their keys"
    assert unread in page


def test_who_has_not_signed_is_led_to_the_declaration(room: Room) -> None:
    """An invited officer of the police who came late signs first."""
    answer = room.get("officer", room.board())
    assert (answer.status_code, answer.location) == (302, room.meeting)


def test_numbers_and_times_on_the_page_before_signing(room: Room) -> None:
    """No name, no reference and no address of a case in the bytes."""
    page = room.get("officer", room.meeting).text
    assert "9:30am" in page
    for secret in ("Marigold", "Jonquil", "Canary", str(room.table.item(0)), "/board/"):
        assert secret not in page


def test_the_excluded_get_the_same_bytes_as_for_a_case_that_never_was(room: Room) -> None:
    """Board, live part, forms and hearing of the kept case: 404, the same as for nonsense."""
    nonsense = f"{room.meeting}/board/{uuid4()}"
    for part in ("", "/live", "/share"):
        kept = room.get("housing", room.board(2) + part)
        never = room.get("housing", nonsense + part)
        assert (kept.status_code, kept.data) == (404, never.data)


def test_the_excluded_meeting_page_has_no_trace(room: Room) -> None:
    """Two cases, and neither the name nor an id of the third anywhere in the bytes."""
    page = room.get("housing", room.meeting).text
    assert "Marigold" in page
    for secret in ("Canary", str(room.table.item(2)), str(room.table.case(2))):
        assert secret not in page


def test_an_agency_that_was_not_invited_gets_nothing(room: Room) -> None:
    """Meeting and board are not there, and the list of meetings is empty."""
    for address in (room.meeting, room.board(), f"{room.meeting}/live"):
        assert room.get("children", address).status_code == 404
    assert str(room.table.meeting_id) not in room.get("children", "/meetings").text


def test_an_administrator_gets_nothing(room: Room) -> None:
    """The role opens none of these pages."""
    for address in (room.meeting, room.board(), "/meetings", "/actions"):
        assert room.get("administrator", address).status_code == 403


def test_a_case_of_another_meeting_is_not_on_this_board(room: Room) -> None:
    """An item opens under its own meeting’s address only."""
    address = f"/meetings/{uuid4()}/board/{room.table.item(0)}"
    assert room.get("chair", address).status_code == 404


def test_a_hearing_by_plain_forms(room: Room) -> None:
    """Share, risk, action and next case, each answered by a redirect, without a script."""
    told = {"shared": "Bail until 2 December.", "revision": ""}
    assert room.post("chair", f"{room.board()}/share", told).status_code == 303
    assert room.post("chair", f"{room.board()}/risks", {"risk": "He has keys"}).status_code == 303
    action = {
        "what": "Change the locks",
        "risk_number": "1",
        "owner": str(room.table.world.person_id("second_idva")),
        "due_on": "2099-01-01",
        "how_known": "A photograph",
    }
    late = room.post("chair", f"{room.board()}/actions", action)
    assert late.status_code == 422
    assert "within a year" in late.text
    action["due_on"] = room.get("chair", room.board()).text.split('name="due_on"')[1].split('"')[3]
    answer = room.post("chair", f"{room.board()}/next", {})
    assert answer.location == room.board(1)


def test_an_action_by_the_page(room: Room) -> None:
    """The suggested date is taken as it stands; the action is on the board for the others."""
    chair = room.table.world.actor("chair")
    hearing.identify_risk(chair, room.table.item(0), "He has her keys")
    form = {
        "what": "Change the locks",
        "risk_number": "1",
        "owner": str(room.table.world.person_id("second_idva")),
        "due_on": suggested(room.get("chair", room.board()).text),
        "how_known": "A photograph",
    }
    assert room.post("chair", f"{room.board()}/actions", form).status_code == 303
    assert len(actions.actions_of(chair, room.table.item(0))) == 1
    assert "Change the locks" in room.get("idva", room.board()).text


def suggested(page: str) -> str:
    """The date that the form suggests."""
    box = page.split('id="due_on"')[1].split(">")[0]
    return box.split('value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("risk_number", "9"), ("risk_number", "x"), ("owner", ""), ("due_on", "soon"), ("what", "")],
)
def test_bad_input_keeps_what_was_typed(room: Room, name: str, value: str) -> None:
    """The message is beside its box, the other boxes are as they were, and nothing is saved."""
    chair = room.table.world.actor("chair")
    hearing.identify_risk(chair, room.table.item(0), "He has her keys")
    form = {
        "what": "Change the locks",
        "risk_number": "1",
        "owner": str(room.table.world.person_id("idva")),
        "due_on": suggested(room.get("chair", room.board()).text),
        "how_known": "A photograph of the lock",
    }
    answer = room.post("chair", f"{room.board()}/actions", form | {name: value})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert "A photograph of the lock" in answer.text
    assert not actions.actions_of(chair, room.table.item(0))


def test_a_conflict_shows_theirs_and_keeps_mine(room: Room) -> None:
    """Two IDVAs of one agency: the second sees what the first wrote, and saves on top of it."""
    hearing.share(room.table.world.actor("idva"), room.table.item(0), "She is at her sister’s.")
    address = f"{room.board()}/share"
    answer = room.post("second_idva", address, {"shared": "She has a new phone.", "revision": ""})
    assert answer.status_code == 422
    assert "Saved meanwhile by Leila Haddad" in answer.text
    assert "She is at her sister’s." in answer.text
    assert "She has a new phone.</textarea>" in answer.text
    both = {"shared": "Both.", "revision": "1"}
    assert room.post("second_idva", address, both).status_code == 303


def test_in_place_one_form_comes_back_and_nothing_else(room: Room) -> None:
    """The script gets the form alone: fresh after a save, with its errors after a refusal."""
    saved = room.post("chair", f"{room.board()}/risks", {"risk": "He has keys"}, IN_PLACE)
    assert saved.status_code == 303
    fresh = room.get("chair", saved.location, IN_PLACE)
    assert fresh.text.count("<form") == 1
    assert "He has keys" not in fresh.text
    refused = room.post("chair", f"{room.board()}/risks", {"risk": ""}, IN_PLACE)
    assert refused.status_code == 422
    assert "Enter the risk" in refused.text
    assert "<html" not in refused.text


def test_a_member_gets_no_form_for_another_agency(room: Room) -> None:
    """Only officers write for others, and only for an agency that is present."""
    housing = room.table.world.agencies["housing"]
    assert room.get("idva", f"{room.board()}/share/{housing}").status_code == 403
    page = room.get("chair", f"{room.board()}/share/{housing}")
    assert "What Northbrook Housing shares" in page.text


def test_a_rule_broken_by_a_button_is_said_on_the_board(room: Room) -> None:
    """Starting a second case while one is heard changes nothing and says why."""
    answer = room.post("chair", f"{room.board(1)}/start", {})
    assert answer.location == room.board(1)
    assert "Conclude the case that is being heard first" in room.get("chair", room.board(1)).text


def test_a_closed_meetings_case_is_read_on_its_own_page(room: Room) -> None:
    """There the reason is asked, and the hearing is part of the case’s history."""
    chair = room.table.world.actor("chair")
    hearing.share(chair, room.table.item(0), "Bail until 2 December.")
    hearing.conclude_item(chair, room.table.item(0))
    service.close_meeting(chair, room.table.meeting_id)
    case_page = f"/cases/{room.table.case(0)}"
    answer = room.get("chair", room.board())
    assert answer.location == f"{case_page}#meetings"
    room.post("chair", f"{case_page}/why", {"reason": "preparing"})
    assert "Bail until 2 December." in room.get("chair", case_page).text


def test_the_record_of_a_closed_meeting(room: Room) -> None:
    """Who signed in reads the outcome of each case; who did not sees a date."""
    chair = room.table.world.actor("chair")
    hearing.conclude_item(chair, room.table.item(0))
    service.close_meeting(chair, room.table.meeting_id)
    record = room.get("idva", room.meeting).text
    assert "Heard" in record
    assert "Put off" in record
    assert "Leila Haddad" in record
    outside = room.get("officer", room.meeting).text
    assert "You did not sign in to it" in outside
    assert "Marigold" not in outside


def test_the_agenda_takes_as_many_queries_for_three_cases_as_for_two(room: Room) -> None:
    """Keys, labels and states are read for all cases at once, however many there are."""
    room.table.seat("officer")
    asked = {}
    for who in ("housing", "officer"):
        room.get(who, room.meeting)
        with counted() as statements:
            cases = room.get(who, room.meeting).text.count(f"{room.meeting}/board/")
        asked[cases] = len(statements)
    assert len(asked) == 2
    assert len(set(asked.values())) == 1


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile."""
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
