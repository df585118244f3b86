"""Asks the firewall about every word of an entry: the first of the four points."""

from collections.abc import Iterator

from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.confidentiality.recipient.rules import Entry, Named
from app.firewall.screen import (
    Verdict,
    leads_to_review,
    needs_review,
    screen_commitment,
    screen_email,
    screen_identity,
    screen_job,
    screen_person_name,
    screen_postal,
    screen_recipient,
)
from app.refusals import Blocked

THEIRS = "home-office-"


def screen_entry(actor: Actor, entry: Entry) -> None:
    """Raise ``Blocked`` beside what the firewall refuses; the attempt itself is kept."""
    for field, where, verdict in verdicts(entry):
        screened(actor, verdict, field, where)


def screen_unchecked(actor: Actor, entry: Entry) -> None:
    """Raise ``Blocked`` where words as they were typed name or reach the Home Office.

    Asked before anything else is: an attempt is one also where the entry has other mistakes.
    """
    for field, where, verdict in verdicts(entry):
        if verdict.rule.startswith(THEIRS):
            screened(actor, verdict, field, where)


def blocked(actor: Actor, entry: Entry, *, theirs: bool = False) -> list[Blocked]:
    """Return everything that the firewall refuses of an entry, the first of each field.

    Each is an attempt that is kept. ``theirs``: only what names or reaches the Home Office, of an
    entry that is not finished; that something is missing or oddly written others say.
    """
    found: dict[str, Blocked] = {}
    for field, where, verdict in verdicts(entry):
        if field in found or (theirs and not verdict.rule.startswith(THEIRS)):
            continue
        try:
            screened(actor, verdict, field, where)
        except Blocked as refused:
            found[field] = refused
    return list(found.values())


def verdicts(entry: Entry) -> Iterator[tuple[str, str, Verdict]]:
    """Judge every word of an entry: field, the code of the place, verdict."""
    yield "name", "recipient.name", screen_identity(entry.name)
    for domain in entry.email_domain.split():
        yield "email_domain", "recipient.domain", screen_email(f"post@{domain}")
    if entry.postal_address:
        yield "postal_address", "recipient.postal", screen_postal(entry.postal_address)
    for number, person in enumerate(entry.people):
        yield from _of_person(person, number)
    for field in ("proof", "dpo_note"):
        if words := getattr(entry, field):
            yield field, f"recipient.{field}", screen_commitment(words)
    if entry.dpo_name:
        yield "dpo_name", "recipient.dpo_name", screen_person_name(entry.dpo_name)
    together = screen_recipient(
        entry.name,
        [person.email for person in entry.people if person.email],
        [person.name for person in entry.people],
        entry.postal_address,
    )
    yield "name", "recipient.whole", together


def _of_person(person: Named, number: int) -> Iterator[tuple[str, str, Verdict]]:
    yield f"name_{number}", "recipient.person", screen_person_name(person.name)
    if person.job:
        yield f"job_{number}", "recipient.job", screen_job(person.job)
    if person.email:
        yield f"email_{number}", "recipient.email", screen_email(person.email)


def works_for_them(entry: Entry) -> bool:
    """Say whether anything in an entry names a contractor or mixed body, which needs a review.

    Its name, its people's jobs, where its post goes, and every mailbox: whoever is known by the
    mailbox alone is known.
    """
    jobs = (person.job for person in entry.people)
    lines = entry.postal_address.splitlines()
    hosts = (*entry.email_domain.split(), *(person.email for person in entry.people))
    return any(needs_review(words) for words in (entry.name, *jobs, *lines) if words) or any(
        leads_to_review(host) for host in hosts if host
    )
