"""Checks what two officers signed for each paper pack, from the public keys alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.area.model import Area
from app.accounts.person.model import KeyPair
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.agreement.service import Fault
from app.confidentiality.circle.chain import Chain
from app.db import db
from app.marac.pack import queries, statements
from app.marac.pack.model import Pack

NOT_ASKED = "No officer signed that these copies be made."
NOT_AGREED = "No second officer signed for these copies."


def verify_all() -> list[Fault]:
    """Return every pack for whose copies not both signatures hold; one waits for its second.

    No copy was printed before both were there.
    """
    faults = []
    for row, area in db.session.execute(select(Pack, Area).join(Area, Area.id == Pack.area_id)):
        chain = Chain(area.id, area.root_public or b"")
        if not _asked(chain, row):
            faults.append(Fault("pack", row.id, NOT_ASKED))
        printed = any(copy.printed_at for copy in queries.copies(row.id))
        if (printed or row.agreed_at is not None) and not _agreed(chain, row):
            faults.append(Fault("pack", row.id, NOT_AGREED))
    return faults


def _asked(chain: Chain, row: Pack) -> bool:
    said = statements.asked(row, queries.copies(row.id))
    is_same = said == row.asked_statement
    return is_same and _signed(
        chain, row.asked_with, row.asked_by, row.asked_at, said, row.asked_signature
    )


def _agreed(chain: Chain, row: Pack) -> bool:
    if row.agreed_by is None or row.agreed_with is None or row.agreed_at is None:
        return False
    said = statements.agreed(row, queries.copies(row.id))
    first, second = chain.once(row.asked_with), chain.once(row.agreed_with)
    if first is None or second is None or first.agency_id == second.agency_id:
        return False
    is_same = said == row.agreed_statement and first.person_id != second.person_id
    return is_same and _signed(
        chain, row.agreed_with, row.agreed_by, row.agreed_at, said, row.agreed_signature or b""
    )


def _signed(
    chain: Chain, key_pair_id: UUID, person_id: UUID, at: datetime, said: bytes, signature: bytes
) -> bool:
    """Whether a pair of this person's, an officer's at that moment, signed these bytes."""
    pair = db.session.get(KeyPair, key_pair_id)
    return (
        pair is not None
        and pair.person_id == person_id
        and is_signed(pair.signing_public, said, signature)
        and chain.was_officer(key_pair_id, at)
    )
