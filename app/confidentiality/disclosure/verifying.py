"""Checks what chairs decided, from the public keys alone."""

from sqlalchemy import select

from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.confidentiality.disclosure.model import Decision, Spoken
from app.confidentiality.disclosure.statements import decision_statement, spoken_statement
from app.db import db
from app.vault import signing
from app.vault.errors import Misuse


def verify_all() -> list[Fault]:
    """Return every decision, and all that was told aloud, that is not as a chair signed it."""
    rows = db.session.execute(
        select(Decision, KeyPair).join(KeyPair, KeyPair.id == Decision.key_pair_id)
    )
    return [
        Fault("decision", row.id, "No chair signed this as it stands.")
        for row, pair in rows
        if not _holds(row, pair)
    ] + _spoken()


def _spoken() -> list[Fault]:
    """Whatever a chair looked at of what was told by word of mouth, and is not as she signed it."""
    rows = db.session.execute(
        select(Spoken, KeyPair).join(KeyPair, KeyPair.id == Spoken.key_pair_id)
    )
    return [
        Fault("spoken", row.id, "No chair signed this as it stands.")
        for row, pair in rows
        if not _looked(row, pair)
    ]


def _looked(row: Spoken, pair: KeyPair) -> bool:
    try:
        said = signing.read_statement(row.statement or b"")
        again = spoken_statement(row, said["told"], said["looked"])
    except (Misuse, KeyError):
        return False
    return (
        pair.person_id == row.looked_by
        and again == row.statement
        and is_signed(pair.signing_public, again, row.signature or b"")
    )


def _holds(row: Decision, pair: KeyPair) -> bool:
    """Whether the row is what was signed. The content itself is checked by whoever opens it."""
    try:
        said = signing.read_statement(row.statement)
        again = decision_statement(row, said["asked"], said["chosen"])
    except (Misuse, KeyError):
        return False
    return (
        pair.person_id == row.decided_by
        and again == row.statement
        and is_signed(pair.signing_public, row.statement, row.signature)
    )
