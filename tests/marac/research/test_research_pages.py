"""The pages of research as somebody of the police uses them, two hours before the meeting."""

import re
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import World
from tests.pages import boxes, send
from tests.worked import FOUND, WITHHELD
from tests.working import CANARY

LINE = {"text": "Seen in Fore Street on Monday", "kind": "fact", "sharing": "share"}


def path_of(worked: World) -> str:
    """The request that the police have begun."""
    return f"/research/{worked.extra['research']}"


def press(client: FlaskClient, path: str, data: dict[str, str], page: str) -> TestResponse:
    """Press a button of a page."""
    return send(client, path, data, page)


def test_the_request_shows_whom_to_look_for_and_nothing_else(worked: World) -> None:
    """Names, other names and births; no address, telephone, school, weapon or account of it."""
    page = worked.client("officer").get(path_of(worked)).text
    for known in (CANARY, "Zeph Canary", "17 May 1994", "Osric Canary", "Wren Canary"):
        assert known in page
    for kept in ("Wharfside", "07700 900777", "Infants", "knife", "by the throat", "Tigrinya"):
        assert kept not in page


def test_a_line_is_added_and_the_source_is_offered_again(worked: World) -> None:
    """From one entry of a record to the next, the record is named once."""
    client, path = worked.client("officer"), path_of(worked)
    answer = press(client, path, {**LINE, "source": "Street team"}, path)
    assert answer.status_code == 303
    page = client.get(path).text
    assert LINE["text"] in page
    assert boxes(page)["source"] == "Street team"


def test_what_is_wrong_stands_beside_its_box_and_loses_nothing(worked: World) -> None:
    """Neither fact nor opinion was chosen: the words are still there."""
    client, path = worked.client("officer"), path_of(worked)
    answer = press(client, path, {"text": "Half a line", "sharing": "keep"}, path)
    assert answer.status_code == 422
    assert "Select whether this is a fact or an opinion" in answer.text
    assert "Half a line" in answer.text


def test_a_line_is_changed_and_deleted(worked: World) -> None:
    """What was to be shared is kept after all, with a reason; then it goes."""
    client, path = worked.client("officer"), path_of(worked)
    line = f"{path}/lines/{worked.extra['line']}"
    seen = boxes(client.get(line).text)["revision"]
    changed = {"text": f"{FOUND} once", "kind": "opinion", "sharing": "keep", "why": "Not sure"}
    assert press(client, line, {**changed, "revision": seen}, line).status_code == 303
    page = client.get(path).text
    assert "Not sure" in page
    stale = press(client, line, {**changed, "text": "Mine", "revision": seen}, line)
    assert stale.status_code == 422
    assert "A colleague has changed this line meanwhile" in stale.text
    assert "Mine" in stale.text
    assert f"{FOUND} once" in stale.text
    press(client, f"{line}/delete", {}, line)
    assert FOUND not in client.get(path).text


def test_one_press_says_that_nothing_is_known_and_goes_on(worked: World) -> None:
    """From the last that was left the way leads back to the list."""
    client, path = worked.client("officer"), path_of(worked)
    listed = re.findall(r'href="(/research/[0-9a-f-]+)"', client.get("/research").text)
    other = next(each for each in listed if each != path)
    client.get(other)
    answer = press(client, f"{other}/state", {"state": "nothing_known"}, other)
    assert answer.headers["Location"].endswith(path)
    answer = press(client, f"{path}/state", {"state": "ready"}, path)
    assert answer.headers["Location"].endswith("/research")
    page = client.get("/research").text
    assert "Everything is looked up." in page
    assert "Nothing known" in page
    assert "to look up before" not in client.get("/").text


def test_nothing_known_is_not_taken_where_something_is_written(worked: World) -> None:
    """A button from an old page does not hide what a colleague wrote."""
    client, path = worked.client("officer"), path_of(worked)
    press(client, f"{path}/state", {"state": "nothing_known"}, path)
    assert "Somebody of your agency has written here" in client.get(path).text


def test_all_of_it_is_deleted_after_being_asked_once(worked: World) -> None:
    """The page says what goes and what stays; then it is gone."""
    client, path = worked.client("officer"), path_of(worked)
    assert "Nobody can bring it back" in client.get(f"{path}/delete").text
    assert press(client, f"{path}/delete", {}, f"{path}/delete").status_code == 303
    assert WITHHELD not in client.get(path).text


def test_officers_read_what_was_sent_and_others_do_not_find_the_page(worked: World) -> None:
    """The coordinator reads it out; a representative has no such page."""
    path = f"/meetings/{worked.extra['meeting']}/sent"
    page = worked.client("coordinator").get(path).text
    assert FOUND in page
    assert WITHHELD not in page
    assert worked.client("housing").get(path).status_code == 403


def test_the_title_names_nobody(worked: World) -> None:
    """As on every page."""
    page = worked.client("officer").get(path_of(worked)).text
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert "Canary" not in title[1]


def test_a_typed_line_is_added_with_ready(worked: World) -> None:
    """Who presses “Ready” with words in the box loses none: the line is added, or asked about."""
    client, path = worked.client("officer"), path_of(worked)
    half = {"text": "A call in March", "kind": "fact", "state": "ready"}
    page = press(client, f"{path}/state", half, path)
    assert page.status_code == 422
    assert "A call in March" in page.text
    assert "Select whether this is shared" in page.text
    whole = half | {"sharing": "share"}
    denied = press(client, f"{path}/state", whole | {"state": "nothing_known"}, path)
    assert "You have typed a line" in denied.text
    assert press(client, f"{path}/state", whole, path).status_code == 303
    assert "A call in March" in client.get(path).text


def test_another_line_under_the_same_id_is_not_dropped(worked: World) -> None:
    """Back, other words, “Add this line”: they are asked about, and stay in the box."""
    client, path = worked.client("officer"), path_of(worked)
    once = str(uuid4())
    assert press(client, path, {**LINE, "once": once}, path).status_code == 303
    assert press(client, path, {**LINE, "once": once}, path).status_code == 303
    other = press(client, path, {**LINE, "text": "He bought a knife", "once": once}, path)
    assert other.status_code == 422
    assert "He bought a knife" in other.text
    assert client.get(path).text.count(LINE["text"]) == 1
    elsewhere = next(
        each
        for each in re.findall(r'href="(/research/[0-9a-f-]+)"', client.get("/research").text)
        if each != path
    )
    assert press(client, elsewhere, {**LINE, "once": once}, elsewhere).status_code == 404
