"""AC-02: that a colleague sent something about a kept case shows nowhere to who is kept from it."""

import pytest

from app.confidentiality.circle import service as circle
from app.marac.invitation import service as invitations
from app.marac.invitation.queries import replies
from app.marac.research import reading_out, writing
from tests.marac.board.pages import Room
from tests.marac.research.desk import publish, request_of, write
from tests.marac.table import Table

SAID = "information sent"


@pytest.fixture
def kept(table: Table) -> Table:
    """An officer of the police is kept from the first case, and cannot come; her colleague can."""
    world = table.world
    circle.exclude(world.actor("chair"), table.case(0), person_id=world.person_id("officer"))
    publish(table)
    sorry = invitations.Given("apologies")
    invitations.answer(world.actor("officer"), table.meeting_id, sorry)
    return table


def test_the_apologies_do_not_say_it(kept: Table) -> None:
    """What a colleague sends of that case alone changes no reply, hers or anybody's; taken back,
    it changes none either. The officers find what was sent all the same."""
    world, row = kept.world, request_of(kept, "police", 0)
    room = Room(kept)
    before = room.get("officer", room.meeting).text
    write(kept, "chair", row.id)
    reading_out.send(world.actor("chair"), row.id)
    assert not any(each.sends_information for each in replies(kept.meeting_id).values())
    assert SAID not in before
    assert SAID not in room.get("officer", room.meeting).text
    assert len(reading_out.sent_before(world.actor("coordinator"), kept.meeting_id)) == 1
    reading_out.take_back(world.actor("chair"), row.id)
    assert SAID not in room.get("officer", room.meeting).text


def test_what_she_said_herself_is_not_taken_back_by_it(kept: Table) -> None:
    """That the words change because of a case that she does not know would be a trace as well."""
    world, row = kept.world, request_of(kept, "police", 0)
    told = invitations.Given("apologies", sends_information=True)
    reply = invitations.answer(world.actor("officer"), kept.meeting_id, told)
    writing.mark(world.actor("chair"), row.id, "nothing_known")
    reading_out.send(world.actor("chair"), row.id)
    reading_out.take_back(world.actor("chair"), row.id)
    assert reply.sends_information


def test_of_a_case_that_everybody_may_know_they_say_it(kept: Table) -> None:
    """The other way round: what is sent of another case is said, and only that counts."""
    world = kept.world
    for number in (0, 1):
        row = request_of(kept, "police", number)
        writing.mark(world.actor("chair"), row.id, "nothing_known")
        reading_out.send(world.actor("chair"), row.id)
    room = Room(kept)
    assert SAID in room.get("officer", room.meeting).text
    reading_out.take_back(world.actor("chair"), request_of(kept, "police", 1).id)
    assert SAID not in room.get("officer", room.meeting).text
