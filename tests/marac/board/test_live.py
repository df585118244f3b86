"""The live board: 304 while nothing is new, only the new parts otherwise, and a quiet trail."""

from datetime import timedelta

from app.db import transaction
from app.marac.meeting import hearing, leaving, queries
from app.marac.meeting.model import AgendaItem
from tests.marac import trail
from tests.marac.board.pages import Room

POLL = {"X-Poll": "1"}


def tag_of(page: str) -> str:
    """The mark of the board that a page was made with."""
    return page.split('data-tag="')[1].split('"')[0].replace("&#34;", '"').replace("&quot;", '"')


def look(room: Room, who: str, tag: str, number: int = 0) -> tuple[int, str, str]:
    """What a poll with this mark brings: status, body and the newer mark."""
    answer = room.get(who, f"{room.board(number)}/live", {"If-None-Match": tag, **POLL})
    return answer.status_code, answer.text, answer.headers.get("ETag", tag)


def test_nothing_new_is_304_and_writes_nothing(room: Room) -> None:
    """A poll that brings nothing opens nothing, and no row is added."""
    tag = tag_of(room.get("idva", room.board()).text)
    before = len(trail.tags())
    assert look(room, "idva", tag)[0] == 304
    assert len(trail.tags()) == before


def test_a_new_risk_brings_its_part_alone_and_one_row(room: Room) -> None:
    """The others see it at the next poll; agenda and what was shared are not sent again."""
    tag = tag_of(room.get("idva", room.board()).text)
    hearing.identify_risk(room.table.world.actor("chair"), room.table.item(0), "He has her keys")
    before = trail.count("case:open")
    status, body, newer = look(room, "idva", tag)
    assert status == 200
    assert "He has her keys" in body
    assert 'id="part-risks"' in body
    assert 'id="part-agenda"' not in body
    assert 'id="part-shared"' not in body
    assert trail.count("case:open") == before + 1
    assert look(room, "idva", newer)[0] == 304


def test_no_live_part_holds_a_box_that_is_typed_in(room: Room) -> None:
    """So no poll can ever take away what somebody is typing."""
    body = look(room, "chair", '"everything"')[1]
    for box in ("<textarea", "<input", "<select"):
        assert box not in body


def test_the_next_case_tells_the_others_where_the_hearing_is(room: Room) -> None:
    """The board of the case before says which is heard now, with a way to it."""
    tag = tag_of(room.get("idva", room.board()).text)
    hearing.next_case(room.table.world.actor("chair"), room.table.meeting_id)
    body = look(room, "idva", tag)[1]
    assert "Case 2 is being heard" in body
    assert f'data-heard="{room.board(1)}"' in body


def test_the_excluded_are_not_told_when_the_kept_case_is_heard(room: Room) -> None:
    """Back too early, while it is heard, their board stays as it was, and after it too."""
    tag = tag_of(room.get("housing", room.board()).text)
    chair, table = room.table.world.actor("chair"), room.table
    hearing.conclude_item(chair, table.item(0))
    tag = look(room, "housing", tag)[2]
    leaving.they_have_left(chair, table.item(2))
    hearing.start_item(chair, table.item(2))
    housing = table.world.actor("housing")
    own = queries.attendance_of(table.meeting_id, housing.person_id)
    assert own is not None
    leaving.come_back(housing, table.meeting_id, own.id)
    assert look(room, "housing", tag)[0] == 304
    hearing.conclude_item(chair, table.item(2))
    assert look(room, "housing", tag)[0] == 304


def test_what_they_may_not_know_of_moves_nothing_on_their_board(room: Room) -> None:
    """The time that a case has on the whole agenda moves with the cases before it; the mark of a
    board is made of what this person sees, and does not."""
    tag = tag_of(room.get("housing", room.board()).text)
    with transaction() as session:
        row = session.get_one(AgendaItem, room.table.item(1))
        row.starts_at += timedelta(minutes=33)
    assert look(room, "housing", tag)[0] == 304
    with transaction() as session:
        session.get_one(AgendaItem, room.table.item(0)).minutes = 20
    assert look(room, "housing", tag)[0] == 200


def test_who_leaves_the_circle_of_signers_gets_no_news(room: Room) -> None:
    """Somebody who never signed polls in vain."""
    assert room.get("officer", f"{room.board()}/live", POLL).status_code == 403


def test_the_meetings_page_follows_too(room: Room) -> None:
    """At the door, then inside: the page changes by itself, and once only."""
    table = room.table
    waiting = room.get("officer", room.meeting).text
    tag = tag_of(waiting)
    live = f"{room.meeting}/live"
    assert room.get("officer", live, {"If-None-Match": tag}).status_code == 304
    table.sign("officer")
    door = room.get("officer", live, {"If-None-Match": tag})
    assert "You have signed" in door.text
    assert "Marigold" not in door.text
    table.seat("officer")
    inside = room.get("officer", live, {"If-None-Match": door.headers["ETag"]})
    assert "Marigold Testcase" in inside.text
    again = room.get("officer", live, {"If-None-Match": inside.headers["ETag"]})
    assert again.status_code == 304
