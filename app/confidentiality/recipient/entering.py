"""Writes what an entry says into the register, once that counts.

At once while nobody relies on the entry, else when the second of two people has signed it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from app.access.actor import Actor
from app.audit import record
from app.audit.events import RecipientChanged
from app.confidentiality.recipient import ports
from app.confidentiality.recipient.model import Recipient, RecipientPerson
from app.confidentiality.recipient.rules import Entry, RecipientKind, identity, is_same
from app.confidentiality.recipient.trust import entry_of
from app.db import db, new_id


def rewrite(actor: Actor, row: Recipient, entry: Entry) -> None:
    """Have an entry say this from now on. No earlier check counts; nothing happens if it does so.

    What was released to whom it meant before is stopped, if it means somebody else now.
    """
    before = entry_of(row)
    if is_same(before, entry):
        return
    for name, value in values_of(entry).items():
        setattr(row, name, value)
    db.session.execute(delete(RecipientPerson).where(RecipientPerson.recipient_id == row.id))
    write_people(row.id, entry)
    touch(row)
    record(actor, RecipientChanged(row.id))
    if identity(before) != identity(entry):
        ports.end(actor, row.id)


def values_of(entry: Entry) -> dict[str, object]:
    """Return the columns of an entry."""
    return {
        "name": entry.name,
        "kind": RecipientKind(entry.kind),
        "agency_id": UUID(entry.agency_id) if entry.agency_id else None,
        "postal_address": entry.postal_address,
        "email_domain": entry.email_domain,
        "telephone": entry.telephone,
        "number": entry.number,
        "proof_kind": entry.proof_kind,
        "proof": entry.proof,
        "needs_review": entry.needs_review,
        "dpo_name": entry.dpo_name,
        "dpo_note": entry.dpo_note,
        "dpo_on": date.fromisoformat(entry.dpo_on) if entry.dpo_on else None,
    }


def write_people(recipient_id: UUID, entry: Entry) -> None:
    """Write the people of an entry."""
    for each in entry.people:
        db.session.add(
            RecipientPerson(
                id=new_id(),
                recipient_id=recipient_id,
                name=each.name,
                job=each.job,
                email=each.email,
                telephone=each.telephone,
                person_id=UUID(each.person_id) if each.person_id else None,
            )
        )


def touch(row: Recipient) -> None:
    """Write a new revision, even where only the people or the checks changed."""
    flag_modified(row, "name")
    db.session.flush()
