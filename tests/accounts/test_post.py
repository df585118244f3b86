"""Invitations by email: a constant subject, one link, and no way to smuggle a line in."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar

import pytest

from app.accounts.person.post import SUBJECT, NotSent, compose, send_link
from app.config import Config

LINK = "https://marac.example.org/invitation/abc_DEF-123"
TO = "nadia@housing.example.org"


class Relay:
    """A relay that keeps what it is given."""

    taken: ClassVar[list[tuple[EmailMessage, str, list[str]]]] = []
    secured: ClassVar[list[Any]] = []

    def __init__(self, host: str, port: int, timeout: int) -> None:
        self.host = host

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *reasons: object) -> None:
        return None

    def starttls(self, context: Any) -> None:
        """Note that the line was secured, and how."""
        self.secured.append(context)

    def send_message(self, message: EmailMessage, from_addr: str, to_addrs: list[str]) -> None:
        """Keep the message with its envelope."""
        self.taken.append((message, from_addr, to_addrs))


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


def test_in_production_it_goes_to_the_relay_over_a_checked_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One recipient in the envelope, the one on the message; nothing is left on the disk."""
    monkeypatch.setattr(smtplib, "SMTP", Relay)
    Relay.taken.clear()
    send_link(production(tmp_path), TO, LINK)
    [(message, sender, to)] = Relay.taken
    assert (sender, to, message["To"]) == ("no-reply@marac.example.org", [TO], TO)
    assert Relay.secured[-1].check_hostname
    assert not list(tmp_path.rglob("*.eml"))


def test_a_relay_on_this_machine_needs_no_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing crosses a network there."""
    monkeypatch.setattr(smtplib, "SMTP", Relay)
    Relay.secured.clear()
    send_link(production(tmp_path, smtp_host="localhost"), TO, LINK)
    assert Relay.secured == []


def test_a_relay_that_does_not_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The administrator learns that it was not sent; the log names the fault and nobody."""

    def refuse(*arguments: object, **more: object) -> None:
        raise ConnectionRefusedError("relay says no to nadia")

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    with pytest.raises(NotSent):
        send_link(production(tmp_path), TO, LINK)
    assert "nadia" not in caplog.text


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
    monkeypatch.setattr(smtplib, "SMTP", Relay)
    Relay.taken.clear()
    with pytest.raises(NotSent):
        send_link(production(tmp_path, **changes), to, LINK)
    assert Relay.taken == []
    with pytest.raises(NotSent):
        send_link(Config(kind="testing", instance=tmp_path, **changes), to, LINK)
    assert not list(tmp_path.glob("outbox/*"))
