"""Sends invitations: one constant subject, one link, nothing else that could be read on the way.

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

SUBJECT = "You have a message in the MARAC system"
FROM_OUTBOX = "no-reply@marac.example.org"
LINK = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/invitation/[A-Za-z0-9_-]+")
BODY = """\
You have a message in the MARAC system. Open this link to read it:

{link}

The link works once, for 7 days. If you did not expect it, do not open it: tell the
coordinator of your MARAC, by telephone.
"""
SECONDS = 20
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The relay did not take the message."""


def send_link(config: Config, address: str, link: str) -> None:
    """Send one person their link; raises ``NotSent`` when the relay does not take it."""
    message = compose(config.smtp_from or FROM_OUTBOX, address, link)
    if not config.is_production:
        _drop(config.instance / "outbox", message)
        return
    try:
        _relay(config, message, address)
    except (OSError, smtplib.SMTPException) as error:
        log.error("invitation not sent: %s", type(error).__name__)
        raise NotSent from error


def compose(sender: str, address: str, link: str) -> EmailMessage:
    """Write the message. The address and the link are checked again: no line can be smuggled in."""
    if not EMAIL.fullmatch(address) or not LINK.fullmatch(link):
        raise ValueError("An invitation goes to one plain address and holds one link of ours.")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = SUBJECT
    message["From"] = sender
    message["To"] = address
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{uuid4()}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(BODY.format(link=link), cte="7bit")
    return message


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
