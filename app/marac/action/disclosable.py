"""Actions of a case as items that can be asked for one by one."""

from collections.abc import Iterator
from uuid import UUID

from app.accounts.agency.queries import agency_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.ports import Item, lines
from app.marac.action import queries
from app.marac.action.belonging import of_their_case
from app.marac.action.rules import STATE_LABELS, ActionState
from app.marac.action.service import read_details
from app.marac.meeting import queries as meetings

GROUP = "Actions agreed"


def items(ring: Ring, case_id: UUID) -> Iterator[Item]:
    """Return each action whose slip opens: what, by which agency, by when, how far. Never who."""
    rows = of_their_case(
        ring,
        (
            row
            for _, item in meetings.hearings(ring.actor, case_id)
            for row in queries.actions_of(ring.actor, item.id)
        ),
    )
    agencies = agency_names(row.agency_id for row in rows)
    for row in (each for each in rows if ring.may_open(each.slip_id, of=each.id)):
        due = f"{row.due_on.day} {row.due_on:%B %Y}"
        words = lines(
            ("What", read_details(ring, row).what),
            ("Agency", agencies[row.agency_id]),
            ("By", due),
            ("How far", STATE_LABELS[ActionState(row.state)]),
        )
        title = f"What {agencies[row.agency_id]} will do by {due}"
        yield Item(f"action.{row.id}", GROUP, title, words)
