"""The exact bytes that are signed about a conflict of interest. They name nobody but the signer."""

from app.confidentiality.agreement.rules import moment
from app.marac.conflict.model import Conflict, ConflictDecision
from app.vault import digests, signing


def entered(row: Conflict) -> bytes:
    """Who wrote which sealed words about which case, and when."""
    return signing.statement(
        "conflict-entered",
        area=str(row.area_id),
        case=str(row.case_id),
        conflict=str(row.id),
        words=digests.sha256_hex(row.sealed_words),
        person=str(row.by_person_id),
        key_pair=str(row.key_pair_id),
        at=moment(row.at),
    )


def decided(row: ConflictDecision) -> bytes:
    """Which officer decided what, sealed, of which conflict, and when."""
    return signing.statement(
        "conflict-decided",
        area=str(row.area_id),
        case=str(row.case_id),
        conflict=str(row.conflict_id),
        decision=str(row.id),
        reason=digests.sha256_hex(row.sealed_reason),
        person=str(row.by_person_id),
        key_pair=str(row.key_pair_id),
        at=moment(row.at),
    )
