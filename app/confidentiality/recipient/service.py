"""The register of recipients as others use it.

propose(actor, entry), change(...), propose_again(...)      # the first of two signatures
confirm(actor, ...), refuse(...), close(actor, id)          # the second, an officer's
entry_of(recipient), good_check(chain, recipient, today)    # whether it may be believed
people_with_accounts(recipient_id)                          # who of them reads in the browser
"""

from uuid import UUID

from sqlalchemy import select

from app.accounts.person.model import Person, PersonState
from app.confidentiality.recipient.confirming import close, confirm, refuse
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.proposing import change, propose, propose_again
from app.confidentiality.recipient.trust import entry_of, good_check, good_checks, identity_of
from app.db import db

__all__ = [
    "change",
    "close",
    "confirm",
    "entry_of",
    "good_check",
    "good_checks",
    "identity_of",
    "people_with_accounts",
    "propose",
    "propose_again",
    "refuse",
]


def people_with_accounts(recipient_id: UUID) -> list[RecipientPerson]:
    """Return those of a recipient's people who read here: at work, of that member agency still."""
    rows = db.session.scalars(
        select(RecipientPerson)
        .join(Recipient, Recipient.id == RecipientPerson.recipient_id)
        .join(Person, Person.id == RecipientPerson.person_id)
        .where(RecipientPerson.recipient_id == recipient_id)
        .where(Person.agency_id == Recipient.agency_id, Person.state == PersonState.ACTIVE)
        .order_by(RecipientPerson.name)
    )
    return list(rows)
