"""Whether something that the trail has was done while a key pair was an officer's.

A statement says for itself when it was signed, and its row in the trail is written by whoever owns
the file as easily as by the program. What cannot be moved is the order: the end of an office stands
in the trail before whatever is added to it afterwards.
"""

import math
from datetime import datetime, timedelta
from uuid import UUID

from app.audit.events import KeyPairConfirmed, KeyPairRefused, PersonExpelled
from app.audit.queries import Entry, rows_each
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Office
from app.confidentiality.circle.queries import confirmed_pairs
from app.confidentiality.circle.statements import PairRow

_ENDS = (KeyPairConfirmed.tag, KeyPairRefused.tag, PersonExpelled.tag)
_OWN = timedelta(minutes=1)
"""So long after an office was signed its own row is in the trail at the latest."""


def held_office(chain: Chain, key_pair_id: UUID, seq: int) -> bool:
    """Say whether a pair is an officer's, or was one's when this row was written to the trail."""
    now = chain.trusted(key_pair_id)
    if now is not None and now.is_officer:
        return True
    offices = [
        row
        for row in confirmed_pairs(chain.area_id, [key_pair_id])
        if row.office == Office.OFFICER and chain.vouched(row) is not None
    ]
    if not offices:
        return False
    rows = rows_each(_ENDS, {key_pair_id, offices[0].person_id})
    return seq < _end([row for own in rows.values() for row in own], offices)


def _end(rows: list[Entry], offices: list[PairRow]) -> float:
    """Where the trail has the end of the last of these offices: what was said of the pair after it.

    The row of an office itself is known by the confirmation; offices from before rows said which,
    by the time. The first row of each counts, for only later ones can be added.
    """
    own: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.seq):
        own.setdefault(str(row.detail.get("confirmation_id")), row.seq)
    last = max(offices, key=lambda row: row.at)
    began = own.get(str(last.confirmation_id))
    return min((row.seq for row in rows if _is_after(row, last.at, began)), default=math.inf)


def _is_after(row: Entry, at: datetime, began: int | None) -> bool:
    slack = _OWN if row.tag == KeyPairConfirmed.tag else timedelta()
    is_later = datetime.fromisoformat(row.at) > at + slack
    return is_later or (began is not None and row.seq > began)
