"""A poll that found nothing new is answered again from memory, and never once anything changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app import clock
from app.db.gate import counts_changes
from app.db.keyfile import database_path
from app.web.quiet import ALL, HOLDS, MOST_KEPT, NEXT, OR_SAID, SAID, Quiet
from tests.builders import World
from tests.pages import boxes

POLL = {"X-Poll": "1"}


class Inner:
    """An application that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.headers = [("ETag", '"a"')]
        self.status, self.said, self.brings = "304 NOT MODIFIED", ALL, ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked += 1
        if self.status.startswith("304"):
            environ[SAID] = self.said
        if self.brings:
            environ[NEXT] = self.brings
        start(self.status, self.headers)
        return []


class Doorstep:
    """The quiet one before it, and a database that can change."""

    def __init__(self) -> None:
        self.inner, self.changes, self.moves = Inner(), 0, 0
        self.headers: list[tuple[str, str]] = []
        self.quiet = Quiet(self.inner, lambda: self.changes)

    def ask(self, **asked: str) -> str:
        """Ask once, and return the status."""
        said: list[str] = []
        environ = {"HTTP_X_POLL": "1", "HTTP_COOKIE": "marac=s.one", "PATH_INFO": "/live", **asked}

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            said.append(status)
            self.headers = headers

        self.quiet(environ, start)
        return said[0]


def test_the_same_poll_is_not_asked_twice_until_something_changes() -> None:
    """The second answer comes from memory; after a change the application is asked again."""
    door = Doorstep()
    assert [door.ask(), door.ask(), door.ask()] == ["304 NOT MODIFIED"] * 3
    assert door.inner.asked == 1
    door.changes += 1
    door.ask()
    assert door.inner.asked == 2


def test_a_change_that_comes_while_it_is_asked_ends_the_answer() -> None:
    """What was counted before looking is what counts."""
    door = Doorstep()
    inner = door.inner

    def changed_meanwhile(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        door.changes += 1
        return inner(environ, start)

    door.quiet.inner = changed_meanwhile
    door.ask()
    door.ask()
    assert inner.asked == 2


def test_what_an_answer_brought_is_not_new_to_the_next_poll() -> None:
    """Whoever has all parts of an answer is told so from memory; any other mark is found out."""
    door = Doorstep()
    door.inner.status, door.inner.brings = "200 OK", '"new"'
    door.inner.headers = [("ETag", '"new"'), ("Content-Length", "9"), ("Vary", "Cookie")]
    assert door.ask(HTTP_IF_NONE_MATCH='"old"') == "200 OK"
    assert door.ask(HTTP_IF_NONE_MATCH='"new"') == "304 NOT MODIFIED"
    assert door.headers == [("Vary", "Cookie")]
    assert door.inner.asked == 1
    for other in ({"HTTP_COOKIE": "marac=s.two"}, {"PATH_INFO": "/other"}):
        door.ask(HTTP_IF_NONE_MATCH='"new"', **other)
    assert door.inner.asked == 3
    door.changes += 1
    door.ask(HTTP_IF_NONE_MATCH='"new"')
    assert door.inner.asked == 4


def test_only_an_answer_that_hangs_on_no_word_outlives_one() -> None:
    """The door's answer holds while boards are written on, and ends with any other change."""
    door = Doorstep()
    for said, asked in ((ALL, 2), (OR_SAID, 1)):
        door.quiet = Quiet(door.inner, lambda: door.changes, lambda: door.moves)
        door.inner.asked, door.inner.said = 0, said
        door.ask()
        door.changes += 1
        door.ask()
        assert door.inner.asked == asked
    door.changes += 1
    door.moves += 1
    door.ask()
    assert door.inner.asked == 2


def test_another_browser_mark_token_or_site_is_asked_by_itself() -> None:
    """Everything that an answer can hang on is part of the question."""
    door = Doorstep()
    door.ask()
    for one in (
        {"HTTP_COOKIE": "marac=s.two"},
        {"HTTP_IF_NONE_MATCH": '"b"'},
        {"PATH_INFO": "/other"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_X_CSRFTOKEN": "another"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_HOST": "elsewhere.example.org"},
    ):
        before = door.inner.asked
        door.ask(**one)
        assert door.inner.asked == before + 1, one


def test_only_polls_without_a_body_and_empty_answers_are_kept() -> None:
    """A page, a form, an answer with something in it or with a cookie is always asked for."""
    door = Doorstep()
    for one in ({"HTTP_X_POLL": ""}, {"CONTENT_LENGTH": "3"}, {"HTTP_COOKIE": ""}):
        environ = {name: value for name, value in one.items() if value}
        left_out = {name for name, value in one.items() if not value}
        for _ in range(2):
            asked = {"HTTP_X_POLL": "1", "HTTP_COOKIE": "marac=s.one", **environ}
            door.quiet(
                {name: value for name, value in asked.items() if name not in left_out},
                lambda *_: None,
            )
    assert door.inner.asked == 6
    door.inner.status = "200 OK"
    door.ask()
    door.ask()
    assert door.inner.asked == 8
    door.inner.status, door.inner.headers = "304 NOT MODIFIED", [("Set-Cookie", "marac=s.new")]
    door.ask()
    door.ask()
    assert door.inner.asked == 10


def test_an_answer_holds_for_seconds_and_few_are_kept() -> None:
    """A command in another process, or a session that ran out, is seen soon."""
    door = Doorstep()
    door.ask()
    with clock.pretend(clock.now() + HOLDS + timedelta(seconds=1)):
        door.ask()
    assert door.inner.asked == 2
    for number in range(MOST_KEPT + 5):
        door.ask(PATH_INFO=f"/{number}")
    assert len(door.quiet._kept) <= MOST_KEPT


def test_every_change_counts_but_the_trail_alone(worked: World) -> None:
    """A page that only adds audit rows changes nothing; a word, a draft or a sign-out does."""
    count = counts_changes(database_path(worked.instance))
    chair = worked.client("chair")
    meeting = f"/meetings/{worked.extra['meeting']}"
    chair.get(meeting)
    before = count()
    assert chair.get(meeting).status_code == 200
    assert count() == before
    token = boxes(chair.get("/account").text)["csrf_token"]
    chair.post("/sign-out", data={"csrf_token": token})
    assert count() > before


def test_whoever_signed_out_gets_no_answer_from_memory(worked: World) -> None:
    """A browser that goes on asking with the cookie of before is not signed in."""
    chair, live = worked.client("chair"), f"/meetings/{worked.extra['meeting']}/live"
    tag = chair.get(live, headers=POLL).headers["ETag"]
    asked = {**POLL, "If-None-Match": tag}
    assert [chair.get(live, headers=asked).status_code for _ in range(3)] == [304] * 3
    cookie = chair.get_cookie(worked.cookie)
    assert cookie is not None
    token = boxes(chair.get("/account").text)["csrf_token"]
    chair.post("/sign-out", data={"csrf_token": token})
    thief = worked.app.test_client()
    thief.set_cookie(worked.cookie, cookie.value)
    assert thief.get(live, headers=asked).status_code == 401
