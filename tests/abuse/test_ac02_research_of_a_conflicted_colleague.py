"""AC-02: whoever is kept from a case finds no trace of it among their own agency's research."""

from uuid import uuid4

from app.confidentiality.circle import service as circle
from tests.builders import World
from tests.pages import boxes
from tests.worked import FOUND, WITHHELD
from tests.working import CANARY

FORM = {"text": "x", "kind": "fact", "sharing": "keep", "state": "ready"}


def shut_out(world: World) -> None:
    """The officer of the police who had looked the case up turns out to know him."""
    with world.inside():
        circle.exclude(
            world.actor("coordinator"), world.extra["case"], person_id=world.person_id("officer")
        )


def test_the_request_answers_as_one_that_never_was(worked: World) -> None:
    """Byte for byte, on every page and at every button."""
    shut_out(worked)
    client, line = worked.client("officer"), worked.extra["line"]
    token = boxes(client.get("/account").text)["csrf_token"]
    for tail in ("", f"/lines/{line}", "/delete"):
        kept = client.get(f"/research/{worked.extra['research']}{tail}")
        never = client.get(f"/research/{uuid4()}{tail}")
        assert (kept.status_code, kept.data) == (404, never.data)
    for tail in ("", f"/lines/{line}", f"/lines/{line}/delete", "/state", "/send", "/take-back"):
        sent = {
            "csrf_token": token,
            "text": "x",
            "kind": "fact",
            "sharing": "keep",
            "state": "ready",
        }
        kept = client.post(f"/research/{worked.extra['research']}{tail}", data=sent)
        never = client.post(f"/research/{uuid4()}{tail}", data=sent)
        assert (kept.status_code, kept.data) == (404, never.data)


def test_the_list_and_the_count_know_nothing_of_it(worked: World) -> None:
    """Of two cases one is left, and it is the only one."""
    before = worked.client("officer").get("/").text
    assert "2 cases to look up before" in before
    shut_out(worked)
    client = worked.client("officer")
    assert "1 case to look up before" in client.get("/").text
    listed = client.get("/research").text
    assert listed.count('href="/research/') == 1
    assert str(worked.extra["research"]) not in listed
    assert FOUND not in listed
    assert WITHHELD not in listed


def test_a_colleague_goes_on_without_them(worked: World) -> None:
    """The chair, who is of the police too, reads what was written and adds to it."""
    shut_out(worked)
    page = worked.client("chair").get(f"/research/{worked.extra['research']}").text
    assert WITHHELD in page
    assert CANARY in page
