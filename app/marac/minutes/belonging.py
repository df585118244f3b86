"""Whether a row is of the case that it says: what an officer's session opens it may not carry over.

Which hearing an action was agreed at is a row; which case its slip is a part of was signed.
"""

from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.refusals import NotVisible


def is_of_case(ring: Ring, slip_id: UUID, case_id: UUID) -> bool:
    """Say whether a slip is a part of this case, as it was signed."""
    try:
        part_of = ring.secret(slip_id).part_of
        return part_of is not None and ring.secret(part_of).record_id == case_id
    except NotVisible:
        return False
