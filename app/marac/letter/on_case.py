"""The letters of a case on its page: for its IDVA, their drafter and the officers, nobody else."""

from uuid import UUID

from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.marac.case import queries as cases
from app.marac.case.ports import Part, case_part
from app.marac.letter import rules, service
from app.marac.letter.rules import STATE_COLOURS, STATE_LABELS


@case_part(order=55)
def letters(ring: Ring, case_id: UUID) -> Part | None:
    """List them, and lead whoever may write one to the first step. Nothing for anybody else."""
    actor = ring.actor
    case = cases.case(actor, case_id)
    writes = actor.may(Permission.LETTER_WRITE) and rules.may_begin(
        actor.person_id, is_officer=actor.is_officer, idva_id=case.idva_id
    )
    found = service.letters_of(ring, case_id)
    if not writes and not found:
        return None
    return Part(
        template="letter/on_case.html",
        heading="Letters",
        anchor="letters",
        context={
            "letters": found,
            "case_id": case_id,
            "writes": writes,
            "labels": STATE_LABELS,
            "colours": STATE_COLOURS,
        },
    )
