"""The pages of minutes: who finds what, and the way from the board to the signature."""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle import service as circle
from app.marac.minutes import drafting, rules
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import KEPT_WORDS, SHARED, approve, draft_of, whole
from tests.marac.table import Table
from tests.pages import boxes


def test_from_the_board_to_the_signature_by_plain_forms(held: Table) -> None:
    """Write, put better, approve, read and sign, without a script."""
    room, at = Room(held), f"/minutes/{held.meeting_id}"
    assert "Write the minutes" in room.get("coordinator", room.meeting).text
    assert room.post("coordinator", f"{at}/write", {}).location.startswith(f"{at}/draft")
    page = room.get("coordinator", f"{at}/draft").text
    assert f"{SHARED} Case 0." in page
    part = draft_of(held, held.case(0))
    path = f"/minutes/parts/{part.draft.id}"
    given = boxes(room.get("coordinator", path).text) | {"text_conclusion": "Heard and concluded."}
    assert room.post("coordinator", path, given).status_code == 303
    assert "Heard and concluded." in room.get("coordinator", f"{at}/draft").text
    held_boxes = boxes(room.get("coordinator", f"{at}/draft").text)
    document = f"/minutes/documents/{whole(held).id}"
    answer = room.post("coordinator", f"{document}/approve", {"revision": held_boxes["revision"]})
    assert answer.status_code == 303, answer.text
    page = room.get("chair", f"{document}/sign").text
    assert "Heard and concluded." in page
    passphrase = held.world.members["chair"].passphrase
    answer = room.post("chair", f"{document}/sign", boxes(page) | {"passphrase": passphrase})
    assert answer.location == at
    assert "Heard and concluded." in room.get("idva", at).text


def test_a_wrong_passphrase_signs_nothing(held: Table) -> None:
    """It is said beside the box, and nobody can read anything."""
    version = approve(held)
    room, path = Room(held), f"/minutes/documents/{whole(held).id}/sign"
    answer = room.post("chair", path, {"version": str(version), "passphrase": "not these words"})
    assert answer.status_code == 422
    assert 'id="passphrase-error"' in answer.text
    assert room.get("idva", f"/minutes/{held.meeting_id}").status_code == 404


def test_a_signer_reads_what_is_hers_and_an_excluded_one_no_trace(signed: Table) -> None:
    """Housing is kept from the third case: neither its words nor its number nor a gap are there."""
    room, at = Room(signed), f"/minutes/{signed.meeting_id}"
    idva, housing = room.get("idva", at).text, room.get("housing", at).text
    assert KEPT_WORDS in idva
    assert "Case 3" in idva
    assert "Case 2" in housing
    assert "Case 3" not in housing
    assert "Quillfeather" not in housing
    assert "Zephyrine" not in housing


def test_whoever_was_not_there_finds_nothing(signed: Table) -> None:
    """A colleague of the police who did not sign gets the answer for a meeting that never was."""
    room = Room(signed)
    assert room.get("officer", f"/minutes/{signed.meeting_id}").status_code == 404
    assert room.get("officer", f"/minutes/{signed.meeting_id}/copy.pdf").status_code == 404
    assert "There are no minutes for you to read" in room.get("officer", "/minutes").text


def test_members_have_no_way_to_the_draft(signed: Table) -> None:
    """Draft, editions, approval and signature are the officers'."""
    room = Room(signed)
    part = draft_of(signed, None)
    for path in (f"/minutes/{signed.meeting_id}/draft", f"/minutes/parts/{part.draft.id}"):
        assert room.get("idva", path).status_code == 403
    assert "Draft of" not in room.get("idva", f"/minutes/{signed.meeting_id}").text


