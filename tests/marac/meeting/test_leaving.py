"""Leaving a meeting and coming back: who is in the room, and who heard which case."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.confidentiality.circle import service as circle
from app.marac.board import service as board
from app.marac.conflict import queries as conflicts
from app.marac.meeting import hearing, leaving, lobby, queries, service
from app.marac.meeting.model import Departure
from app.marac.meeting.rules import Place
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.table import Table
from tests.pages import send

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def attendance(table: Table, who: str) -> UUID:
    """Somebody's place at the table."""
    found = queries.attendance_of(table.meeting_id, table.world.person_id(who))
    assert found is not None
    return found.id


def go(table: Table, who: str, by: str | None = None) -> None:
    """Somebody leaves, by themself or by an officer."""
    leaving.leave(table.world.actor(by or who), table.meeting_id, attendance(table, who))


@pytest.mark.parametrize(
    ("away", "was"),
    [
        ([], True),
        ([(-20, -10)], True),
        ([(-20, None)], False),
        ([(-5, 30)], False),
        ([(-5, 5)], True),
        ([(5, None)], True),
        ([(15, None)], True),
        ([(-20, -15), (-5, None)], False),
        ([(-20, -15), (5, 7)], True),
    ],
)
def test_who_was_there_between_two_moments(away: list[tuple[int, int | None]], was: bool) -> None:
    """Heard from minute 0 to 10 by somebody who came half an hour before."""
    rows = [
        Departure(left_at=at(left), back_at=None if back is None else at(back))
        for left, back in away
    ]
    assert leaving.was_there(at(-30), rows, at(0), at(10)) is was


def test_who_comes_late_was_not_there_before() -> None:
    """Somebody who signed after a case was over did not hear it; during it, they did."""
    assert not leaving.was_there(at(11), [], at(0), at(10))
    assert leaving.was_there(at(9), [], at(0), at(10))


def test_leaving_closes_the_board_and_coming_back_opens_it(seated: Table) -> None:
    """What was signed still holds; both are in the trail."""
    hearing.start_item(seated.world.actor("chair"), seated.item(0))
    idva = seated.world.actor("idva")
    assert board.is_inside(idva, seated.meeting_id, seated.item(0))
    go(seated, "idva")
    assert lobby.here(idva, seated.meeting_id).place is Place.AWAY
    assert not board.is_inside(idva, seated.meeting_id, seated.item(0))
    with pytest.raises(Refused):
        board.open_board(idva, seated.meeting_id, seated.item(0))
    with pytest.raises(Refused):
        hearing.share(idva, seated.item(0), "Something")
    lines = lobby.agenda_for(idva, lobby.here(idva, seated.meeting_id))
    assert {line.label for line in lines} == {None}
    leaving.come_back(idva, seated.meeting_id, attendance(seated, "idva"))
    assert board.is_inside(idva, seated.meeting_id, seated.item(0))
    assert (trail.count("meeting:leave"), trail.count("meeting:return")) == (1, 1)


def test_an_officer_records_it_for_anybody_and_nobody_else_does(seated: Table) -> None:
    """Also of somebody who was witnessed and has no device."""
    leah = service.witness(
        seated.world.actor("chair"), seated.meeting_id, "Leah Thornton",
        seated.world.agencies["housing"],
    )  # fmt: skip
    leaving.leave(seated.world.actor("chair"), seated.meeting_id, leah.id)
    assert leah.id not in leaving.in_the_room(seated.meeting_id)
    go(seated, "idva", by="coordinator")
    with pytest.raises(NotVisible):
        go(seated, "officer", by="housing")
    with pytest.raises(NotVisible):
        leaving.leave(seated.world.actor("chair"), seated.meeting_id, uuid4())
    assert attendance(seated, "officer") in leaving.in_the_room(seated.meeting_id)


def test_nobody_leaves_twice_or_comes_back_who_is_here(seated: Table) -> None:
    """Two presses are one; the second says so."""
    idva = seated.world.actor("idva")
    with pytest.raises(RuleBroken):
        leaving.come_back(idva, seated.meeting_id, attendance(seated, "idva"))
    go(seated, "idva")
    with pytest.raises(RuleBroken):
        go(seated, "idva")


