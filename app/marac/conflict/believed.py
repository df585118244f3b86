"""Which rows about conflicts count: those that somebody signed who may write such a thing.

Whoever can write to the database could otherwise say that officers have looked already.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain, Standing
from app.marac.conflict import statements
from app.marac.conflict.model import Conflict, ConflictDecision
from app.marac.conflict.rules import Content, Kind


def load(chain: Chain, rows: Iterable[Conflict | ConflictDecision]) -> None:
    """Read who signed these rows, at once."""
    chain.load({row.key_pair_id for row in rows})


def is_theirs(chain: Chain, row: Conflict) -> bool:
    """Say whether a conflict is as somebody signed it whom an officer vouched for."""
    return _signer(chain, row, statements.entered(row)) is not None


def may_say(chain: Chain, row: Conflict, content: Content) -> bool:
    """Say whether the signer may write such a thing: an officer, or everybody of themself."""
    if content.kind is Kind.DECLARED and content.person_id == row.by_person_id:
        return True
    return _was_officer(chain, row.key_pair_id, row.at)


def is_decision(chain: Chain, row: ConflictDecision, about: UUID) -> bool:
    """Say whether an officer signed a decision as it stands, and not about herself."""
    signer = _signer(chain, row, statements.decided(row))
    is_anothers = signer is not None and signer.person_id != about
    return is_anothers and _was_officer(chain, row.key_pair_id, row.at)


def _signer(chain: Chain, row: Conflict | ConflictDecision, said: bytes) -> Standing | None:
    pair = chain.trusted(row.key_pair_id) or chain.once(row.key_pair_id)
    if pair is None or pair.person_id != row.by_person_id or row.statement != said:
        return None
    return pair if is_signed(pair.signing_public, said, row.signature) else None


def _was_officer(chain: Chain, key_pair_id: UUID, at: datetime) -> bool:
    """Asked of those who hold the office still without walking every confirmation again."""
    now = chain.trusted(key_pair_id)
    return (now is not None and now.is_officer) or chain.was_officer(key_pair_id, at)
