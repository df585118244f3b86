"""What an agency that could not come sent: read out, and by one press written down as its own."""

import pytest

from app.confidentiality.circle import service as circle
from app.marac.board import reading_out as board
from app.marac.meeting import hearing, queries
from app.marac.research import reading_out, writing
from app.refusals import NotVisible, Refused
from tests.marac import trail
from tests.marac.board.pages import IN_PLACE, Room
from tests.marac.research.desk import KEPT, KNOWN, publish, request_of, write
from tests.marac.table import Table


@pytest.fixture
def sent(table: Table) -> Room:
    """Police sent a line and keep another; the case is being heard, and nobody of police is in."""
    publish(table)
    request = request_of(table, "police", 0)
    write(table, "officer", request.id)
    write(table, "officer", request.id, KEPT, "keep")
    reading_out.send(table.world.actor("officer"), request.id)
    table.begin()
    table.seat("coordinator", "idva", "second_idva", "housing")
    hearing.start_item(table.world.actor("chair"), table.item(0))
    return Room(table)


def press(room: Room) -> str:
    """The address of the one button."""
    return f"{room.board()}/read-out/{room.table.world.agencies['police']}"


def shared_by_police(room: Room) -> list[str]:
    """What police have shared, as the IDVA's board has it."""
    page = room.get("idva", room.board()).text.split('id="part-shared"')[1]
    return page.split("Northbrook Police")[1].split("</article>")[0].split("\n")


def test_officers_see_it_with_one_button_and_nobody_else_does(sent: Room) -> None:
    """The words that are to be read out stand beside what is shared; what is kept is nowhere."""
    page = sent.get("chair", sent.board()).text
    assert "Northbrook Police could not come and sent this" in page
    assert KNOWN in page
    assert "Crime record" in page
    assert press(sent) in page
    assert KEPT not in page
    for who in ("idva", "housing"):
        page = sent.get(who, sent.board()).text
        assert KNOWN not in page
        assert "could not come" not in page


def test_one_press_writes_it_down_as_theirs_and_says_that_it_was_sent(sent: Room) -> None:
    """It is what police shared, for everybody; the button goes, and a second press adds nothing."""
    assert sent.post("chair", press(sent), {}).status_code == 303
    words = "\n".join(shared_by_police(sent))
    assert "Sent to be read out:" in words
    assert f"Fact: {KNOWN} (Crime record, May)" in words
    assert press(sent) not in sent.get("chair", sent.board()).text
    written = trail.count("case:contribute")
    assert sent.post("coordinator", press(sent), {}).status_code == 303
    assert trail.count("case:contribute") == written
    assert "\n".join(shared_by_police(sent)).count(KNOWN) == 1


def test_it_comes_after_what_the_agency_shared_itself(sent: Room) -> None:
    """Somebody of the agency came after all: nothing that they said is lost."""
    table = sent.table
    table.seat("officer")
    hearing.share(table.world.actor("officer"), table.item(0), "Kestrel is on bail")
    assert board.read_out(
        table.world.actor("chair"), table.meeting_id, table.item(0), table.world.agencies["police"]
    )
    words = "\n".join(shared_by_police(sent))
    assert words.index("Kestrel is on bail") < words.index("Sent to be read out:")


def test_in_place_the_box_comes_back_without_it(sent: Room) -> None:
    """With the board's script only the one box changes."""
    answer = sent.post("chair", press(sent), {}, IN_PLACE)
    assert answer.location == f"{sent.board()}/share"
    box = sent.get("chair", answer.location, IN_PLACE).text
    assert 'id="share"' in box
    assert "could not come" not in box


def test_that_nothing_is_known_is_written_down_too(table: Table) -> None:
    """The minutes then say that this agency answered."""
    publish(table)
    request = request_of(table, "police", 0)
    writing.mark(table.world.actor("officer"), request.id, "nothing_known")
    reading_out.send(table.world.actor("officer"), request.id)
    table.begin()
    table.seat("idva")
    hearing.start_item(table.world.actor("chair"), table.item(0))
    room = Room(table)
    assert "It knows nothing about these people." in room.get("chair", room.board()).text
    room.post("chair", press(room), {})
    assert "Sent word that it knows nothing." in "\n".join(shared_by_police(room))


def test_only_officers_write_it_down_and_only_for_who_sent(sent: Room) -> None:
    """A member is refused; of an agency that sent nothing and is not there, nothing is written."""
    table = sent.table
    assert sent.post("idva", press(sent), {}).status_code == 403
    hospital = f"{sent.board()}/read-out/{table.world.agencies['hospital']}"
    assert sent.post("chair", hospital, {}).status_code == 303
    item = queries.item(table.world.actor("chair"), table.item(0))
    assert {row.agency_id for row in queries.contributions(item.id)} == set()
    with pytest.raises(Refused):
        hearing.require_may_write_for(
            table.world.actor("idva"), item, table.world.agencies["police"]
        )


def test_an_excluded_officer_finds_nothing_there(sent: Room) -> None:
    """The exclusion list beats every role: the case is as if there were none."""
    table = sent.table
    circle.exclude(
        table.world.actor("chair"), table.case(0), person_id=table.world.person_id("coordinator")
    )
    coordinator = table.world.actor("coordinator")
    with pytest.raises(NotVisible):
        board.to_read_out(coordinator, table.meeting_id, table.item(0))
    assert sent.post("coordinator", press(sent), {}).status_code == 404
