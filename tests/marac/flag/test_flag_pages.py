"""The 12-month list as pages: telling with one press, reading, confirming; and the commands."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.marac.flag import service
from app.marac.flag.rules import Ask
from tests.builders import World
from tests.marac import trail
from tests.marac.table import VICTIMS, Table
from tests.marac.telling import heard
from tests.pages import send


@pytest.fixture
def told(laid: World, tmp_path: Path) -> Iterator[World]:
    """A closed meeting; nobody has been told yet."""
    world = laid.copy_to(tmp_path / "pages")
    with world.inside():
        heard(Table(world))
    yield world
    world.close()


def test_one_press_on_the_coordinators_page(told: World) -> None:
    """Due on the home page and on the meeting's; after the press, on neither; one notice each."""
    client = told.client("coordinator")
    assert "Tell the agencies" in client.get("/").text
    assert "Tell the agencies" in client.get(f"/meetings/{told.extra['meeting']}").text
    page = client.get("/flags/tell").text
    assert "Haven IDVA Service" in page
    assert not any(name in page for name in VICTIMS)
    assert send(client, "/flags/tell", {}).status_code == 303
    after = client.get("/flags/tell").text
    assert "knows already" in after
    assert "Nobody can be told at: Northbrook Housing" in after
    sent = [path.read_text() for path in (told.instance / "outbox").glob("*.eml")]
    assert len({re.search(r"^To: (.*)$", one, re.M)[1] for one in sent}) == len(sent) > 3  # type: ignore[index]
    assert not any(name.split()[0] in one for one in sent for name in VICTIMS)


def test_a_keeper_confirms_on_the_page(told: World) -> None:
    """Housing reads two flags, sets one, cannot the other without saying why."""
    with told.inside():
        service.tell(told.actor("coordinator"))
    client = told.client("housing")
    assert "2 flags wait to be set or cleared" in client.get("/").text
    listed = client.get("/flags").text
    assert VICTIMS[2] not in listed
    links = sorted(set(re.findall(r'href="(/flags/notices/[^"]+)"', listed)))
    assert len(links) == 2
    assert send(client, links[0], {"answer": "set"}).status_code == 303
    refused = send(client, links[1], {"answer": "cannot"})
    assert refused.status_code == 422
    assert "Enter why it cannot be done" in refused.text
    assert told.client("idva").get(links[0]).status_code == 404
    assert told.client("housing").get("/flags/tell").status_code == 403


def test_a_case_is_taken_off_the_list(told: World) -> None:
    """The coordinator says why; the page leads on to telling the agencies."""
    with told.inside():
        service.tell(told.actor("coordinator"))
    client = told.client("coordinator")
    case = told.extra["case 0"]
    assert send(client, f"/flags/cases/{case}/end", {}).status_code == 422
    answer = send(client, f"/flags/cases/{case}/end", {"why": "moved"})
    assert answer.headers["Location"].endswith("/flags/tell")
    assert "1 flag to clear" in client.get("/flags/tell").text
    assert "The victim has moved away" in client.get(f"/flags/cases/{case}").text


def test_the_commands_count_and_name_nobody(told: World) -> None:
    """Due before the press, nothing due after; notices hold a link and no word."""
    runner = told.app.test_cli_runner()
    before = runner.invoke(args=["flag", "due", "--send"])
    assert "3 to set, 0 to clear." in before.output
    assert "3 notices sent" in before.output
    with told.inside():
        service.tell(told.actor("coordinator"))
    assert "0 to set, 0 to clear." in runner.invoke(args=["flag", "due"]).output
    assert "0 people" in runner.invoke(args=["flag", "remind"]).output
    with told.inside():
        service.end(told.actor("coordinator"), told.extra["case 0"], "moved")
    assert "0 to set, 1 to clear." in runner.invoke(args=["flag", "due"]).output
    late = runner.invoke(args=["pack", "due"])
    assert "0 packs not back in time; 0 told now." in late.output


def test_one_press_for_all_flags(told: World) -> None:
    """Each flag has the dates of birth in its row; one press answers those shown, each an act."""
    with told.inside():
        service.tell(told.actor("coordinator"))
    client = told.client("housing")
    listed = client.get("/flags").text
    assert len(re.findall("born [0-9]|date of birth not known", listed)) >= 2
    shown = re.search(r'name="shown" value="([^"]+)"', listed)
    assert shown
    assert "I have set these 2" in listed
    assert len(shown[1].split()) == 2
    answer = send(client, "/flags/done", {"ask": "set", "shown": shown[1]}, "/flags")
    assert answer.status_code == 303
    after = client.get("/flags").text
    assert "2 flags are set" in after
    assert "Answered already (2)" in after
    with told.inside():
        assert trail.tags().count("flag:answer") == 2
    again = send(client, "/flags/done", {"ask": "set", "shown": shown[1]}, "/flags")
    assert again.status_code == 303
    with told.inside():
        assert trail.tags().count("flag:answer") == 2


def test_one_press_answers_nothing_that_was_not_shown(told: World) -> None:
    """Another agency's flag and one that changed meanwhile stay as they are; none is set twice."""
    with told.inside():
        service.tell(told.actor("coordinator"))
        theirs = service.own_notices(told.actor("idva"))[0].notice
        own = service.own_notices(told.actor("housing"))[0].notice
        stranger, mine = (theirs.id, theirs.revision), (own.id, own.revision)
        actor = told.actor("housing")
        assert service.answer_all(actor, Ask.SET, [stranger, (uuid4(), 1)]) == (0, 2)
        assert service.answer_all(actor, Ask.CLEAR, [mine]) == (0, 1)
        assert service.answer_all(actor, Ask.SET, [(own.id, own.revision + 1)]) == (0, 1)
        assert service.answer_all(actor, Ask.SET, [mine, mine]) == (1, 0)
        assert service.own_notices(told.actor("idva"))[0].notice.answer is None
    client = told.client("housing")
    assert (
        send(client, "/flags/done", {"ask": "set", "shown": "no such"}, "/flags").status_code == 404
    )
    assert send(client, "/flags/done", {"shown": ""}, "/flags").status_code == 303
    assert "changed meanwhile" in client.get("/flags").text
