"""AC-02: a short name does not bring somebody into the room who is kept from a case."""

import pytest

from app.marac.meeting import hearing, leaving, queries, service
from app.refusals import RuleBroken
from tests.marac.board.pages import Room
from tests.marac.table import Table

SHORT = ["Dan Price", "Daniel J Price", "D. Price", "Danny Price"]


def begun(table: Table) -> None:
    """The meeting goes on; the third case is kept from Daniel Price of housing."""
    table.begin()
    table.seat("coordinator")


@pytest.mark.parametrize("name", SHORT)
def test_the_chair_is_asked_who_it_is(table: Table, name: str) -> None:
    """Told that it is him, the record says so; told that it is not, he leaves all the same."""
    begun(table)
    world = table.world
    chair, housing = world.actor("chair"), world.agencies["housing"]
    with pytest.raises(RuleBroken) as asked:
        service.witness(chair, table.meeting_id, name, housing)
    assert asked.value.field == "who"
    service.witness(chair, table.meeting_id, name, housing, is_somebody_else=True)
    item = queries.item(chair, table.item(2))
    assert [one.name for one in leaving.who_must_leave(item)] == [name]
    with pytest.raises(RuleBroken):
        hearing.start_item(chair, item.id)


def test_somebody_of_quite_another_name_is_not_asked(table: Table) -> None:
    """Nor does she have to leave."""
    begun(table)
    world = table.world
    chair = world.actor("chair")
    service.witness(chair, table.meeting_id, "Leah Thornton", world.agencies["housing"])
    assert leaving.who_must_leave(queries.item(chair, table.item(2))) == []


def test_the_page_asks_and_keeps_what_was_typed(table: Table) -> None:
    """He is offered by name; chosen, he is recorded with his account."""
    begun(table)
    room, world = Room(table), table.world
    typed = {
        "name": "Dan Price",
        "agency": str(world.agencies["housing"]),
        "capacity": "member",
    }
    address = f"{room.meeting}/witness"
    asked = room.post("chair", address, typed)
    assert asked.status_code == 422
    assert "Daniel Price, who has an account here" in asked.text
    assert 'value="Dan Price"' in asked.text
    chosen = typed | {"who": str(world.person_id("housing"))}
    assert room.post("chair", address, chosen).status_code == 303
    row = queries.attendance_of(table.meeting_id, world.person_id("housing"))
    assert row is not None
    assert row.name == "Dan Price"
