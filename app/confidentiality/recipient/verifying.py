"""Checks what was signed of recipients, from the public keys alone: old checks and today's words.

Whether somebody can receive is asked elsewhere, under a root that somebody holds (``trust``).
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.agreement.service import Fault
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.confidentiality.recipient.rules import Step
from app.confidentiality.recipient.trust import (
    entry_of,
    last_confirmed,
    proposed_statement,
    second_of,
)
from app.db import db
from app.vault import signing
from app.vault.errors import Misuse

NOT_SIGNED = "Nobody signed this as it stands."
MOVED = "The entry does not say what two people signed last."


def verify_all() -> list[Fault]:
    """Return every check that is not as it was signed, and every entry that is not as checked."""
    return [*_checks(), *_entries()]


def _checks() -> Iterator[Fault]:
    pairs = {pair.id: pair for pair in db.session.scalars(select(KeyPair))}
    for check in db.session.scalars(select(RecipientCheck)):
        if not all(_signatures(check, pairs)):
            yield Fault("recipient_check", check.id, NOT_SIGNED)


def _entries() -> Iterator[Fault]:
    rows = {row.id: row for row in db.session.scalars(select(Recipient))}
    for recipient_id, check in last_confirmed(rows).items():
        if check.proposed_statement != proposed_statement(check, entry_of(rows[recipient_id])):
            yield Fault("recipient", recipient_id, MOVED)


def _signatures(check: RecipientCheck, pairs: dict[UUID, KeyPair]) -> Iterator[bool]:
    """Say of each of the two signatures whether it is true, and whether the row repeats it."""
    yield _holds(
        check,
        pairs.get(check.proposed_with),
        check.proposed_statement,
        check.proposed_signature,
        step=Step.PROPOSED,
        good_until=check.would_be_good_until,
        person=check.proposed_by,
        agency=check.proposed_agency_id,
        at=check.proposed_at,
    )
    second = second_of(check)
    if second is None:
        yield check.confirmed_by is None and check.good_until is None
        return
    yield _holds(
        check,
        pairs.get(second.confirmed_with),
        check.confirmed_statement or b"",
        check.confirmed_signature or b"",
        step=Step.CONFIRMED,
        good_until=second.good_until,
        person=second.confirmed_by,
        agency=second.confirmed_agency_id,
        at=second.confirmed_at,
    )


def _holds(
    check: RecipientCheck,
    pair: KeyPair | None,
    statement: bytes,
    signature: bytes,
    *,
    step: Step,
    good_until: date,
    person: UUID,
    agency: UUID,
    at: datetime,
) -> bool:
    try:
        said = signing.read_statement(statement)
    except Misuse:
        return False
    of_the_row = {
        "statement": "recipient",
        "area": str(check.area_id),
        "recipient": str(check.recipient_id),
        "check": str(check.id),
        "kind": str(check.kind),
        "step": str(step),
        "good_until": good_until.isoformat(),
        "person": str(person),
        "agency": str(agency),
        "at": moment(at),
    }
    return (
        pair is not None
        and pair.person_id == person
        and said["key_pair"] == str(pair.id)
        and of_the_row.items() <= said.items()
        and is_signed(pair.signing_public, statement, signature)
    )
