"""Sends the constant notice because of flags: there is something for you. Nothing else is in it."""

from collections.abc import Iterable
from uuid import UUID

from app import clock
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.accounts.person.queries import people_of_agency
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.gate.notices import Send
from app.marac.flag import queries, rules


def send_to(people: Iterable[Person], send: Send) -> tuple[int, int]:
    """Send each of them one notice; return how many went and how many did not."""
    sent = not_sent = 0
    for address in sorted({person.email for person in people}):
        try:
            send(address)
            sent += 1
        except NotSent:
            not_sent += 1
    return sent, not_sent


def to_remind(area_id: UUID, days: int) -> dict[UUID, Person]:
    """Return who of an agency has left a notice without an answer for so many days."""
    found: dict[UUID, Person] = {}
    for row in queries.unanswered(area_id):
        if not rules.is_to_remind(clock.london(row.told_at).date(), clock.today(), days):
            continue
        for person in people_of_agency(row.agency_id):
            may = person.state == PersonState.ACTIVE and (
                Permission.FLAG_CONFIRM in permissions_of(person.roles)
            )
            if may and not is_excluded(row.case_id, person.id, person.agency_id):
                found[person.id] = person
    return found
