"""AC-02: nobody who was asked to leave reads from the times of others that something followed."""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle import service as circle
from app.marac.meeting import hearing, leaving, queries, rules, service
from app.refusals import RuleBroken
from tests.marac.board.pages import Room
from tests.marac.table import Table


def own_leaving(table: Table, who: str) -> None:
    """Somebody says that they leave."""
    row = queries.attendance_of(table.meeting_id, table.world.person_id(who))
    assert row is not None
    leaving.leave(table.world.actor(who), table.meeting_id, row.id)


def test_a_closed_meeting_shows_a_member_who_was_there_and_no_time(table: Table) -> None:
    """Not when somebody came later, when somebody left, or when it was closed; officers read it."""
    table.begin()
    table.seat("coordinator", "idva", "housing")
    own_leaving(table, "housing")
    later = clock.now() + timedelta(minutes=95)
    with clock.pretend(later):
        own_leaving(table, "idva")
        service.close_meeting(table.world.actor("chair"), table.meeting_id)
    room = Room(table)
    page = room.get("housing", room.meeting).text
    idva = table.world.members["idva"].name
    there = page.index(idva)
    assert "signed" in page[there : there + 120]
    at = clock.london(later)
    clock_time = f"{at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
    assert clock_time not in page
    assert f", left {clock_time}" in room.get("chair", room.meeting).text
    assert f"at {clock_time}" in room.get("chair", room.meeting).text


def test_one_case_is_heard_at_a_time_whoever_may_know_of_it(table: Table) -> None:
    """What the deputy hears comes to be kept from the chair, who is there: she begins none."""
    world = table.world
    table.begin()
    table.seat("coordinator", "deputy", "idva")
    hearing.start_item(world.actor("deputy"), table.item(1))
    keep_from_the_chair(table)
    chair = world.actor("chair")
    with pytest.raises(RuleBroken, match=rules.NOT_YET):
        hearing.start_item(chair, table.item(0))
    with pytest.raises(RuleBroken) as refused:
        hearing.next_case(chair, table.meeting_id)
    assert refused.value.message == rules.NOT_YET
    states = [str(each.state) for each in queries.every_item(table.meeting_id)]
    assert states.count("hearing") == 1


def keep_from_the_chair(table: Table) -> None:
    """The second case is kept from the chair."""
    circle.exclude(
        table.world.actor("coordinator"), table.case(1), person_id=table.world.person_id("chair")
    )
