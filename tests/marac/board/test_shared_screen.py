"""The screen that is shared in a call: what it shows, to whom, and what it must leave out."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.confidentiality.circle import service as circle
from app.db import transaction
from app.marac.action.service import agree_action
from app.marac.board import room as rooms
from app.marac.meeting import hearing, leaving, queries, service
from app.marac.meeting.model import AgendaItem
from app.marac.meeting.rules import ItemState
from tests.marac import trail
from tests.marac.board.pages import Room
from tests.marac.board.test_live import tag_of
from tests.marac.table import Table

POLL = {"X-Poll": "1"}


def screen(room: Room) -> str:
    """The address of the shared screen."""
    return f"{room.meeting}/shared-screen"


def look(room: Room, tag: str) -> tuple[int, str, str]:
    """What a poll of the chair's shared screen brings."""
    answer = room.get("chair", f"{screen(room)}/live", {"If-None-Match": tag, **POLL})
    return answer.status_code, answer.text, answer.headers.get("ETag", tag)


def an_action(room: Room, risk_id: UUID, what: str) -> None:
    """Housing is given something to do."""
    world = room.table.world
    owner = world.members["housing"]
    chair, item = world.actor("chair"), room.table.item(0)
    day = clock.today() + timedelta(days=7)
    agree_action(chair, item, risk_id, what, "She says so", owner.agency_id, owner.person_id, day)


def test_it_shows_initials_numbers_agencies_and_no_word(room: Room) -> None:
    """Who has spoken, which risk, who does what by when; and nothing that was typed."""
    chair, item = room.table.world.actor("chair"), room.table.item(0)
    risk = hearing.identify_risk(chair, item, "Kestrel at the gate")
    hearing.share(room.table.world.actor("idva"), item, "Kestrel rang on Monday")
    an_action(room, risk.id, "Kestrel door to be changed")
    page = room.get("chair", screen(room)).text
    for words in ("M.T.", "Case 1 of", "Risk 1", "1 action", "Action 1", "answers risk 1"):
        assert words in page
    for words in ("Haven IDVA Service", "Northbrook Housing", "Daniel Price"):
        assert words in page
    for words in ("Kestrel", "Marigold", "Testcase", "She says so", "Priya Raman", "07700"):
        assert words not in page


def test_it_follows_and_is_quiet_when_nothing_is_new(room: Room) -> None:
    """A new risk brings one part and opens nothing; the next case brings its initials."""
    tag = tag_of(room.get("chair", screen(room)).text)
    before = len(trail.tags())
    status, body, tag = look(room, tag)
    assert (status, len(trail.tags())) == (304, before)
    hearing.identify_risk(room.table.world.actor("chair"), room.table.item(0), "Kestrel")
    before = len(trail.tags())
    status, body, tag = look(room, tag)
    assert status == 200
    assert 'id="shared-work"' in body
    assert 'id="shared-case"' not in body
    assert len(trail.tags()) == before
    hearing.next_case(room.table.world.actor("chair"), room.table.meeting_id)
    body = look(room, tag)[1]
    assert "J.T." in body
    assert trail.last().tag == "case:initials"


def test_a_case_kept_from_somebody_in_the_room_is_not_there(room: Room) -> None:
    """Neither counted nor shown while they are in; when it is heard, nothing is heard."""
    chair = room.table.world.actor("chair")
    page = room.get("chair", screen(room)).text
    assert "Case 1 of 2" in page
    tag = tag_of(page)
    hearing.conclude_item(chair, room.table.item(0))
    tag = look(room, tag)[2]
    with transaction() as session:
        session.get_one(AgendaItem, room.table.item(2)).state = ItemState.HEARING
    assert look(room, tag)[0] == 304
    page = room.get("chair", screen(room)).text
    assert "No case is being heard" in page
    assert "Z.C." not in page


