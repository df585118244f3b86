"""AC-53: somebody floods the service on the day of a meeting, and the meeting does not wait."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import Context
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.accounts.area.rules import LIMITS
from app.vault import passphrase as passphrases
from app.web import flood
from app.web.bodies import LONGEST
from app.web.flood import (
    EACH_AT_ONCE,
    KNOWN,
    KNOWN_FOR,
    SENT_AT_ONCE,
    SIGNED_IN,
    STRANGERS,
    Flood,
)
from tests.builders import World
from tests.pages import boxes

POLL = {"X-Poll": "1"}
ROOT = Path(__file__).resolve().parents[2]
SERVER = """
from flask import Flask, request
from app.web.flood import Flood
app = Flask(__name__)
@app.post("/sign-in")
def sign_in():
    return request.form.get("email", "")
app.wsgi_app = Flood(app.wsgi_app, "marac")
"""
HEAD = (
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\n"
)
OURS = {"HTTP_COOKIE": "marac=s.ours", "REMOTE_ADDR": "192.0.2.7"}
THEIRS = {"REMOTE_ADDR": "192.0.2.7"}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Knows one session."""
    environ[KNOWN] = OURS["HTTP_COOKIE"] in environ.get("HTTP_COOKIE", "").split("; ")
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
    door = Flood(application, "marac")
    assert ask(door, **OURS) == 200
    answers = [ask(door, **THEIRS) for _ in range(int(STRANGERS.at_once) + 50)]
    assert answers[:100] == [200] * 100
    assert answers[-10:] == [429] * 10
    assert ask(door, **OURS) == 200
    assert ask(door, REMOTE_ADDR="192.0.2.8") == 200


def test_one_session_cannot_keep_the_others_waiting() -> None:
    """A window gone wild, or a stolen session, is counted by itself, and let in again soon."""
    door = Flood(application, "marac")
    answers = [ask(door, **OURS) for _ in range(int(SIGNED_IN.at_once) + 60)]
    assert 429 in answers
    with clock.pretend(clock.now() + timedelta(seconds=30)):
        assert ask(door, **OURS) == 200


def test_made_up_cookies_and_a_network_of_addresses_do_not_help() -> None:
    """A cookie counts only once somebody was signed in with it; a network is one address."""
    door = Flood(application, "marac")
    many = int(STRANGERS.at_once) + 50
    made_up = [ask(door, HTTP_COOKIE=f"marac=s.{each}", **THEIRS) for each in range(many)]
    assert made_up[-1] == 429
    network = [ask(door, REMOTE_ADDR=f"2001:db8::{each:x}") for each in range(many)]
    assert network[-1] == 429


def test_a_session_has_one_allowance_whatever_is_sent_beside_its_cookie() -> None:
    """Three hundred names beside one's own session are one session; and it pushes nobody out."""
    door = Flood(application, "marac")
    many = int(SIGNED_IN.at_once) + 100
    answers = [ask(door, HTTP_COOKIE=f"marac=s.ours; x={each % 300}") for each in range(many)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert len(door._known) == 1


def test_whoever_has_written_for_an_hour_is_no_stranger_when_they_send_it() -> None:
    """Not even from an office whose address is flooded; a session that ended is forgotten."""
    door = Flood(application, "marac")
    assert ask(door, **OURS) == 200
    idle = timedelta(minutes=LIMITS["meeting_idle_minutes"][1])
    assert idle < KNOWN_FOR
    with clock.pretend(clock.now() + idle):
        while ask(door, REQUEST_METHOD="POST", **THEIRS) == 200:
            pass
        assert ask(door, REQUEST_METHOD="POST", **OURS) == 200
    ended = {**OURS, "HTTP_COOKIE": "marac=s.other"}
    door._known[door._session(dict(ended))] = clock.now()
    assert ask(door, **ended) == 200
    assert len(door._known) == 1


def test_asking_for_pages_stops_no_form_of_the_same_office() -> None:
    """Whoever floods with pages behind a council's address does not use up its sign-ins."""
    door = Flood(application, "marac")
    while ask(door, **THEIRS) == 200:
        pass
    assert ask(door, REQUEST_METHOD="POST", **THEIRS) == 200


def test_one_address_and_one_session_have_only_some_of_the_places() -> None:
    """Half of the strangers' places are left to the other addresses, and most to the signed in."""
    door = Flood(application, "marac")
    assert [door._begin("address:a", is_known=False) for _ in range(EACH_AT_ONCE + 1)][-1] is False
    assert door._begin("address:b", is_known=False)
    assert [door._begin("session:c", is_known=True) for _ in range(EACH_AT_ONCE + 1)][-1] is False
    for _ in range(EACH_AT_ONCE):
        door._end("address:a", is_known=False)
        door._end("session:c", is_known=True)
    door._end("address:b", is_known=False)
    assert not any(door._at_work.values())


def test_a_body_is_there_before_it_takes_a_place_and_is_the_same_to_the_application() -> None:
    """One that is shorter than it says is not handed on; one that is too long is not read."""
    read: list[bytes] = []

    def reading(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        read.append(environ["wsgi.input"].read())
        return application(environ, start)

    door = Flood(reading, "marac")

    def send(body: bytes, told: int | None, **asked: Any) -> int:
        length = {} if told is None else {"CONTENT_LENGTH": str(told)}
        given: Any = {"REQUEST_METHOD": "POST", "wsgi.input": BytesIO(body), **length, **asked}
        return ask(door, **THEIRS, **given)

    assert send(b"email=a", 7) == 200
    assert send(b"email=b", None, **{"wsgi.input_terminated": True}) == 200
    assert send(b"email", 7) == 408
    assert read == [b"email=a", b"email=b"]
    unread = BytesIO(b"email=c")
    assert (
        ask(
            door,
            REQUEST_METHOD="POST",
            **{"wsgi.input": unread},
            **{"CONTENT_LENGTH": str(LONGEST + 1)},
        )
        == 200
    )
    assert not any(door._at_work.values())


def test_drill_connections_whose_bodies_never_come_keep_nobody_from_signing_in(
    tmp_path: Path,
) -> None:
    """Forty held open by one laptop on the server as it is: a form that is all there is taken."""
    (tmp_path / "slow.py").write_text(SERVER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PORT": str(port), "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    config = str(ROOT / "scripts/gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "--config", config, "slow:app"]
    with subprocess.Popen(command, env=env) as server, ExitStack() as held:
        held.callback(server.terminate)
        first = _connected(port)
        held.callback(first.close)
        for _ in range(40):
            idle = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            idle.sendall(HEAD)
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
                asking.sendall(HEAD + b"email=a")
                assert b" 200 " in asking.recv(4000)


def _connected(port: int) -> socket.socket:
    """The first connection that the server takes, within a minute."""
    until = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_style_sheets_are_not_counted_and_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page brings thirty of them; and no flood of addresses fills the memory."""
    monkeypatch.setattr(flood, "MOST_KEPT", 100)
    door = Flood(application, "marac")
    assert {ask(door, PATH_INFO="/static/app.css", **THEIRS) for _ in range(500)} == {200}
    for each in range(500):
        ask(door, REMOTE_ADDR=f"198.51.100.{each % 250}.{each}")
    assert len(door._left) <= 101


def test_a_refusal_says_nothing_of_anybody_and_carries_every_header() -> None:
    """The answer is the same bytes for all, and as closed as every other."""
    said: list[Any] = []
    door = Flood(application, "marac")
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
