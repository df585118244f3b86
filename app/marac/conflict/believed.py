"""Which rows about conflicts count: those that somebody signed who may write such a thing.

Whoever can write to the database could otherwise say that officers have looked already.
"""

from collections.abc import Iterable
from uuid import UUID

from app.audit.events import ConflictDecided, ConflictEntered
from app.audit.queries import rows_each
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.offices import held_office
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
    return _was_officer(chain, row, ConflictEntered.tag, row.id)


def is_decision(chain: Chain, row: ConflictDecision, about: UUID) -> bool:
    """Say whether an officer signed a decision as it stands, and not about herself."""
    signer = _signer(chain, row, statements.decided(row))
    is_anothers = signer is not None and signer.person_id != about
    return is_anothers and _was_officer(chain, row, ConflictDecided.tag, row.conflict_id)


def _signer(chain: Chain, row: Conflict | ConflictDecision, said: bytes) -> Standing | None:
    pair = chain.trusted(row.key_pair_id) or chain.once(row.key_pair_id)
    if pair is None or pair.person_id != row.by_person_id or row.statement != said:
        return None
    return pair if is_signed(pair.signing_public, said, row.signature) else None


def _was_officer(
    chain: Chain, row: Conflict | ConflictDecision, tag: str, conflict_id: UUID
) -> bool:
    """Say whether the signer is an officer, or was one when the trail has it that this was written.

    When it was, the row says for itself: whoever has left could write any day into it.
    """
    now = chain.trusted(row.key_pair_id)
    if now is not None and now.is_officer:
        return True
    written = [
        each.seq
        for each in rows_each([tag], [row.case_id]).get(row.case_id, [])
        if each.detail["conflict_id"] == str(conflict_id) and each.actor_id == row.by_person_id
    ]
    return bool(written) and held_office(chain, row.key_pair_id, written[0])
