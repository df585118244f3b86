"""An officer builds an agenda; whoever a case is kept from sees nothing of it, nor that it was."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app.audit.events import AgendaPlanned
from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.db import db, transaction
from app.marac.agenda import building
from app.marac.agenda import service as agenda
from app.marac.agenda.queries import waiting
from app.marac.agenda.service import Arrangement
from app.marac.calendar import service as calendar
from app.marac.meeting import hearing, lobby, publishing, queries
from app.marac.meeting import service as meetings
from app.marac.meeting.model import Meeting
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.marac.board.pages import IN_PLACE, Room
from tests.marac.table import Table


def own_order(table: Table, who: str = "coordinator") -> list[UUID]:
    """The items as somebody sees them, in order."""
    return [row.item.id for row in queries.agenda(table.world.actor(who), table.meeting_id)]


def arrange(table: Table, order: list[UUID], who: str = "coordinator", **more: object) -> None:
    """Give the agenda another order, as somebody who has just looked at it."""
    actor = table.world.actor(who)
    seen = agenda.seen(actor, table.meeting_id)
    agenda.arrange(actor, table.meeting_id, Arrangement(order, **more), seen)  # type: ignore[arg-type]


def test_an_order_with_minutes_and_a_break_moves_every_time(table: Table) -> None:
    """The second case is put first and gets 20 minutes; before the next is a break of 15."""
    first, second, last = own_order(table)
    arrange(table, [second, first, last], minutes={second: 20}, pauses={first: 15})
    coordinator = table.world.actor("coordinator")
    rows = queries.agenda(coordinator, table.meeting_id)
    assert [row.item.id for row in rows] == [second, first, last]
    begins = db.session.get_one(Meeting, table.meeting_id).starts_at
    after = [row.starts_at - begins for row in rows]
    assert after == [timedelta(), timedelta(minutes=35), timedelta(minutes=47)]
    assert [row.item.starts_at for row in rows] == [row.starts_at for row in rows]


def test_a_case_kept_from_somebody_stays_last(table: Table) -> None:
    """Whatever order is asked for; and a case that comes to be kept goes there by itself."""
    first, second, last = own_order(table)
    arrange(table, [last, second, first])
    assert own_order(table) == [second, first, last]
    case_id = next(item.case_id for item in table.items if item.id == second)
    circle.exclude(
        table.world.actor("coordinator"), case_id, person_id=table.world.person_id("officer")
    )
    assert own_order(table)[0] == first


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    minutes=st.lists(st.integers(3, 60), min_size=3, max_size=3),
    pauses=st.lists(st.sampled_from([0, 10, 30]), min_size=3, max_size=3),
    order=st.permutations([0, 1, 2]),
)
def test_who_a_case_is_kept_from_sees_the_same_bytes_without_it(
    table: Table, minutes: list[int], pauses: list[int], order: list[int]
) -> None:
    """The live answer and the times, with the case on the agenda and with it gone: not one byte."""
    room, housing = Room(table), table.world.actor("housing")
    if table.case(2) not in {item.case_id for item in table.items}:
        agenda.put_on_agenda(table.world.actor("coordinator"), table.meeting_id, table.case(2))
    if not publishing.is_published(db.session.get_one(Meeting, table.meeting_id)):
        publishing.publish(table.world.actor("coordinator"), table.meeting_id)
    items = own_order(table)
    arrange(
        table,
        [items[each] for each in order],
        minutes=dict(zip(items, minutes, strict=True)),
        pauses=dict(zip(items, pauses, strict=True)),
    )
    with_it = room.get("housing", f"{room.meeting}/live").data
    seen = agenda.seen(housing, table.meeting_id)
    times = [line.starts_at for line in lobby.bare_agenda(housing, table.meeting_id)]
    agenda.take_off(table.world.actor("coordinator"), table.item(2))
    assert room.get("housing", f"{room.meeting}/live").data == with_it
    assert agenda.seen(housing, table.meeting_id) == seen
    assert [line.starts_at for line in lobby.bare_agenda(housing, table.meeting_id)] == times
    assert len(times) == 2


def test_an_officer_orders_around_a_case_that_is_kept_from_her(table: Table) -> None:
    """She is told of no change that she cannot see, and the hidden case stays where it was."""
    world = table.world
    circle.exclude(world.actor("coordinator"), table.case(0), person_id=world.person_id("deputy"))
    seen = agenda.seen(world.actor("deputy"), table.meeting_id)
    agenda.take_off(world.actor("coordinator"), table.item(0))
    agenda.put_on_agenda(world.actor("coordinator"), table.meeting_id, table.case(0))
    mine = own_order(table, "deputy")
    assert len(mine) == 2
    assert agenda.seen(world.actor("deputy"), table.meeting_id) == seen
    agenda.arrange(world.actor("deputy"), table.meeting_id, Arrangement(mine), seen)
    assert set(own_order(table)) == {*mine, table.item(0)}
    with pytest.raises(Changed):
        agenda.arrange(
            world.actor("deputy"), table.meeting_id, Arrangement([*mine, table.item(0)]), seen
        )
    with pytest.raises(NotVisible):
        agenda.take_off(world.actor("deputy"), table.item(0))
    built = building.look(world.actor("deputy"), table.meeting_id)
    assert table.case(0) not in {row.case.id for row in built.rows}
    assert table.case(0) not in {one.case.id for one in built.waiting}


def test_the_second_of_two_officers_is_told(table: Table) -> None:
    """Her order was made from an agenda that is no more."""
    coordinator, meeting_id = table.world.actor("coordinator"), table.meeting_id
    seen, order = agenda.seen(coordinator, meeting_id), own_order(table)
    arrange(table, [order[1], order[0], order[2]])
    with pytest.raises(Changed):
        agenda.arrange(coordinator, meeting_id, Arrangement(order), seen)


def test_looking_is_in_the_trail_and_only_for_officers(table: Table) -> None:
    """With counts of what this officer saw."""
    coordinator = table.world.actor("coordinator")
    building.look(coordinator, table.meeting_id)
    entry = next(
        row for row in rows_about(coordinator, table.meeting_id) if row.tag == AgendaPlanned.tag
    )
    assert entry.detail == {"listed": 3, "waiting": 0}
    with pytest.raises(Refused):
        building.look(table.world.actor("idva"), table.meeting_id)


def test_what_was_put_off_or_heard_in_part_waits_first(table: Table) -> None:
    """And says what became of it; what waits for the first time comes after."""
    table.begin()
    chair, coordinator = table.world.actor("chair"), table.world.actor("coordinator")
    agenda.take_off(coordinator, table.item(1))
    hearing.start_item(chair, table.item(0))
    hearing.conclude_item(chair, table.item(0), "in_part")
    meetings.close_meeting(chair, table.meeting_id)
    waits = waiting(coordinator)
    assert [(one.case.id, one.outcome) for one in waits] == [
        (waits[0].case.id, waits[0].outcome),
        (waits[1].case.id, waits[1].outcome),
        (table.case(1), None),
    ]
    assert {one.case.id: str(one.outcome) for one in waits[:2]} == {
        table.case(0): "in_part",
        table.case(2): "deferred",
    }


def test_a_case_that_was_begun_stays(table: Table) -> None:
    """It is concluded on this agenda."""
    table.begin()
    hearing.start_item(table.world.actor("chair"), table.item(0))
    with pytest.raises(RuleBroken):
        agenda.take_off(table.world.actor("coordinator"), table.item(0))


def form_of(page: TestResponse) -> dict[str, str]:
    """What the page's form would send."""
    return {"seen": page.text.split('name="seen" value="')[1].split('"')[0]}


