"""The meeting's page by plain forms: open, read, sign, witness, close; and what each says."""

from datetime import timedelta

from app import clock
from app.db import transaction
from app.marac.meeting import hearing, lobby, queries
from app.marac.meeting.model import Outcome
from tests.marac.board.pages import Room
from tests.marac.table import Table


def test_a_whole_morning_by_plain_forms(table: Table) -> None:
    """The chair opens, reads, signs, starts, goes on to the end and closes, without a script."""
    room = Room(table)
    passphrase = table.world.members["chair"].passphrase
    assert "Open the meeting" in room.get("chair", room.meeting).text
    room.post("chair", f"{room.meeting}/open", {})
    page = room.get("chair", room.meeting).text
    assert "Information is shared here for safeguarding, and for no other purpose." in page
    wording = page.split('name="wording" value="')[1].split('"')[0]
    room.post("chair", f"{room.meeting}/declaration", {"wording": wording})
    assert (
        room.post("chair", f"{room.meeting}/signature", {"passphrase": passphrase}).status_code
        == 303
    )
    assert "Marigold Testcase" in room.get("chair", room.meeting).text
    room.post("chair", f"{room.board()}/start", {})
    for number in range(3):
        answer = room.post("chair", f"{room.board(number)}/next", {})
    assert answer.location == room.meeting
    assert "has been heard or put off" in room.get("chair", f"{room.meeting}/close").text
    room.post("chair", f"{room.meeting}/close", {})
    assert "This meeting was closed" in room.get("chair", room.meeting).text


def test_who_waits_reads_along_and_cannot_open(table: Table) -> None:
    """A member sees what comes next, and none of the chair's buttons."""
    room = Room(table)
    page = room.get("idva", room.meeting).text
    assert "The chair opens it" in page
    assert "Open the meeting" not in page
    room.post("chair", f"{room.meeting}/open", {})
    page = room.get("idva", room.meeting).text
    assert "about to read the declaration aloud" in page
    assert "I have read the declaration aloud" not in page
    assert "Sign the declaration" not in page


def test_a_wrong_passphrase_is_said_beside_the_box(table: Table) -> None:
    """The page comes back with the declaration, the message and an empty box."""
    table.begin()
    room = Room(table)
    answer = room.post("idva", f"{room.meeting}/signature", {"passphrase": "not these words"})
    assert answer.status_code == 422
    assert 'id="passphrase-error"' in answer.text
    assert "not these words" not in answer.text
    assert not queries.has_signed(table.meeting_id, table.world.person_id("idva"))


def test_opening_twice_says_so(table: Table) -> None:
    """A chair with two windows open is told, and nothing happens twice."""
    room = Room(table)
    room.post("chair", f"{room.meeting}/open", {})
    answer = room.post("chair", f"{room.meeting}/open", {})
    assert answer.status_code == 422
    assert "opened already" in answer.text


def test_the_door_is_on_the_page_after_signing(table: Table) -> None:
    """Signed and not yet let in: the page says so, follows by itself, and has a plain link too."""
    table.begin()
    table.sign("officer")
    page = Room(table).get("officer", f"/meetings/{table.meeting_id}").text
    assert "You have signed" in page
    assert "load it again" in page
    assert "data-poll" in page
    assert "Marigold" not in page
    assert "no officer has this meeting open" not in page
    actor = table.world.actor("officer")
    soon = lobby.mark(actor, lobby.here(actor, table.meeting_id))
    with clock.pretend(clock.now() + timedelta(seconds=30)):
        now = lobby.here(actor, table.meeting_id)
        assert now.waits_long
        assert lobby.mark(actor, now) != soon
    with transaction():
        attendance = lobby.here(actor, table.meeting_id).attendance
        assert attendance is not None
        attendance.at -= timedelta(seconds=30)
    page = Room(table).get("officer", f"/meetings/{table.meeting_id}").text
    assert "no officer has this meeting open" in page


def test_an_officers_page_keeps_the_door(table: Table) -> None:
    """The chair's page carries the beat that lets people in; a member's does not."""
    table.begin()
    table.seat("idva")
    room = Room(table)
    assert "data-door" in room.get("chair", room.meeting).text
    assert "data-door" not in room.get("idva", room.meeting).text


def test_the_witness_form_keeps_what_was_typed(table: Table) -> None:
    """Without an agency nothing is recorded, and the name stays in its box."""
    table.begin()
    room = Room(table)
    form = {"name": "Leah Thornton", "agency": "", "capacity": "observer"}
    answer = room.post("chair", f"{room.meeting}/witness", form)
    assert answer.status_code == 422
    assert 'value="Leah Thornton"' in answer.text
    form["agency"] = str(table.world.agencies["housing"])
    assert room.post("chair", f"{room.meeting}/witness", form).status_code == 303
    assert "agreed aloud before Priya Raman" in room.get("chair", room.meeting).text


def test_closing_names_the_cases_that_wait(table: Table) -> None:
    """The chair sees which cases go to the next meeting before the button is pressed."""
    table.begin()
    chair = table.world.actor("chair")
    hearing.start_item(chair, table.item(0))
    hearing.conclude_item(chair, table.item(0))
    page = Room(table).get("chair", f"/meetings/{table.meeting_id}/close").text
    assert "Jonquil Testcase" in page
    assert "Marigold Testcase" not in page


def test_closing_says_what_is_not_finished(table: Table) -> None:
    """A risk that no action answers, and a case of which nothing was written, each with its link;
    nothing is said of a case that was put off or of one that is finished."""
    table.begin()
    chair = table.world.actor("chair")
    for number in (0, 1, 2):
        hearing.start_item(chair, table.item(number))
        if number == 0:
            hearing.identify_risk(chair, table.item(0), "He has her new number")
        outcome = Outcome.DEFERRED if number == 2 else Outcome.HEARD
        hearing.conclude_item(chair, table.item(number), outcome, "Told aloud")
    page = Room(table).get("chair", f"/meetings/{table.meeting_id}/close").text
    assert "Risk 1 has no action." in page
    assert page.count("Neither a risk nor an action is written down.") == 1
    assert f"/board/{table.item(0)}" in page
    assert "new number" not in page


def test_the_home_page_leads_to_the_meeting(table: Table) -> None:
    """Today's meeting is on the home page of who is invited, and of nobody else."""
    room = Room(table)
    assert room.meeting in room.get("idva", "/").text
    assert room.meeting not in room.get("children", "/").text
    assert room.meeting not in room.get("administrator", "/").text
