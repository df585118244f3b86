"""Sends messages: one constant subject, one link, nothing else that could be read on the way.

There are three kinds, told apart by where the link leads: an invitation, a notice to somebody with
an account that there is something to read, and a link for one named person outside. What they are
about is in none of them, and there is no way here to attach anything (AC-17, AC-18).

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
SECONDS = 20
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The relay did not take the message."""


def send_link(config: Config, address: str, link: str) -> None:
    """Send one person a link; raises ``NotSent`` when the relay does not take it.

    The firewall is asked at this last point too, of the address and of the relay it goes through.
    """
    if not screen_email(address).allowed or any(map(is_family_address, _way(config))):
        log.error("message not sent: the firewall refused where it would go")
        raise NotSent
    message = compose(config.smtp_from or FROM_OUTBOX, address, link)
    if not config.is_production:
        _drop(config.instance / "outbox", message)
        return
    try:
        _relay(config, message, address)
    except (OSError, smtplib.SMTPException) as error:
        log.error("message not sent: %s", type(error).__name__)
        raise NotSent from error


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


def _relay(config: Config, message: EmailMessage, address: str) -> None:
    assert config.smtp_host is not None
    with smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=SECONDS) as relay:
        if config.smtp_host not in THIS_MACHINE:
            relay.starttls(context=ssl.create_default_context())
        relay.send_message(message, from_addr=config.smtp_from, to_addrs=[address])
