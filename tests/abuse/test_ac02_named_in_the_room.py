"""AC-02: the perpetrator sits in the room as an observer: his own case does not begin unasked."""

from uuid import UUID

import pytest

from app.audit.events import NamesCompared
from app.marac.agenda.service import put_on_agenda
from app.marac.board.concluding import begin
from app.marac.case.listing import list_case
from app.marac.case.rules import Label
from app.marac.case.service import KeptFrom
from app.marac.meeting import hearing, leaving, queries, service
from app.marac.meeting.rules import ItemState
from app.marac.party.rules import Details, PartyKind
from app.marac.referral.rules import Summary
from tests.marac import trail
from tests.marac.board.pages import Room
from tests.marac.table import Table

HIM = "Ferdinand Mallory"


def his_case(table: Table, *, kept_from_chair: bool = False) -> UUID:
    """A case in which he is the perpetrator; on no agenda yet."""
    world = table.world
    return list_case(
        world.actor("coordinator"),
        agency_id=world.agencies["idva"],
        referrer_id=world.person_id("idva"),
        idva_id=world.person_id("idva"),
        label=Label("Nigella Other"),
        summary=Summary("He waits outside."),
        parties=[
            (PartyKind.VICTIM, Details(name="Nigella Other")),
            (PartyKind.PERPETRATOR, Details(name=HIM)),
        ],
        exclusions=[KeptFrom(person_id=world.person_id("chair"))] if kept_from_chair else [],
    ).id


def observe(table: Table, name: str) -> None:
    """Somebody without an account agrees aloud, as an observer of housing."""
    world = table.world
    service.witness(
        world.actor("chair"),
        table.meeting_id,
        name,
        world.agencies["housing"],
        capacity="observer",
    )


def added(table: Table, case_id: UUID) -> UUID:
    """The case is put on the open agenda, as in an emergency."""
    return put_on_agenda(table.world.actor("coordinator"), table.meeting_id, case_id).id


def state(table: Table, who: str, item_id: UUID) -> str:
    """How far the hearing of a case is."""
    return str(queries.item(table.world.actor(who), item_id).state)


@pytest.fixture
def sat(table: Table) -> Table:
    """Signed, and nothing heard yet."""
    table.begin()
    table.seat("coordinator", "deputy", "idva")
    return table


def test_entered_before_his_case_came_up(sat: Table) -> None:
    """Nobody could ask when he was written down; it is asked when the case begins."""
    case = his_case(sat)
    observe(sat, HIM)
    item, chair = added(sat, case), sat.world.actor("chair")
    with pytest.raises(hearing.CalledAlike):
        hearing.start_item(chair, item)
    assert state(sat, "chair", item) == ItemState.WAITING
    assert trail.last().tag == NamesCompared.tag
    begin(chair, item, they_left=False, was_asked=True)
    assert state(sat, "chair", item) == ItemState.HEARING


def test_in_a_case_that_is_kept_from_the_chair(sat: Table) -> None:
    """The chair could not compare; whoever begins the case can."""
    case = his_case(sat, kept_from_chair=True)
    item = added(sat, case)
    observe(sat, HIM)
    with pytest.raises(hearing.CalledAlike):
        begin(sat.world.actor("deputy"), item, they_left=False)


def test_next_case_waits_for_the_answer(sat: Table) -> None:
    """“Conclude and go to the next case” goes there and does not begin it."""
    chair = sat.world.actor("chair")
    hearing.start_item(chair, sat.item(0))
    for number in (1, 2):
        hearing.conclude_item(chair, sat.item(number - 1))
        hearing.start_item(chair, sat.item(number))
    case = his_case(sat)
    observe(sat, HIM)
    item = added(sat, case)
    after = hearing.next_case(chair, sat.meeting_id)
    assert after is not None
    assert (after.id, after.state) == (item, ItemState.WAITING)


def test_the_page_asks_and_names_nobody(sat: Table) -> None:
    """One press for somebody else; the address and the message hold no name."""
    case = his_case(sat)
    observe(sat, HIM)
    item = added(sat, case)
    room, board = Room(sat), f"/meetings/{sat.meeting_id}/board/{item}"
    answer = room.post("chair", f"{board}/start", {})
    assert "ask=who" in answer.headers["Location"]
    assert "Mallory" not in answer.headers["Location"]
    page = room.get("chair", answer.headers["Location"]).text
    asked = page[page.index('id="part-ask"') : page.index("They are somebody else")]
    assert "Ask them, away from the others, who they are" in asked
    assert HIM not in asked
    room.post("chair", f"{board}/start", {"asked": "yes"})
    assert state(sat, "chair", item) == ItemState.HEARING


def test_once_they_have_left_nothing_is_asked(sat: Table) -> None:
    """It is whoever is in the room who is compared, and nobody else."""
    case = his_case(sat)
    observe(sat, HIM)
    observe(sat, "Wilhelmina Honest")
    item, chair = added(sat, case), sat.world.actor("chair")
    rows = queries.attendances(sat.meeting_id)
    leaving.leave(chair, sat.meeting_id, next(row.id for row in rows if row.name == HIM))
    hearing.start_item(chair, item)
    assert state(sat, "chair", item) == ItemState.HEARING
