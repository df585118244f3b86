"""Invitations by email: a constant subject, one link, and no way to smuggle a line in."""

import socket
import ssl
from email import message_from_bytes
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from app.accounts.person import post
from app.accounts.person.post import SUBJECT, Line, NotSent, Post, compose, send_link
from app.config import Config
from tests.accounts.relays import Relay, a_relay

LINK = "https://marac.example.org/invitation/abc_DEF-123"
SIGN_IN = "https://marac.example.org/sign-in"
TO = "nadia@housing.example.org"


def production(tmp_path: Path, **changes: Any) -> Config:
    """An installation with a mail relay."""
    settings: dict[str, Any] = {
        "smtp_host": "relay.example.org",
        "smtp_from": "no-reply@marac.example.org",
    }
    return Config(kind="production", instance=tmp_path, **settings | changes)


def test_the_message_holds_a_link_and_nothing_to_read(tmp_path: Path) -> None:
    """No name, no agency, no area: only that there is a message, and where."""
    send_link(Config(kind="testing", instance=tmp_path), TO, LINK)
    [file] = tmp_path.glob("outbox/*.eml")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    message = message_from_bytes(file.read_bytes())
    assert message["Subject"] == SUBJECT
    assert message["To"] == TO
    assert LINK in file.read_text()
    assert sorted(message.keys()) == [
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "a@housing.example.org\nBcc: x@elsewhere.example.org",
        "a@housing.example.org\r\nSubject: =?UTF-8?Q?=0A?=",
        "=?UTF-8?Q?=0A?=Bcc: x@elsewhere.example.org",
        "a@housing.example.org, x@elsewhere.example.org",
        "a@housing.example.org]<x@elsewhere.example.org>",
        "A <a@housing.example.org>",
        "",
    ],
)
def test_an_address_that_is_more_than_an_address_is_refused(address: str) -> None:
    """Whatever the screens before let through (CVE-2024-6923, CVE-2023-27043)."""
    with pytest.raises(ValueError, match="one plain address"):
        compose("no-reply@marac.example.org", address, LINK)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/invitation/abc_DEF-123", "The link works once"),
        ("/sign-in", "Sign in to see it"),
        ("/collect/abc_DEF-123", "which you are told by telephone"),
    ],
)
def test_each_kind_has_constant_words_around_its_link(path: str, said: str) -> None:
    """One subject for all; nothing but where the link leads tells them apart."""
    message = compose("no-reply@marac.example.org", TO, f"https://marac.example.org{path}")
    assert message["Subject"] == SUBJECT
    body = message.get_content()
    assert said in body
    assert body.count("https://") == 1


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://evil.example.org/",
        f"{LINK}\nX: y",
        f"{LINK} x",
        "https://a.example.org/released/1",
    ],
)
def test_a_link_that_is_not_an_invitation_is_refused(link: str) -> None:
    """Nothing else can be sent through here."""
    with pytest.raises(ValueError, match="one link"):
        compose("no-reply@marac.example.org", TO, link)


def here(tmp_path: Path, relay: Relay) -> Config:
    """An installation whose relay is on this machine."""
    return production(tmp_path, smtp_host="127.0.0.1", smtp_port=relay.port)


def everybody(count: int) -> list[str]:
    """So many addresses."""
    return [f"person{number}@housing.example.org" for number in range(count)]


def not_sent(round_of: Post, addresses: list[str]) -> list[str]:
    """Send to each of them; return to whom it did not go."""
    missed = []
    for address in addresses:
        try:
            round_of.send(address, SIGN_IN)
        except NotSent:
            missed.append(address)
    return missed


def test_in_production_it_goes_to_the_relay_over_a_checked_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One recipient in the envelope, the one on the message; nothing is left on the disk."""
    secured: list[ssl.SSLContext] = []
    monkeypatch.setattr(Line, "starttls", lambda line, context: secured.append(context))
    with a_relay() as relay:
        connect = socket.create_connection
        monkeypatch.setattr(
            socket, "create_connection", lambda _, *more: connect(relay.server_address, *more)
        )
        send_link(production(tmp_path), TO, LINK)
        [(to, body)] = relay.taken
    assert to == TO
    assert f"To: {TO}\r\n" in body
    assert LINK in body
    assert secured[-1].check_hostname
    assert secured[-1].verify_mode == ssl.CERT_REQUIRED
    assert not list(tmp_path.rglob("*.eml"))


def test_a_relay_that_cannot_be_secured_is_given_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not offer TLS: no message goes there in the clear."""
    with a_relay() as relay:
        connect = socket.create_connection
        monkeypatch.setattr(
            socket, "create_connection", lambda _, *more: connect(relay.server_address, *more)
        )
        with pytest.raises(NotSent):
            send_link(production(tmp_path), TO, LINK)
        assert relay.taken == []