def test_the_page_moves_cases_without_a_script(table: Table) -> None:
    """Down, a number typed, minutes typed, a break; each press is a page that shows the times."""
    room, address = Room(table), f"/meetings/{table.meeting_id}/agenda"
    first, second, last = own_order(table)
    form = form_of(room.get("coordinator", address))
    moved = room.post("coordinator", address, form | {"do": f"down:{first}"})
    assert moved.status_code == 303
    assert moved.location == f"{address}#row-{first}"
    assert own_order(table) == [second, first, last]
    typed = form_of(room.get("coordinator", address)) | {
        f"place-{first}": "1",
        f"minutes-{first}": "20",
        f"pause-{second}": "10",
    }
    room.post("coordinator", address, typed)
    assert own_order(table) == [first, second, last]
    page = room.get("coordinator", address).text
    assert "10:00am" in page
    assert "Break, 10 minutes" in page


def test_what_is_typed_wrong_is_kept_and_said_beside_its_box(table: Table) -> None:
    """Nothing is saved, in a page or in place."""
    room, address = Room(table), f"/meetings/{table.meeting_id}/agenda"
    first, second, _ = own_order(table)
    typed = form_of(room.get("coordinator", address)) | {
        f"place-{first}": "2",
        f"minutes-{second}": "ninety",
    }
    for headers in ({}, IN_PLACE):
        answer = room.post("coordinator", address, typed, headers)
        assert answer.status_code == 422
        assert f'id="minutes-{second}-error"' in answer.text
        assert 'value="ninety"' in answer.text
    assert ("<html" in answer.text) is False
    assert own_order(table)[0] == first


