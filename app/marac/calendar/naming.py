"""Nobody of a case is named where a meeting is: its place is in everybody's calendar (AC-18).

The names open from sealed labels; that they were opened is in the trail, or nothing was saved.
"""

from collections.abc import Iterable
from uuid import UUID

from app.access.actor import Actor
from app.audit import record
from app.audit.events import AgendaPlanned
from app.confidentiality.circle.ring import Ring
from app.marac.calendar.rules import names_person
from app.marac.case import queries as cases
from app.marac.case.opened import open_label
from app.marac.meeting.model import Meeting
from app.refusals import NotVisible, RuleBroken

NAMED = "A place is in everybody’s calendar: name no person of a case."


def require_nobody_named(actor: Actor, meeting: Meeting, case_ids: Iterable[UUID]) -> None:
    """Refuse a place that names the victim of one of these cases; call it where it is saved.

    A case whose key the officer does not hold is not compared.
    """
    ring, opened = Ring(actor), 0
    for case in cases.cases(actor, list(case_ids)):
        try:
            label = open_label(ring, case)
        except NotVisible:
            continue
        opened += 1
        if names_person(meeting.place, label.name, of_one=meeting.emergency):
            raise RuleBroken("place", NAMED)
    if opened:
        record(actor, AgendaPlanned(meeting.id, listed=opened, waiting=0))
