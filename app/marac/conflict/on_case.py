"""The way from a case's page to declaring a conflict of interest in it."""

from uuid import UUID

from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.marac.case.ports import Part, case_part


@case_part(order=70)
def knowing_somebody(ring: Ring, case_id: UUID) -> Part | None:
    """Show how to say that one knows somebody in the case; officers also for somebody else."""
    if not ring.actor.may(Permission.CONFLICT_DECLARE):
        return None
    return Part(
        "conflict/on_case.html",
        "I know somebody in this case",
        "knowing",
        {"case_id": case_id, "for_others": ring.actor.may(Permission.CASE_EXCLUDE)},
    )
