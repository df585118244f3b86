"""What was said of a case at meetings, as items that can be asked for one by one."""

from collections.abc import Iterator
from uuid import UUID

from app import clock
from app.accounts.agency.queries import agency_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.ports import Item, lines, sentences
from app.marac.meeting import queries
from app.marac.meeting.hearing import words_of
from app.marac.meeting.model import AgendaItem, Meeting
from app.marac.meeting.rules import ITEM_LABELS, ItemState

GROUP = "At meetings"


def items(ring: Ring, case_id: UUID) -> Iterator[Item]:
    """Return what each agency shared and the risks seen, for whoever was there and for officers."""
    actor = ring.actor
    for meeting, item in queries.hearings(actor, case_id):
        yield _when(meeting, item)
        if actor.is_officer or queries.has_signed(meeting.id, actor.person_id):
            yield from _said(ring, meeting, item)


def _when(meeting: Meeting, item: AgendaItem) -> Item:
    agencies = agency_names(row.agency_id for row in queries.attendances(meeting.id))
    words = lines(
        ("Heard on", _day(meeting)),
        ("Outcome", ITEM_LABELS[ItemState(item.state)]),
        ("Agencies present", ", ".join(sorted(agencies.values()))),
    )
    return Item(f"hearing.{item.id}", GROUP, f"That it was heard on {_day(meeting)}", words)


def _said(ring: Ring, meeting: Meeting, item: AgendaItem) -> Iterator[Item]:
    rows = queries.contributions(item.id)
    agencies = agency_names(row.agency_id for row in rows)
    for row in rows:
        title = f"What {agencies[row.agency_id]} shared on {_day(meeting)}"
        yield Item(f"shared.{row.id}", GROUP, title, sentences(words_of(ring, row)))
    for risk in queries.risks(item.id):
        title = f"Risk {risk.number} seen on {_day(meeting)}"
        yield Item(f"seen.{risk.id}", GROUP, title, sentences(words_of(ring, risk)))


def _day(meeting: Meeting) -> str:
    day = clock.london(meeting.starts_at).date()
    return f"{day.day} {day:%B %Y}"
