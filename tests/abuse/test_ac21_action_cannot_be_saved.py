"""AC-21: an action "Police to notify the Home Office of her status" cannot be saved by anybody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from app import clock
from app.firewall.screen import suggests_compartment
from app.marac.action import queries, service
from app.marac.meeting import hearing
from app.refusals import RuleBroken
from tests.builders import World, snapshot
from tests.marac import trail
from tests.marac.board.pages import Room
from tests.marac.table import Table, lay

COMMITMENTS = [
    "Police to notify Home Office of her status",
    "DC Marsh will refer her to Immigration Enforcement",
    "Check her status with the H0me 0ffice",
    "Report to UKVI that she has left him",
]
ROADS = [
    "Her solicitor to contact the Home Office on her behalf",
    "IDVA to arrange a regulated immigration solicitor",
    "MARAC letter for her solicitor, through the IDVA",
]


@pytest.fixture
def table(first_world: World, tmp_path: Path) -> Iterator[Table]:
    """A case being heard, with a risk; the chair and the coordinator are in."""

    def build() -> World:
        return lay(first_world.copy_to(tmp_path / "laid")).world

    own = Table(snapshot("table", build).copy_to(tmp_path / "table"))
    with own.world.inside():
        own.begin()
        own.seat("coordinator")
        hearing.start_item(own.world.actor("chair"), own.item(0))
        hearing.identify_risk(own.world.actor("chair"), own.item(0), "He has her passport")
        yield own
    own.world.close()


def agree(table: Table, who: str, what: str, how_known: str = "Told at the next meeting") -> None:
    """Try to have an action agreed."""
    world, item_id = table.world, table.item(0)
    service.agree_action(
        world.actor(who),
        item_id,
        hearing.queries.risks(item_id)[0].id,
        what,
        how_known,
        world.agencies["police"],
        world.person_id("officer"),
        clock.today() + timedelta(days=7),
    )


@pytest.mark.parametrize("who", ["chair", "coordinator"])
@pytest.mark.parametrize("what", COMMITMENTS)
def test_no_officer_can_save_it(table: Table, who: str, what: str) -> None:
    """Whoever writes it and however it is spelt, no row is made; the message has the open road."""
    with pytest.raises(RuleBroken) as refusal:
        agree(table, who, what)
    assert refusal.value.field == "what"
    assert "solicitor" in refusal.value.message
    assert not queries.actions_of(table.world.actor("chair"), table.item(0))


def test_it_cannot_hide_in_how_it_will_be_known(table: Table) -> None:
    """The other box of an action is asked too."""
    with pytest.raises(RuleBroken) as refusal:
        agree(table, "chair", "Ring her", "Immigration Enforcement has been informed by police")
    assert refusal.value.field == "how_known"


def test_the_attempt_stays_in_the_trail_without_its_words(table: Table) -> None:
    """Who tried, where and by which rule it was blocked; never what was written."""
    with pytest.raises(RuleBroken):
        agree(table, "chair", COMMITMENTS[0])
    row = trail.last()
    assert (row.tag, row.actor_id) == ("firewall:block", str(table.world.person_id("chair")))
    assert "notify" not in row.detail.lower()
    assert "action.what" in row.detail


@pytest.mark.parametrize("what", ROADS)
def test_the_open_roads_can_be_saved(table: Table, what: str) -> None:
    """A solicitor who acts for her, an adviser and a letter are not blocked."""
    agree(table, "chair", what)
    assert len(queries.actions_of(table.world.actor("chair"), table.item(0))) == 1


def test_what_he_threatens_can_be_written_down(table: Table) -> None:
    """Narrative is never blocked: the threat is a risk, and must be recordable."""
    chair = table.world.actor("chair")
    told = "He says he will report her to Immigration Enforcement"
    hearing.identify_risk(chair, table.item(0), told)
    hearing.share(chair, table.item(0), f"Call on 3 May: {told}")
    assert len(hearing.queries.risks(table.item(0))) == 2


def test_the_page_keeps_the_words_and_shows_the_road(table: Table) -> None:
    """On the board the box keeps what was typed, with the message beside it and nothing saved."""
    room = Room(table)
    form = {
        "what": COMMITMENTS[0],
        "risk_number": "1",
        "owner": str(table.world.person_id("officer")),
        "due_on": (clock.today() + timedelta(days=7)).isoformat(),
        "how_known": "An e-mail",
    }
    answer = room.post("chair", f"{room.board()}/actions", form)
    assert answer.status_code == 422
    assert COMMITMENTS[0] in answer.text
    assert "what-error" in answer.text
    assert "solicitor" in answer.text


def sent(table: Table, **more: str) -> dict[str, str]:
    """The form of an action as the board sends it."""
    return {
        "what": "Refer to the council’s no-recourse team",
        "risk_number": "1",
        "owner": str(table.world.person_id("officer")),
        "due_on": "2 weeks",
        "how_known": "They answer",
        **more,
    }


@pytest.mark.parametrize("key", ["1", "2", "3"])
def test_each_open_road_is_one_press_and_says_nothing_of_her(table: Table, key: str) -> None:
    """The form is filled for the assigned IDVA and can be agreed; the register knows the road."""
    room, address = Room(table), f"{Room(table).board()}/actions"
    refused = room.post("chair", address, sent(table, what=COMMITMENTS[0]))
    attempt = refused.text.split('name="attempt" value="')[1].split('"')[0]
    assert refused.text.count("data-road=") == 3
    filled = room.post("chair", f"{address}/road", sent(table, road=key, attempt=attempt))
    assert filled.status_code == 200
    what = filled.text.split('id="what"')[1].split('value="')[1].split('"')[0]
    assert not suggests_compartment(what)
    assert f'<option value="{table.world.person_id("idva")}" selected' in filled.text
    assert not queries.actions_of(table.world.actor("chair"), table.item(0))
    assert trail.count("firewall:road") == 1
    agree(table, "chair", what)


def test_a_path_by_way_of_the_council_asks_for_advice_first(table: Table) -> None:
    """It is not refused and not saved: the form says why, and asks who advised and when."""
    room = Room(table)
    answer = room.post("chair", f"{room.board()}/actions", sent(table))
    assert answer.status_code == 422
    assert "NRPF Connect" in answer.text
    assert "data-caution" in answer.text
    assert not queries.actions_of(table.world.actor("chair"), table.item(0))


def test_with_advice_it_is_saved_and_says_who_and_when(table: Table) -> None:
    """In neutral words that stay with the action; a day to come, a body of the family, a
    relative and nobody do not."""
    room = Room(table)
    address = f"{room.board()}/actions"
    for wrong in (
        {"adviser": "Ayesha Khan"},
        {"adviser": "Ayesha Khan", "advised_on": "tomorrow"},
        {"adviser": "Immigration Enforcement", "advised_on": "yesterday"},
        {"adviser": "nobody", "advised_on": "yesterday"},
        {"adviser": "x", "advised_on": "yesterday"},
        {"adviser": "his uncle, who knows about visas", "advised_on": "yesterday"},
        {"adviser": "N/A", "advised_on": "yesterday"},
    ):
        assert room.post("chair", address, sent(table, **wrong)).status_code == 422
    right = {"adviser": "Ayesha Khan, Northbrook Law Centre", "advised_on": "yesterday"}
    assert room.post("chair", address, sent(table, **right)).status_code == 303
    (row,) = queries.actions_of(table.world.actor("chair"), table.item(0))
    opened = service.open_action(table.world.actor("chair"), row.id)
    assert "Advice first: offered by Ayesha Khan, Northbrook Law Centre" in opened.details.what


def test_or_the_idva_arranges_it_first_in_one_press(table: Table) -> None:
    """Two actions, the advice before the other, once however often it is sent."""
    room, once, first = Room(table), str(uuid4()), str(uuid4())
    form = sent(table, advice="idva", once=once, once_first=first)
    for _ in range(2):
        assert room.post("chair", f"{room.board()}/actions", form).status_code == 303
    chair = table.world.actor("chair")
    rows = queries.actions_of(chair, table.item(0))
    words = [service.open_action(chair, row.id).details.what for row in rows]
    assert [row.owner_id for row in rows] == [
        table.world.person_id("idva"),
        table.world.person_id("officer"),
    ]
    assert not suggests_compartment(words[0])
    assert words[1].endswith("this waits for the advice that the IDVA arranges.")
    assert rows[0].due_on <= rows[1].due_on


def test_why_a_hearing_ended_commits_nobody_to_it(table: Table) -> None:
    """The reason of a conclusion is asked like an action; the case goes on being heard."""
    with pytest.raises(RuleBroken):
        hearing.conclude_item(table.world.actor("chair"), table.item(0), "heard", COMMITMENTS[0])
    assert hearing.queries.item(table.world.actor("chair"), table.item(0)).state == "hearing"
