"""Whether something that the trail has was done while a key pair was an officer's.

A statement says for itself when it was signed, and its row in the trail is written by whoever owns
the file as easily as by the program. What cannot be moved is the order: the end of an office stands
in the trail before whatever is added to it afterwards.
"""

from uuid import UUID

from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import Office
from app.confidentiality.circle.queries import confirmed_pairs


def held_office(chain: Chain, key_pair_id: UUID, seq: int) -> bool:
    """Say whether a pair is an officer's, or was one's when this row was written to the trail."""
    now = chain.trusted(key_pair_id)
    if now is not None and now.is_officer and now.in_use:
        return True
    return any(
        seq < chain.end_of(row)
        for row in confirmed_pairs(chain.area_id, [key_pair_id])
        if row.office == Office.OFFICER and chain.vouched(row) is not None
    )
