"""Other records of the same people: on the page of a case, and their assessments beside its own.

Only for whoever can open both: a link grants nothing (abuse cases 51 and 52).
"""

from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import CaseOpened
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.case import queries
from app.marac.case.ports import Part, case_part
from app.marac.case.rules import OpeningReason
from app.marac.match.queries import live_decisions
from app.marac.match.service import Link, linked
from app.marac.risk.service import OpenAssessment, open_every
from app.refusals import NotVisible


@dataclass(frozen=True)
class AssessedBefore:
    """An assessment in an earlier case of the same victim, and that case's reference."""

    reference: str
    assessment: OpenAssessment


@case_part(order=20)
def linked_records(ring: Ring, case_id: UUID) -> Part | None:
    """The references of linked records; for officers also the way to compare. Else nothing."""
    links = _links(ring, case_id)
    compares = ring.actor.may(Permission.MATCH_DECIDE)
    if not links and not compares:
        return None
    context = {"links": links, "compares": compares, "case_id": case_id}
    return Part("case/linked.html", "Other records of the same people", "linked", context)


def assessed_before(actor: Actor, case_id: UUID, reason: OpeningReason) -> list[AssessedBefore]:
    """Open the assessments of cases that two officers said are of the same victim, newest first.

    Each of those cases is opened for it, and so is on the trail.
    """
    found = []
    with transaction():
        ring = Ring(actor)
        for row in queries.cases(actor, of_same_victim(ring, case_id)):
            if ring.may_open(row.secret_id, of=row.id):
                every = open_every(ring, row.id)
                asked = [each for each in every if not each.answered.is_empty]
                found += [AssessedBefore(row.reference, each) for each in asked]
                record(actor, CaseOpened(row.id, reason))
    return sorted(found, key=lambda each: each.assessment.made_at, reverse=True)


def of_same_victim(ring: Ring, case_id: UUID) -> set[UUID]:
    """Return the other cases that two officers said are of the same victim, and that open here."""
    if not live_decisions(ring.actor, [case_id]):
        return set()
    links = _links(ring, case_id)
    return {link.other_record_id for link in links if link.victim and link.confirmed}


def _links(ring: Ring, case_id: UUID) -> list[Link]:
    """The links; none where matching hides the record. Who opens a case is not decided here."""
    try:
        return linked(ring, case_id)
    except NotVisible:
        return []
