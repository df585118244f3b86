"""Says whether a request is about the case that its row names: the slip's signature shows it."""

from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.trust import fits_its_family
from app.marac.research.model import ResearchRequest


def is_of_its_case(ring: Ring, row: ResearchRequest) -> bool:
    """Say whether an officer made the request's slip, for it, as a part of this very case.

    The row can be pointed at another case by whoever holds the database; a signed slip cannot.
    """
    ring.preload([row.slip_id])
    slip = ring.known(row.slip_id)
    above = ring.known(slip.part_of) if slip and slip.part_of else None
    if slip is None or above is None:
        return False
    rows = ring.family([slip.id, above.id])
    is_signed = all(fits_its_family(ring.chain, each, rows) for each in (slip, above))
    return is_signed and (slip.record_id, above.record_id) == (row.id, row.case_id)
