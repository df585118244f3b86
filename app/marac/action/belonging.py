"""Whether an action is of the case that its row says: nobody is told another's as their own.

Which hearing an action was agreed at is a row; which case its slip is a part of was signed.
"""

from collections.abc import Iterable
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.marac.action.model import Action
from app.refusals import NotVisible


def is_of_case(ring: Ring, slip_id: UUID, case_id: UUID) -> bool:
    """Say whether a slip is a part of this case, as it was signed."""
    try:
        part_of = ring.secret(slip_id).part_of
        return part_of is not None and ring.secret(part_of).record_id == case_id
    except NotVisible:
        return False


def of_their_case(ring: Ring, rows: Iterable[Action]) -> list[Action]:
    """Leave out what was agreed for another case than its row says now."""
    listed = list(rows)
    ring.preload(row.slip_id for row in listed)
    return [row for row in listed if is_of_case(ring, row.slip_id, row.case_id)]
