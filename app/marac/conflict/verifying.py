"""Checks what was signed about conflicts of interest, from the public keys alone."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select

from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.db import db
from app.marac.conflict import statements
from app.marac.conflict.model import Conflict, ConflictDecision

Row = TypeVar("Row", Conflict, ConflictDecision)
NOT_SIGNED = "Nobody signed this about who may know somebody in a case."


def verify_all() -> list[Fault]:
    """Return every conflict and every decision that is not as it was signed."""
    return [
        *_faults(Conflict, statements.entered, "conflict"),
        *_faults(ConflictDecision, statements.decided, "conflict_decision"),
    ]


def _faults(table: type[Row], says: Callable[[Row], bytes], what: str) -> list[Fault]:
    return [
        Fault(what, row.id, NOT_SIGNED)
        for row in db.session.scalars(select(table))
        if not _holds(row, says(row))
    ]


def _holds(row: Row, said: bytes) -> bool:
    pair = db.session.get(KeyPair, row.key_pair_id)
    return (
        pair is not None
        and pair.person_id == row.by_person_id
        and row.statement == said
        and is_signed(pair.signing_public, said, row.signature)
    )
