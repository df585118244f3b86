"""The way from a case to sharing something of it outside, and what was asked so far."""

from uuid import UUID

from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import queries, saying
from app.confidentiality.disclosure.rules import STATE_LABELS, RequestState
from app.marac.case.ports import Part, case_part


@case_part(order=50)
def share_outside(ring: Ring, case_id: UUID) -> Part | None:
    """Lead to a request. What was asked shows its day and where it stands, and no word of it."""
    if not ring.actor.may(Permission.DISCLOSURE_REQUEST):
        return None
    mine = ring.actor.person_id
    rows = [
        {
            "id": row.id,
            "on": row.sent_at or row.begun_at,
            "state": STATE_LABELS[RequestState(row.state)],
            "is_mine": row.requester_id == mine,
        }
        for row in queries.about(ring.actor, case_id)
        if ring.actor.is_officer or row.requester_id == mine
    ]
    spoken = [
        {"id": row.id, "on": row.told_at, "is_looked_at": row.looked_by is not None}
        for row in saying.about(ring.actor, case_id)
        if ring.actor.is_officer or row.told_by == mine
    ]
    return Part(
        template="case/share_outside.html",
        heading="Share outside",
        anchor="share-outside",
        context={"case_id": case_id, "requests": rows, "spoken": spoken},
    )
