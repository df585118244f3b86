"""That an officer cleared somebody when a referral came in: a row of the trail with her signature.

It turns a caution off, so a row that anybody could add is not enough: whoever is called as somebody
in a case would clear themself.
"""

from uuid import UUID

from app.access.actor import Actor
from app.audit.events import ConflictCleared
from app.audit.queries import Entry
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.signed_rows import is_an_officers, sign_row
from app.vault import signing


def cleared_by(actor: Actor, record_id: UUID, who: UUID, reason: str) -> ConflictCleared:
    """Return the event that somebody, a person or an agency, need not be kept out, signed."""
    with_ = sign_row(actor, _statement(record_id, who, reason))
    return ConflictCleared(
        record_id,
        who=who,
        reason=reason,
        key_pair_id=with_.key_pair_id,
        signed=with_.signed,
        signed_on=with_.signed_on,
    )


def is_believed(chain: Chain, row: Entry) -> bool:
    """Say whether an officer signed what a row says, and not about herself."""
    if row.subject_id is None:
        return False
    who = UUID(str(row.detail["who"]))
    said = _statement(row.subject_id, who, str(row.detail["reason"]))
    return is_an_officers(chain, row, said, about=who)


def _statement(record_id: UUID, who: UUID, reason: str) -> bytes:
    return signing.statement(
        "conflict-cleared", record=str(record_id), who=str(who), reason=str(reason)
    )