def test_a_relay_on_this_machine_needs_no_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing crosses a network there."""
    secured: list[object] = []
    monkeypatch.setattr(Line, "starttls", lambda line, context: secured.append(context))
    with a_relay() as relay:
        send_link(here(tmp_path, relay), TO, LINK)
        assert len(relay.taken) == 1
    assert secured == []


def test_a_relay_that_does_not_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The administrator learns that it was not sent; the log names the fault and nobody."""

    def refuse(*arguments: object, **more: object) -> None:
        raise ConnectionRefusedError("relay says no to nadia")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NotSent):
        send_link(production(tmp_path), TO, LINK)
    assert "message not sent: ConnectionRefusedError" in caplog.text
    assert "nadia" not in caplog.text


def test_sixty_messages_go_over_one_connection(tmp_path: Path) -> None:
    """Each to one person, each with the constant words."""
    with a_relay() as relay, Post(here(tmp_path, relay)) as round_of:
        assert not_sent(round_of, everybody(60)) == []
        assert [to for to, _ in relay.taken] == everybody(60)
        assert relay.calls == 1
    bodies = {body.partition("\r\n\r\n")[2] for _, body in relay.taken}
    assert len(bodies) == 1


def test_one_address_that_is_refused_stops_no_other(tmp_path: Path) -> None:
    """Nor does it cost the connection."""
    people = everybody(5)
    with a_relay(refused=people[1:3]) as relay, Post(here(tmp_path, relay)) as round_of:
        assert not_sent(round_of, people) == people[1:3]
        assert [to for to, _ in relay.taken] == [people[0], *people[3:]]
        assert relay.calls == 1


def test_a_relay_that_hangs_up_is_rung_again(tmp_path: Path) -> None:
    """Some take only so many messages in one call; nobody is left out, and nobody told twice."""
    with a_relay(hangs_up_after=2) as relay, Post(here(tmp_path, relay)) as round_of:
        assert not_sent(round_of, everybody(5)) == []
        assert [to for to, _ in relay.taken] == everybody(5)
        assert relay.calls == 3


def test_a_slow_relay_holds_nobody_up_for_long(tmp_path: Path) -> None:
    """After the time for all is over, the rest are counted as not sent, at once."""
    with a_relay(slow=0.05) as relay, Post(here(tmp_path, relay), seconds=0.6) as round_of:
        began = monotonic()
        missed = not_sent(round_of, everybody(40))
        assert monotonic() - began < 1.2
        went = [to for to, _ in relay.taken]
    assert went
    assert missed
    assert {*went, *missed} == set(everybody(40))


def test_a_relay_that_says_nothing_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each of sixty people."""
    monkeypatch.setattr(post, "SECONDS", 0.2)
    with a_relay(slow=1) as relay, Post(here(tmp_path, relay)) as round_of:
        began = monotonic()
        assert not_sent(round_of, everybody(60)) == everybody(60)
        assert monotonic() - began < 0.8
        assert relay.calls == 1


@pytest.mark.parametrize(
    ("to", "changes"),
    [
        ("desk@homeoffice.gov.uk", {}),
        ("desk@digital.homeoffice.gov.uk", {}),
        (TO, {"smtp_host": "mail.homeoffice.gov.uk"}),
        (TO, {"smtp_from": "marac@homeoffice.gov.uk"}),
    ],
)
def test_nothing_is_sent_to_the_home_office_or_through_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, changes: dict[str, str]
) -> None:
    """The last of the four points: whatever was planted before, no message leaves that way."""
    calls: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *where: calls.append(where))
    with pytest.raises(NotSent):
        send_link(production(tmp_path, **changes), to, LINK)
    assert calls == []
    with pytest.raises(NotSent):
        send_link(Config(kind="testing", instance=tmp_path, **changes), to, LINK)
    assert not list(tmp_path.glob("outbox/*"))