def test_who_must_leave_is_named_to_officers_alone(seated: Table) -> None:
    """The third case is kept from housing's Daniel Price; he and his colleagues learn nothing."""
    item = queries.item(seated.world.actor("chair"), seated.item(2))
    told = conflicts.who_must_leave(seated.world.actor("chair"), item)
    assert [one.name for one in told] == ["Daniel Price"]
    for who in ("idva", "housing"):
        assert conflicts.who_must_leave(seated.world.actor(who), item) == []
    other = queries.item(seated.world.actor("chair"), seated.item(0))
    assert conflicts.who_must_leave(seated.world.actor("chair"), other) == []


def test_a_whole_agency_leaves_with_who_has_no_device(seated: Table) -> None:
    """A case kept from an agency is kept from an observer of it who agreed aloud."""
    seated_case = seated.case(0)
    circle.exclude(
        seated.world.actor("chair"), seated_case, agency_id=seated.world.agencies["housing"]
    )
    service.witness(
        seated.world.actor("chair"), seated.meeting_id, "Leah Thornton",
        seated.world.agencies["housing"],
    )  # fmt: skip
    item = queries.item(seated.world.actor("chair"), seated.item(0))
    told = conflicts.who_must_leave(seated.world.actor("chair"), item)
    assert [one.name for one in told] == ["Daniel Price", "Leah Thornton"]


def test_the_case_waits_until_they_have_left(seated: Table) -> None:
    """The chair confirms it in one press, and it is recorded of each."""
    item = queries.item(seated.world.actor("chair"), seated.item(2))
    with pytest.raises(RuleBroken) as waits:
        leaving.require_room_cleared(item)
    assert "Daniel Price" in waits.value.message
    with pytest.raises(Refused):
        leaving.they_have_left(seated.world.actor("idva"), seated.item(2))
    assert leaving.they_have_left(seated.world.actor("chair"), seated.item(2)) == 1
    leaving.require_room_cleared(item)
    assert leaving.has_left(seated.meeting_id, seated.world.person_id("housing"))


def test_late_and_in_the_middle_of_a_case(seated: Table) -> None:
    """She signs on the spot, is let in by the next beat, and the board of the case opens."""
    hearing.start_item(seated.world.actor("chair"), seated.item(0))
    seated.sign("second_idva")
    late = seated.world.actor("second_idva")
    assert lobby.here(late, seated.meeting_id).place is Place.AT_THE_DOOR
    circle.admit(seated.world.actor("chair"))
    assert board.open_board(late, seated.meeting_id, seated.item(0)).item.state == "hearing"
    page = seated.world.client("second_idva").get(f"/meetings/{seated.meeting_id}").text
    assert f"/board/{seated.item(0)}" in page
    hearing.conclude_item(seated.world.actor("chair"), seated.item(0))
    row = queries.attendance_of(seated.meeting_id, late.person_id)
    assert row is not None
    assert leaving.was_in_room(row, queries.item(late, seated.item(0)))


def test_by_hand_on_the_page(seated: Table) -> None:
    """One press to leave, one to come back; meanwhile no case has a name there."""
    client, path = seated.world.client("idva"), f"/meetings/{seated.meeting_id}"
    assert send(client, f"{path}/leave", {}, path).status_code == 303
    page = client.get(path).text
    assert "You have left the meeting" in page
    assert "Marigold" not in page
    assert send(client, f"{path}/return", {}, path).status_code == 303
    assert "Marigold" in client.get(path).text


def test_an_officer_chooses_who_it_is(seated: Table) -> None:
    """And must choose: an empty choice is nobody, and not whoever presses the button."""
    client, path = seated.world.client("chair"), f"/meetings/{seated.meeting_id}"
    gone = attendance(seated, "officer")
    assert send(client, f"{path}/leave", {"attendance": str(gone)}, path).status_code == 303
    assert gone not in leaving.in_the_room(seated.meeting_id)
    assert send(client, f"{path}/leave", {"attendance": ""}, path).status_code == 303
    assert "Choose who it is first" in client.get(path).text
    assert attendance(seated, "chair") in leaving.in_the_room(seated.meeting_id)
    assert send(client, f"{path}/return", {"attendance": str(gone)}, path).status_code == 303
    assert gone in leaving.in_the_room(seated.meeting_id)
