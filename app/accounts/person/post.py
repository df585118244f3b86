"""Sends messages: one constant subject, one link, nothing else that could be read on the way.

There are three kinds, told apart by where the link leads: an invitation, a notice to somebody with
an account that there is something to read, and a link for one named person outside. What they are
about is in none of them, and there is no way here to attach anything (AC-17, AC-18).

What one page or one command sends goes over one connection, one message after another (``Post``). A
page does not wait for a slow relay longer than ``IN_ALL`` seconds, whatever it has to send.

Outside production no message leaves the machine: it becomes a file in ``instance/outbox``.
"""

import logging
import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from app import clock
from app.accounts.person.rules import EMAIL
from app.config import Config
from app.firewall.domains import is_family_address
from app.firewall.screen import screen_email

SUBJECT = "You have a message in the MARAC system"
FROM_OUTBOX = "no-reply@marac.example.org"
_HOST = r"https?://[A-Za-z0-9.:\[\]-]+"
INVITATION = """\
You have a message in the MARAC system. Open this link to read it:

{link}

The link works once, for 7 days. If you did not expect it, do not open it: tell the
coordinator of your MARAC, by telephone.
"""
NOTICE = """\
There is something for you in the MARAC system. Sign in to see it:

{link}

This message says nothing of what it is. If you did not expect it, tell the coordinator of your
MARAC, by telephone.
"""
COLLECTION = """\
You have a message in the MARAC system. Open this link to read it:

{link}

It asks for a passphrase, which you are told by telephone and never by e-mail. Do not pass the link
on. If you did not expect it, do not open it: ring whoever sent it, on a number that you know.
"""
KINDS = (
    (re.compile(rf"{_HOST}/invitation/[A-Za-z0-9_-]+"), INVITATION),
    (re.compile(rf"{_HOST}/sign-in"), NOTICE),
    (re.compile(rf"{_HOST}/collect/[A-Za-z0-9_-]+"), COLLECTION),
)
"""Where a link may lead, and the words around it."""
SECONDS = 8
"""How long one answer of the relay is waited for."""
IN_ALL = 15.0
"""How long a page waits for the relay in all, however many messages it sends."""
NO_HURRY = float("inf")
"""A command, for which nobody waits before a screen, gives the relay as long as it takes."""
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The relay did not take the message."""


class Post:
    """Messages that go one after another: over one connection, and within so many seconds in all.

    One that does not go stops no other. When the relay hangs up between two messages it is rung
    again; when it does not answer at all, the rest are not tried, so that nobody waits for each.
    """

    def __init__(self, config: Config, seconds: float = IN_ALL) -> None:
        self._config = config
        self._until = monotonic() + seconds
        self._line: Line | None = None
        self._is_down = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, address: str, link: str) -> None:
        """Send one person a link; raises ``NotSent`` when the relay does not take it.

        The firewall is asked at this last point too, of the address and of the relay it goes by.
        """
        if not screen_email(address).allowed or any(map(is_family_address, _way(self._config))):
            log.error("message not sent: the firewall refused where it would go")
            raise NotSent
        message = compose(self._config.smtp_from or FROM_OUTBOX, address, link)
        if not self._config.is_production:
            _drop(self._config.instance / "outbox", message)
            return
        try:
            self._hand_over(message, address)
        except (OSError, smtplib.SMTPException) as error:
            log.error("message not sent: %s", type(error).__name__)
            raise NotSent from error

    def close(self) -> None:
        """Take leave of the relay; what it says to that changes nothing."""
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()

    def _hand_over(self, message: EmailMessage, address: str) -> None:
        line = self._ring()
        try:
            line.send_message(message, self._config.smtp_from, [address])
        except TimeoutError:
            line.close()  # nobody knows how far it came: the next message begins anew
            raise

    def _ring(self) -> "Line":
        """The line that is open, if the relay is still there; else a new one."""
        if self._line is not None and not self._line.is_there():
            self._line = None
        if self._line is None:
            if self._is_down:
                raise ConnectionError("the relay did not answer before")
            self._is_down = True
            self._line = Line(self._config, self._until)
            self._is_down = False
        return self._line


class Line(smtplib.SMTP):
    """A connection to the relay that is secured, and every wait of which ends in time."""

    def __init__(self, config: Config, until: float) -> None:
        assert config.smtp_host is not None
        self._until = until
        super().__init__(config.smtp_host, config.smtp_port, config.hostname, self._left())
        if config.smtp_host not in THIS_MACHINE:
            try:
                self.starttls(context=ssl.create_default_context())
            except (OSError, smtplib.SMTPException):
                self.close()
                raise

    def is_there(self) -> bool:
        """Whether the relay still answers; it may have hung up after the last message."""
        try:
            if self.noop()[0] == 250:
                return True
        except (OSError, smtplib.SMTPException):
            pass  # it is closed below, whatever it was
        self.close()
        return False

    def send(self, s: Any) -> None:
        """Say something to the relay, within the time that is left."""
        self._be_quick()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for what the relay answers, within the time that is left."""
        self._be_quick()
        return super().getreply()

    def _be_quick(self) -> None:
        if self.sock is not None:
            self.sock.settimeout(self._left())

    def _left(self) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("the relay took too long in all")
        return min(SECONDS, left)


def send_link(config: Config, address: str, link: str) -> None:
    """Send one person a link; raises ``NotSent`` when the relay does not take it."""
    with Post(config) as post:
        post.send(address, link)


def compose(sender: str, address: str, link: str) -> EmailMessage:
    """Write the message. The address and the link are checked again: no line can be smuggled in."""
    body = next((words for link_of, words in KINDS if link_of.fullmatch(link)), None)
    if not EMAIL.fullmatch(address) or body is None:
        raise ValueError("A message goes to one plain address and holds one link of ours.")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = SUBJECT
    message["From"] = sender
    message["To"] = address
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{uuid4()}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.format(link=link), cte="7bit")
    return message


def _way(config: Config) -> list[str]:
    """Return the hosts of ours that a message passes, as far as this installation names them."""
    return [host for host in (config.smtp_host, config.smtp_from) if host]


def _drop(outbox: Path, message: EmailMessage) -> None:
    outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.eml"
    handle = os.open(outbox / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(bytes(message))
