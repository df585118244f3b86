"""AC-53: somebody floods the service on the day of a meeting, and the meeting does not wait."""

import threading
import time
from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.vault import passphrase as passphrases
from app.web import flood
from app.web.flood import KNOWN, SENT_AT_ONCE, SIGNED_IN, STRANGERS, Flood
from tests.builders import World
from tests.pages import boxes

POLL = {"X-Poll": "1"}
OURS = {"HTTP_COOKIE": "marac=s.ours", "REMOTE_ADDR": "192.0.2.7"}
THEIRS = {"REMOTE_ADDR": "192.0.2.7"}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Knows one cookie."""
    environ[KNOWN] = environ.get("HTTP_COOKIE") == OURS["HTTP_COOKIE"]
    start("200 OK", [])
    return []


def ask(door: Flood, **asked: str) -> int:
    """Ask once, and return the status."""
    said: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sign-in", **asked}
    door(environ, lambda status, _headers: said.append(status))
    return int(said[0][:3])


def test_strangers_are_held_off_and_whoever_is_signed_in_is_not() -> None:
    """Even from the same address: a council's people share one with whoever floods."""
    door = Flood(application)
    assert ask(door, **OURS) == 200
    answers = [ask(door, **THEIRS) for _ in range(int(STRANGERS.at_once) + 50)]
    assert answers[:100] == [200] * 100
    assert answers[-10:] == [429] * 10
    assert ask(door, **OURS) == 200
    assert ask(door, REMOTE_ADDR="192.0.2.8") == 200


def test_one_session_cannot_keep_the_others_waiting() -> None:
    """A window gone wild, or a stolen session, is counted by itself, and let in again soon."""
    door = Flood(application)
    answers = [ask(door, **OURS) for _ in range(int(SIGNED_IN.at_once) + 60)]
    assert 429 in answers
    with clock.pretend(clock.now() + timedelta(seconds=30)):
        assert ask(door, **OURS) == 200


def test_made_up_cookies_and_a_network_of_addresses_do_not_help() -> None:
    """A cookie counts only once somebody was signed in with it; a network is one address."""
    door = Flood(application)
    many = int(STRANGERS.at_once) + 50
    made_up = [ask(door, HTTP_COOKIE=f"marac=s.{each}", **THEIRS) for each in range(many)]
    assert made_up[-1] == 429
    network = [ask(door, REMOTE_ADDR=f"2001:db8::{each:x}") for each in range(many)]
    assert network[-1] == 429


def test_style_sheets_are_not_counted_and_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page brings thirty of them; and no flood of addresses fills the memory."""
    monkeypatch.setattr(flood, "MOST_KEPT", 100)
    door = Flood(application)
    assert {ask(door, PATH_INFO="/static/app.css", **THEIRS) for _ in range(500)} == {200}
    for each in range(500):
        ask(door, REMOTE_ADDR=f"198.51.100.{each % 250}.{each}")
    assert len(door._left) <= 101


def test_a_refusal_says_nothing_of_anybody_and_carries_every_header() -> None:
    """The answer is the same bytes for all, and as closed as every other."""
    said: list[Any] = []
    door = Flood(application)
    door._left["address:192.0.2.7"] = (0.0, clock.now())
    body = door({"PATH_INFO": "/", **THEIRS}, lambda *answer: said.append(answer))
    status, headers = said[0]
    assert status.startswith("429")
    assert dict(headers)["Retry-After"] == flood.WAIT_SECONDS
    assert "Content-Security-Policy" in dict(headers)
    assert list(body) == [flood.BODY]


def test_drill_wrong_sign_ins_by_the_hundred_do_not_stop_the_meeting(
    worked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While forty browsers guess at once, few are worked on, and the chair's page goes on."""
    worked.app.hold_off()  # type: ignore[attr-defined]
    chair, live = worked.client("chair"), f"/meetings/{worked.extra['meeting']}/live"
    assert chair.get(live, headers=POLL).status_code == 200
    at_work: list[int] = []
    going, let_go, turn = [0], threading.Event(), threading.Lock()

    def slow(_passphrase: str, _salt: bytes) -> bytes:
        with turn:
            going[0] += 1
            at_work.append(going[0])
        let_go.wait(30)
        with turn:
            going[0] -= 1
        return bytes(32)

    monkeypatch.setattr(passphrases, "derive", slow)
    answers: list[int] = []

    def guess(number: int) -> None:
        client = worked.app.test_client()
        token = boxes(client.get("/sign-in").text)["csrf_token"]
        form = {"email": f"{number}@example.org", "passphrase": "a", "code": "123456"}
        sent = client.post("/sign-in", data={**form, "csrf_token": token})
        answers.append(sent.status_code)

    guessing = [threading.Thread(target=Context().run, args=(guess, each)) for each in range(40)]
    for each in guessing:
        each.start()
    until = time.monotonic() + 20
    while going[0] + len(answers) < 40 and time.monotonic() < until:
        time.sleep(0.05)
    for _ in range(20):
        assert Context().run(chair.get, live, headers=POLL).status_code == 200
    let_go.set()
    for each in guessing:
        each.join(timeout=30)
    assert max(at_work) <= SENT_AT_ONCE
    assert set(answers) == {422, 429}
    assert Context().run(chair.get, live, headers=POLL).status_code == 200
