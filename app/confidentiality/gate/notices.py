"""Tells people by e-mail that there is something to read: a link, and nothing of what it is.

The fourth time that the firewall is asked. An address is used only if the register gives it to this
person today, at a domain of this recipient, whose entry is in date (AC-16).
"""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.agency.model import Agency
from app.accounts.agency.rules import is_address_of
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import NoticeSent
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.gate import queries
from app.confidentiality.gate.model import Release
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.gate.screening import screen_sending
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient
from app.db import db, transaction
from app.firewall.screen import screen_email
from app.refusals import Blocked

Send = Callable[[str], None]
"""Sends to one address; raises ``NotSent``."""
SECURE_MAIL = ".cjsm.net"


class Outcome(StrEnum):
    """What came of a notice."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    NOT_IN_DATE = "not_in_date"
    NOT_THEIRS = "not_theirs"
    BLOCKED = "blocked"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.SENT: "They were told by e-mail to sign in; the e-mail says nothing of the case.",
    Outcome.NOT_SENT: "The message could not be sent. They see it when they sign in: tell them.",
    Outcome.NOT_IN_DATE: "No message was sent: the register’s entry must be checked again first.",
    Outcome.NOT_THEIRS: (
        "No message was sent: their address is not one that the register has for them. "
        "Have the register put right."
    ),
    Outcome.BLOCKED: "No message was sent: the address may not be written to.",
}


def tell(actor: Actor, row: Release, send: Send) -> dict[UUID, Outcome]:
    """Tell whoever may read a release, or hands it over, to sign in. Call it after the release.

    ``send`` takes an address. Nothing depends on it: what was released waits on their home page.
    """
    people = [reader.person_id for reader in queries.readers(row.id)]
    told = {person: _tell(actor, row, person, send) for person in people}
    if row.hand_over_by is not None and row.hand_over_by != actor.person_id:
        told[row.hand_over_by] = _tell(actor, row, row.hand_over_by, send)
    with transaction():
        for person_id, outcome in told.items():
            record(actor, NoticeSent(row.id, person_id=person_id, outcome=outcome))
    return told


def check_address(actor: Actor | None, to: Recipient, address: str) -> None:
    """Ask the firewall of an address and its recipient, just before a message goes there."""
    screen_sending(actor, to)
    screened(actor, screen_email(address), "recipient", "send.address")


def is_theirs(to: Recipient, address: str) -> bool:
    """Say whether an address is at a domain of this recipient, as the register has it today."""
    hosts = " ".join(domain.removesuffix(SECURE_MAIL) for domain in to.email_domain.split())
    return is_address_of(f"{to.email_domain} {hosts}", address)


def _tell(actor: Actor, row: Release, person_id: UUID, send: Send) -> Outcome:
    to, person = recipient_of(row), db.session.get(Person, person_id)
    if recipient.good_check(Chain.of(actor), to, clock.today()) is None:
        return Outcome.NOT_IN_DATE
    if person is None or not _may_be_written_to(row, to, person):
        return Outcome.NOT_THEIRS
    try:
        check_address(actor, to, person.email)
        send(person.email)
    except Blocked:
        return Outcome.BLOCKED
    except NotSent:
        return Outcome.NOT_SENT
    return Outcome.SENT


def _may_be_written_to(row: Release, to: Recipient, person: Person) -> bool:
    """Whoever reads must be named in the entry with this very address; nobody excluded is told.

    The entry of a member agency takes its people's addresses, and its domains, from the registers
    of people and agencies: a domain that the agency has given up is no longer written to.
    """
    if person.state != PersonState.ACTIVE or is_excluded(
        row.record_id, person.id, person.agency_id
    ):
        return False
    agency = db.session.get_one(Agency, person.agency_id)
    if not is_address_of(agency.email_domain, person.email):
        return False
    if row.hand_over_by == person.id:
        return True
    named = {each.person_id: each.email for each in recipient.people_with_accounts(to.id)}
    return named.get(person.id) == person.email
