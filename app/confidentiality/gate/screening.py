"""The firewall at the gate: asked when a package is built, and when something is to be received.

First of the recipient and the words, then of the recipient as the register has it at that moment.
"""

from collections.abc import Iterable
from uuid import UUID

from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.confidentiality.gate import queries
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.service import entry_of
from app.firewall.screen import (
    Verdict,
    screen_commitment,
    screen_identity,
    screen_job,
    screen_letter,
    screen_recipient,
)


def envelope(recipient: Recipient) -> Verdict:
    """Judge all that the register says of a recipient, as it stands now."""
    entry = entry_of(recipient)
    hosts = [f"office@{domain}" for domain in entry.email_domain.split()]
    named = [person.name for person in entry.people]
    mail = [person.email for person in entry.people if person.email]
    verdict = screen_recipient(entry.name, [*hosts, *mail], named, entry.postal_address)
    if not verdict.allowed:
        return verdict
    jobs = [screen_job(person.job) for person in entry.people if person.job]
    return next((job for job in jobs if not job.allowed), screen_identity(entry.name))


def screen_package(
    actor: Actor, recipient: Recipient, commitments: Iterable[str], letter: str
) -> None:
    """Ask the firewall about a package before it is built. The attempt is kept if it says no."""
    screened(actor, envelope(recipient), "recipient", "package.recipient")
    for words in commitments:
        screened(actor, screen_commitment(words), "package", "package.words")
    if letter:
        screened(actor, screen_letter(letter), "package", "package.letter")


def screen_release(actor: Actor, package_id: UUID) -> None:
    """Ask the firewall about a package's recipient once more, before a chair signs.

    Call it before the transaction in which she does: there a refusal would take its trace along.
    """
    to = recipients.recipient(actor, queries.package(actor, package_id).recipient_id)
    screened(actor, envelope(to), "recipient", "package.recipient")


def screen_sending(actor: Actor | None, recipient: Recipient) -> None:
    """Ask the firewall once more about the recipient, just before something is received."""
    screened(actor, envelope(recipient), "recipient", "send.recipient")
