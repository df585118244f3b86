"""Asks the firewall about every word of an entry: the first of the four points."""

from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.confidentiality.recipient.rules import Entry, Named
from app.firewall.screen import (
    needs_review,
    screen_commitment,
    screen_email,
    screen_identity,
    screen_job,
    screen_person_name,
    screen_postal,
    screen_recipient,
)


def screen_entry(actor: Actor, entry: Entry) -> None:
    """Raise ``Blocked`` beside what the firewall refuses; the attempt itself is kept."""
    screened(actor, screen_identity(entry.name), "name", "recipient.name")
    for domain in entry.email_domain.split():
        screened(actor, screen_email(f"post@{domain}"), "email_domain", "recipient.domain")
    if entry.postal_address:
        screened(actor, screen_postal(entry.postal_address), "postal_address", "recipient.postal")
    for number, person in enumerate(entry.people):
        _screen_person(actor, person, number)
    for field in ("proof", "dpo_note"):
        if words := getattr(entry, field):
            screened(actor, screen_commitment(words), field, f"recipient.{field}")
    if entry.dpo_name:
        screened(actor, screen_person_name(entry.dpo_name), "dpo_name", "recipient.dpo_name")
    together = screen_recipient(
        entry.name,
        [person.email for person in entry.people if person.email],
        [person.name for person in entry.people],
        entry.postal_address,
    )
    screened(actor, together, "name", "recipient.whole")


def _screen_person(actor: Actor, person: Named, number: int) -> None:
    screened(actor, screen_person_name(person.name), f"name_{number}", "recipient.person")
    if person.job:
        screened(actor, screen_job(person.job), f"job_{number}", "recipient.job")
    if person.email:
        screened(actor, screen_email(person.email), f"email_{number}", "recipient.email")


def works_for_them(entry: Entry) -> bool:
    """Say whether anything in an entry names a contractor or mixed body, which needs a review."""
    jobs = (person.job for person in entry.people)
    return any(needs_review(words) for words in (entry.name, *jobs) if words)
