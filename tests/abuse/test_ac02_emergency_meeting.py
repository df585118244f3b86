"""AC-02: an emergency meeting is there for nobody who is kept from the case that it is for.

That there is one would say that somebody they know is in danger, and that it is known.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from app import clock
from app.marac.calendar import service as calendar
from app.marac.invitation import telling
from app.marac.meeting import publishing, queries
from app.marac.referral.rules import KeptFrom
from app.refusals import NotVisible
from tests.marac.board.pages import Room
from tests.marac.table import Table, list_one

LINES = ("/", "/meetings", "/meetings/calendar")


def an_emergency(table: Table, *kept_from: str, is_emergency: bool = True) -> UUID:
    """A published meeting of everybody, tomorrow, for one case that is kept from these people."""
    world = table.world
    kept = [KeptFrom(person_id=world.person_id(who)) for who in kept_from]
    case_id = list_one(world, "Nigella Other", kept)
    tomorrow = clock.london(clock.now() + timedelta(days=1)).replace(hour=10, minute=1)
    asked = [world.agencies[each] for each in ("police", "safety", "idva", "housing")]
    coordinator = world.actor("coordinator")
    plan = calendar.Plan(tomorrow, "Annexe 7", asked, emergency=is_emergency)
    meeting_id = calendar.plan(coordinator, plan, [case_id]).id
    publishing.publish(coordinator, meeting_id)
    return meeting_id


def told(table: Table, meeting_id: UUID) -> set[str]:
    """Who is sent the e-mail."""
    return {one.name for one in telling.addressees(table.world.actor("coordinator"), [meeting_id])}


def assert_unknown(table: Table, who: str, meeting_id: UUID) -> None:
    """On no page, in no calendar, in no e-mail; its address is that of nothing."""
    room = Room(table)
    for address in LINES:
        page = room.get(who, address).text
        assert str(meeting_id) not in page
        assert "Annexe 7" not in page
    gone = room.get(who, f"/meetings/{meeting_id}")
    nothing = room.get(who, f"/meetings/{UUID(int=7)}")
    assert (gone.status_code, gone.data) == (404, nothing.data)
    assert table.world.members[who].name not in told(table, meeting_id)


def test_who_is_kept_from_its_case_is_told_of_no_meeting(table: Table) -> None:
    """His colleague, whom nothing is kept from, is."""
    meeting_id = an_emergency(table, "housing")
    assert_unknown(table, "housing", meeting_id)
    assert table.world.members["idva"].name in told(table, meeting_id)
    assert str(meeting_id) in Room(table).get("idva", "/meetings").text


def test_nor_when_it_is_cancelled_or_its_case_is_taken_off(table: Table) -> None:
    """An agenda that is empty by then does not bring it to light."""
    meeting_id, coordinator = an_emergency(table, "housing"), table.world.actor("coordinator")
    calendar.cancel(coordinator, meeting_id)
    assert_unknown(table, "housing", meeting_id)
    assert str(meeting_id) in Room(table).get("idva", "/meetings").text


def test_it_holds_for_officers_too(table: Table) -> None:
    """Also where two meetings at one time are noticed."""
    meeting_id, world = an_emergency(table, "deputy"), table.world
    assert_unknown(table, "deputy", meeting_id)
    with pytest.raises(NotVisible):
        queries.meeting(world.actor("deputy"), meeting_id)
    begins = queries.meeting(world.actor("chair"), meeting_id).starts_at
    again = calendar.Plan(begins, "Library", [world.agencies["idva"]], emergency=True, anyway=False)
    assert calendar.plan(world.actor("deputy"), again).place == "Library"


def test_a_usual_meeting_stays_and_looks_unpublished(table: Table) -> None:
    """It comes each fortnight and says nothing; an agenda with no case on it would."""
    meeting_id = an_emergency(table, "housing", is_emergency=False)
    room = Room(table)
    page = room.get("housing", f"/meetings/{meeting_id}").text
    assert "The agenda is not published yet" in page
    assert "Its agenda is out: 0 cases" not in room.get("housing", "/").text
    assert "The agenda is not published yet" not in room.get("idva", f"/meetings/{meeting_id}").text