def test_words_typed_over_anothers_come_back_with_both(held: Table) -> None:
    """Who saves second sees what the first wrote, and keeps her own words in the boxes."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    part = draft_of(held, held.case(0))
    room, path = Room(held), f"/minutes/parts/{part.draft.id}"
    given = boxes(room.get("coordinator", path).text)
    del given["csrf_token"]
    first = room.post("deputy", path, given | {"text_note": "The deputy's words."})
    assert first.status_code == 303
    answer = room.post("coordinator", path, given | {"text_note": "The coordinator's words."})
    assert answer.status_code == 422
    assert "Somebody else has changed this part meanwhile" in answer.text
    assert "The coordinator&#39;s words." in answer.text
    assert "The deputy&#39;s words." in answer.text
    again = boxes(answer.text)
    assert room.post("coordinator", path, again).status_code == 303


def test_the_home_page_says_what_is_due(held: Table) -> None:
    """The coordinator sees until when minutes are due, the chair what waits for her."""
    room = Room(held)
    assert "To be written" in room.get("coordinator", "/").text
    approve(held)
    assert "With the chair" in room.get("coordinator", "/").text
    assert "For you to sign" in room.get("chair", "/").text


def test_a_copy_names_nobody_on_the_outside(signed: Table) -> None:
    """The file's name and the answer's head hold a code and no word of a case."""
    answer = Room(signed).get("idva", f"/minutes/{signed.meeting_id}/copy.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    head = str(answer.headers)
    assert 'filename="MARAC-minutes-' in head
    assert not any(word in head for word in ("Testcase", "Canary", "Leila", "Haddad"))


def test_minutes_are_not_written_while_the_meeting_goes_on(table: Table) -> None:
    """The coordinator is sent back to the meeting and told why."""
    table.begin()
    table.seat("coordinator")
    room = Room(table)
    answer = room.post("coordinator", f"/minutes/{table.meeting_id}/write", {})
    assert answer.location == room.meeting
    assert "once the meeting is closed" in room.get("coordinator", room.meeting).text


def test_a_closed_meeting_leads_through_what_is_to_be_done(held: Table) -> None:
    """Minutes, flags, telling the victims, in that order, in one block; members see none of it."""
    room = Room(held)
    page = room.get("coordinator", room.meeting).text
    said = ["What is to be done now", "1. Minutes", "2. Tell the agencies", "3. Tell the victim of"]
    assert [at for at in sorted(map(page.find, said))] == list(map(page.find, said))
    assert page.find(said[0]) > 0
    assert page.count("3. Tell the victim of") == 3
    mine = room.get("idva", room.meeting).text
    assert "What is to be done now" not in mine
    assert "The chair has not signed them yet" in mine


def test_a_step_that_is_done_says_so(signed: Table) -> None:
    """Signed minutes are there to read, and the next step stands first of what is left."""
    room = Room(signed)
    page = room.get("coordinator", room.meeting).text
    assert "1. Read the minutes of this meeting" in page
    assert "Write the minutes" not in page


def test_who_is_kept_from_a_case_is_not_led_to_telling_her(held: Table) -> None:
    """An officer from whom a case is kept counts the others only."""
    room = Room(held)
    circle.exclude(
        held.world.actor("chair"), held.case(0), person_id=held.world.person_id("deputy")
    )
    assert room.get("deputy", room.meeting).text.count("3. Tell the victim of") == 2
    assert room.get("coordinator", room.meeting).text.count("3. Tell the victim of") == 3


def test_a_draft_that_is_late_says_by_how_much(
    held: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many days after it was due, beside the day."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    room, at = Room(held), f"/minutes/{held.meeting_id}/draft"
    assert "days late" not in room.get("coordinator", at).text
    due = rules.due_on(clock.today())
    monkeypatch.setattr(rules, "due_on", lambda day: due - timedelta(days=16))
    late = (clock.today() - due + timedelta(days=16)).days
    assert f"{late} days late" in room.get("coordinator", at).text


def test_home_leads_to_minutes_that_are_not_read_yet(signed: Table) -> None:
    """Whoever was there finds them on it until they have read them; the chair does not."""
    room, line = Room(signed), "Minutes to read"
    assert line in room.get("idva", "/").text
    assert line not in room.get("chair", "/").text
    assert room.get("idva", f"/minutes/{signed.meeting_id}").status_code == 200
    assert line not in room.get("idva", "/").text
    assert line not in room.get("officer", "/").text


def test_the_list_says_what_is_being_written_and_by_when(held: Table) -> None:
    """A member who was there sees the day by which minutes are due, and no way into the draft."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    page = Room(held).get("idva", "/minutes").text
    assert "Being written" in page
    assert "Due by" in page
    assert f"{held.meeting_id}/draft" not in page


def test_cases_with_no_word_are_named_before_they_are_approved(
    held: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many cases say nothing but how they ended stands above the button that approves."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    room, at = Room(held), f"/minutes/{held.meeting_id}/draft"
    assert "nothing but how it ended" not in room.get("coordinator", at).text
    monkeypatch.setattr(drafting.OpenPart, "passages", property(lambda part: []))
    assert "nothing but how it ended" in room.get("coordinator", at).text