def test_cases_are_added_and_put_off_to_another_meeting(table: Table) -> None:
    """From the page; without a tick it says so."""
    room, address = Room(table), f"/meetings/{table.meeting_id}/agenda"
    coordinator = table.world.actor("coordinator")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    later = calendar.Plan(meeting.starts_at + timedelta(days=14), "Library", table_agencies(table))
    other = calendar.plan(coordinator, later)
    other_id, item_id = other.id, table.item(1)
    where = {"where": str(other_id)}
    assert room.post("coordinator", f"{address}/{item_id}/off", where).status_code == 303
    assert [item.case_id for item in queries.every_item(other_id)] == [table.case(1)]
    agenda.take_off(coordinator, queries.every_item(other_id)[0].id)
    assert room.post("coordinator", f"{address}/cases", {}).status_code == 422
    chosen = {"cases": str(table.case(1))}
    assert room.post("coordinator", f"{address}/cases", chosen).status_code == 303
    assert len(own_order(table)) == 3


def table_agencies(table: Table) -> list[UUID]:
    """Everybody of the area."""
    return list(table.world.agencies.values())


def test_before_it_is_published_people_see_no_agenda(table: Table) -> None:
    """Date and place, and not how many cases; officers see it; after publishing, numbers, times."""
    room = Room(table)
    for page in (room.get("housing", room.meeting), room.get("housing", "/meetings")):
        assert "Committee room 2" in page.text
        assert "9:42am" not in page.text
        assert "3 cases" not in page.text
    assert "not published yet" in room.get("housing", room.meeting).text
    assert "9:42am" in room.get("coordinator", room.meeting).text
    assert room.post("coordinator", f"{room.meeting}/publish", {}).status_code == 303
    page = room.get("housing", room.meeting).text
    assert "9:42am" in page
    assert "9:54am" not in page
    assert "Marigold" not in page


def test_publishing_twice_tells_people_once(table: Table) -> None:
    """One e-mail each, the constant one; a later change of the agenda sends none to anybody."""
    room, outbox = Room(table), table.world.instance / "outbox"
    room.post("coordinator", f"{room.meeting}/publish", {})
    sent = sorted(outbox.glob("*.eml"))
    people = {"chair", "deputy", "idva", "second_idva", "housing", "officer"}
    assert len(sent) == len(people)
    for each in sent:
        assert b"Marigold" not in each.read_bytes()
        assert str(table.meeting_id).encode() not in each.read_bytes()
    room.post("coordinator", f"{room.meeting}/publish", {})
    agenda.take_off(table.world.actor("coordinator"), table.item(1))
    agenda.put_on_agenda(table.world.actor("coordinator"), table.meeting_id, table.case(1))
    assert sorted(outbox.glob("*.eml")) == sent


def test_a_planted_case_is_shown_to_officers_as_what_it_is(table: Table) -> None:
    """So that they take it off and tell somebody."""
    coordinator, room = table.world.actor("coordinator"), Room(table)
    agenda.take_off(coordinator, table.item(1))
    with transaction() as session:
        row = {"area_id": table.world.area_id, "meeting_id": table.meeting_id, "position": 9}
        meeting = session.get_one(Meeting, table.meeting_id)
        case_id = table.case(1)
        planted = queries.AgendaItem(**row, case_id=case_id, starts_at=meeting.starts_at)
        session.add(planted)
    page = room.get("coordinator", f"{room.meeting}/agenda").text
    assert page.count("No officer put this case here") == 1


def test_an_empty_agenda_has_no_button_to_publish_it(table: Table) -> None:
    """With cases it says how many people are told; without, the way on is to triage."""
    room, coordinator = Room(table), table.world.actor("coordinator")
    address = f"/meetings/{table.meeting_id}/agenda"
    page = room.get("coordinator", address).text
    assert "Publish the agenda" in page
    assert re.search(r"\d+ people are told by e-mail to sign in when you publish it", page)
    for item in table.items:
        agenda.put_off(coordinator, item.id, None)
    page = room.get("coordinator", address).text
    assert "Publish the agenda" not in page
    meeting = room.get("coordinator", f"/meetings/{table.meeting_id}").text
    assert "Publish the agenda" not in meeting
