"""People answer an invitation: they come, send a deputy, or cannot; officers for who rang."""

import pytest

from app.marac.calendar.home import next_meeting
from app.marac.invitation import queries, service
from app.marac.invitation.rules import Answer
from app.marac.invitation.service import Given
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac.board.pages import Room
from tests.marac.table import Table


def answered(table: Table, who: str) -> Answer | None:
    """What somebody has answered."""
    row = queries.replies(table.meeting_id).get(table.world.person_id(who))
    return Answer(row.answer) if row else None


def test_an_answer_is_given_and_changed(table: Table) -> None:
    """One row for each person, and it says what they said last."""
    idva, meeting_id = table.world.actor("idva"), table.meeting_id
    service.answer(idva, meeting_id, Given("comes"))
    assert answered(table, "idva") is Answer.COMES
    deputy_id = table.world.person_id("second_idva")
    row = service.answer(idva, meeting_id, Given("deputy", deputy_id))
    assert (answered(table, "idva"), row.deputy_id) == (Answer.DEPUTY, deputy_id)
    service.answer(idva, meeting_id, Given("apologies", deputy_id, sends_information=True))
    assert len(queries.replies(meeting_id)) == 1
    assert (row.deputy_id, row.sends_information) == (None, True)


def test_whoever_was_named_reads_it_at_home(table: Table) -> None:
    """And nobody else does."""
    world = table.world
    second = world.person_id("second_idva")
    service.answer(world.actor("idva"), table.meeting_id, Given("deputy", second))
    said = f"{world.members['idva'].name} has said that you are coming instead."
    panel = next_meeting(world.actor("second_idva"))
    assert panel is not None
    assert panel.context["instead_of"] == world.members["idva"].name
    assert said in Room(table).get("second_idva", "/").text
    assert said not in Room(table).get("housing", "/").text


@pytest.mark.parametrize("who", ["housing", "idva", "administrator", None])
def test_a_deputy_is_somebody_else_of_the_same_agency_with_an_account(
    table: Table, who: str | None
) -> None:
    """Not of another agency, not oneself, not nobody."""
    deputy_id = table.world.person_id(who) if who else None
    with pytest.raises(RuleBroken) as caught:
        service.answer(table.world.actor("idva"), table.meeting_id, Given("deputy", deputy_id))
    assert caught.value.field == "deputy"


def test_only_an_officer_answers_for_another(table: Table) -> None:
    """And only for somebody who is invited; it is noted who wrote it down."""
    world, meeting_id = table.world, table.meeting_id
    with pytest.raises(Refused):
        service.answer(
            world.actor("second_idva"), meeting_id, Given("comes"), world.person_id("idva")
        )
    row = service.answer(
        world.actor("coordinator"), meeting_id, Given("comes"), world.person_id("idva")
    )
    assert row.by_person_id == world.person_id("coordinator")
    with pytest.raises(NotVisible):
        service.answer(
            world.actor("coordinator"), meeting_id, Given("comes"), world.person_id("children")
        )


def test_who_is_not_invited_answers_nothing(table: Table) -> None:
    """For them the meeting is not there."""
    with pytest.raises(NotVisible):
        service.answer(table.world.actor("children"), table.meeting_id, Given("comes"))
    room = Room(table)
    assert room.get("children", f"{room.meeting}/answer").status_code == 404


def test_the_home_page_asks_until_it_is_answered(table: Table) -> None:
    """And the meeting's page shows what was answered, to the agency's people and to officers."""
    room = Room(table)
    address = f"{room.meeting}/answer"
    assert address in room.get("idva", "/").text
    asked = room.post("idva", address, {"answer": "deputy"})
    assert asked.status_code == 422
    assert "Select who is coming instead." in asked.text
    sent = {"answer": "deputy", "deputy": str(table.world.person_id("second_idva"))}
    assert room.post("idva", address, sent).status_code == 303
    assert address not in room.get("idva", "/").text
    deputys = room.get("second_idva", room.meeting).text
    assert "Joan Whitfield is coming instead" in deputys
    assert "is coming instead of Leila Haddad" in deputys
    assert "Leila Haddad has said that you are coming instead" in deputys
    assert "Joan Whitfield is coming instead" in room.get("coordinator", room.meeting).text
    assert "Joan Whitfield" not in room.get("housing", room.meeting).text


def test_officers_see_agency_by_agency_who_comes(table: Table) -> None:
    """One comes, one sends apologies with its information, the others have not answered."""
    world, meeting_id = table.world, table.meeting_id
    service.answer(world.actor("idva"), meeting_id, Given("comes"))
    service.answer(world.actor("housing"), meeting_id, Given("apologies", sends_information=True))
    page = Room(table).get("coordinator", f"/meetings/{meeting_id}").text
    assert "1 of 5 agencies is coming, 1 sent apologies" in page
    assert "cannot come, information sent" in page


def test_what_goes_with_an_answer_is_on_the_page_without_a_script(table: Table) -> None:
    """Who comes instead, and whether information is sent: both can be filled in as the page is."""
    room = Room(table)
    page = room.get("idva", f"{room.meeting}/answer").text
    assert '<div class="app-coming__deputy">' in page
    assert page.index('value="apologies"') < page.index('id="deputy"')
    assert page.index('id="deputy"') < page.index('id="sends_information"')


def test_in_an_open_meeting_nobody_is_listed_as_not_having_answered(table: Table) -> None:
    """Whoever is in the room is listed there; officers still see whom to expect."""
    table.begin()
    room = Room(table)
    assert "Who is coming" not in room.get("idva", room.meeting).text
    assert "Who is coming" in room.get("chair", room.meeting).text
