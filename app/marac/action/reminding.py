"""Reminds people that there is something for them: owners, then an agency's lead, then the chairs.

Runs without a person and without a key, so it sees ids, dates and addresses and no word. The
message is constant and says not even that it is about an action (AC-17). At most one a day goes to
a person, whatever there is; what was sent when stands in a table of ids.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.permissions import Role
from app.accounts.area.model import Area
from app.accounts.area.rules import Settings, settings_from
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import RemindersSent
from app.confidentiality.circle.excluding import is_excluded
from app.db import db, new_id, transaction
from app.marac.action import following, queries, rules
from app.marac.action.model import Action, ActionReminder, ReminderKind

Send = Callable[[str], None]
CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})


@dataclass(frozen=True)
class Owed:
    """Somebody is to be reminded of an action, and why."""

    person_id: UUID
    action_id: UUID
    kind: ReminderKind


@dataclass(frozen=True)
class Sent:
    """How many people were told, about how many actions; how many messages did not go."""

    people: int
    actions: int
    not_sent: int


def remind(area: Area, send: Send) -> Sent:
    """Tell everybody who is owed a reminder and had none today; pressed twice, it tells once."""
    owed = to_remind(area)
    told: list[Owed] = []
    not_sent = 0
    for person_id, reasons in owed.items():
        person = db.session.get_one(Person, person_id)
        try:
            told += _tell(area, person, reasons, send)
        except NotSent:
            not_sent += 1
    people, actions = {one.person_id for one in told}, {one.action_id for one in told}
    if told:
        with transaction():
            event = RemindersSent(area.id, people=len(people), actions=len(actions))
            record(None, event, area_id=area.id)
    return Sent(len(people), len(actions), not_sent)


def to_remind(area: Area) -> dict[UUID, list[Owed]]:
    """Return who is owed what: nobody who had a message today, nothing that was sent before."""
    settings = settings_from(area.settings)
    rows = queries.open_of(area.id)
    before = queries.reminders_of(row.id for row in rows)
    sent = {(row.action_id, row.person_id, row.kind) for row in before}
    today = queries.reminded_on(area.id, clock.today())
    found: dict[UUID, list[Owed]] = defaultdict(list)
    for one in _owed(area.id, rows, settings):
        had = (one.action_id, one.person_id, one.kind) in sent
        if not had and one.person_id not in today:
            found[one.person_id].append(one)
    return found


def _tell(area: Area, person: Person, reasons: list[Owed], send: Send) -> list[Owed]:
    """Send it, then write down that it was sent.

    Nothing is locked while a slow relay is waited for. Whoever stops it in between, or runs it
    twice at once, has somebody told twice rather than never.
    """
    today, address = clock.today(), person.email
    if person.id in queries.reminded_on(area.id, today):
        return []
    send(address)
    with transaction() as session:
        for one in reasons:
            session.add(
                ActionReminder(
                    id=new_id(),
                    area_id=area.id,
                    action_id=one.action_id,
                    person_id=one.person_id,
                    kind=one.kind,
                    sent_on=today,
                )
            )
    return reasons


def _owed(area_id: UUID, rows: list[Action], settings: Settings) -> Iterator[Owed]:
    leads: dict[UUID, list[Person]] = {}
    chairs = queries.people_with(area_id, CHAIRS)
    for row in rows:
        kinds = rules.reminders(row.due_on, clock.today(), settings)
        if row.agency_id not in leads:
            leads[row.agency_id] = following.leads(row.agency_id)
        for kind in kinds:
            for person in _who(kind, row, leads[row.agency_id], chairs):
                if _may_be_told(row, person):
                    yield Owed(person.id, row.id, kind)


def _who(
    kind: ReminderKind, row: Action, leads: list[Person], chairs: list[Person]
) -> list[Person]:
    if kind is ReminderKind.LEAD:
        return leads
    if kind is ReminderKind.CHAIR:
        return chairs
    owner = db.session.get(Person, row.owner_id)
    return [owner] if owner is not None else []


def _may_be_told(row: Action, person: Person) -> bool:
    """Nobody from whom the case is kept gets a message because of it, whatever they lead."""
    at_work = person.state == PersonState.ACTIVE
    return at_work and not is_excluded(row.case_id, person.id, person.agency_id)
