"""On the page of a case: other records of the same people, for whoever can open both."""

from uuid import UUID

from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.marac.case.ports import Part, case_part
from app.marac.match.service import linked


@case_part(order=20)
def linked_records(ring: Ring, case_id: UUID) -> Part | None:
    """The references of linked records; for officers also the way to compare. Else nothing."""
    links = linked(ring, case_id)
    compares = ring.actor.may(Permission.MATCH_DECIDE)
    if not links and not compares:
        return None
    context = {"links": links, "compares": compares, "case_id": case_id}
    return Part("case/linked.html", "Other records of the same people", "linked", context)