def test_nothing_on_it_changes_when_somebody_comes(table: Table) -> None:
    """From whom a case is kept and who is not here yet: neither sixteen turn into fifteen when they
    come, nor does a late arrival see on the wall what their own agenda has not."""
    table.begin()
    room = Room(table)
    before = room.get("chair", screen(room)).text.split('id="shared-agenda"')[1]
    hearing.start_item(table.world.actor("chair"), table.item(0))
    assert "Case 1 of 2" in room.get("chair", screen(room)).text
    tag = tag_of(room.get("chair", screen(room)).text)
    table.sign("housing")
    assert 'id="shared-agenda"' not in look(room, tag)[1]
    assert before.count("app-shown__number") == 2


def test_a_case_kept_from_somebody_is_there_while_it_is_heard(room: Room) -> None:
    """Once they have left, those who are in see it; when it is over it is gone again."""
    chair, table = room.table.world.actor("chair"), room.table
    hearing.conclude_item(chair, table.item(0))
    leaving.they_have_left(chair, table.item(2))
    hearing.start_item(chair, table.item(2))
    assert "Z.C." in room.get("chair", screen(room)).text
    hearing.conclude_item(chair, table.item(2))
    assert len(rooms.agenda_of_the_room(chair, table.meeting_id)) == 2


def test_a_case_kept_from_a_whole_agency_in_the_room_is_not_there(room: Room) -> None:
    """A conflict of an agency's keeps its case off the shared screen too."""
    chair = room.table.world.actor("chair")
    agency = room.table.world.agencies["idva"]
    circle.exclude(chair, room.table.case(1), agency_id=agency)
    kept = rooms.kept_from_the_room(room.table.meeting_id, [room.table.case(1)])
    assert kept == {room.table.case(1)}
    assert "Case 1 of 1" in room.get("chair", screen(room)).text


def test_only_officers_inside_an_open_meeting_share_it(room: Room) -> None:
    """A member is refused; an officer who has not signed is shown the way; closed is closed."""
    assert room.get("idva", screen(room)).status_code == 403
    assert room.get("idva", f"{screen(room)}/live", POLL).status_code == 403
    assert room.get("deputy", screen(room)).status_code == 302
    chair = room.table.world.actor("chair")
    hearing.conclude_item(chair, room.table.item(0))
    service.close_meeting(chair, room.table.meeting_id)
    assert room.get("chair", screen(room)).status_code == 302
    assert room.get("chair", f"{screen(room)}/live", POLL).status_code == 403


def test_the_board_says_which_screen_to_share(room: Room) -> None:
    """The chair's board and the meeting's page lead there, in a new window; others' do not."""
    link = f'href="{screen(room)}" target="_blank" rel="noopener"'
    for address in (room.board(), room.meeting):
        assert link in room.get("chair", address).text
        assert screen(room) not in room.get("idva", address).text


def test_times_are_those_of_the_cases_that_it_shows(room: Room) -> None:
    """Cases of unequal minutes: without the first, which is kept from somebody in the room, the
    others stand where they would if there were no such case."""
    chair, table = room.table.world.actor("chair"), room.table
    hearing.conclude_item(chair, table.item(0))
    with transaction() as session:
        session.get_one(AgendaItem, table.item(0)).minutes = 30
        session.get_one(AgendaItem, table.item(1)).minutes = 7
        session.get_one(AgendaItem, table.item(1)).pause = 15
        session.get_one(AgendaItem, table.item(2)).minutes = 20
    begins = queries.meeting(chair, table.meeting_id).starts_at
    seen = rooms.agenda_of_the_room(chair, table.meeting_id)
    assert [row.starts_at - begins for row in seen] == [timedelta(0), timedelta(minutes=45)]
    circle.exclude(chair, table.case(0), agency_id=table.world.agencies["idva"])
    (only,) = rooms.agenda_of_the_room(chair, table.meeting_id)
    assert (only.item.case_id, only.starts_at - begins) == (table.case(1), timedelta(minutes=15))
    (slot,) = rooms.in_time([only])
    assert (slot.minutes, slot.pause) == (7, 15)
