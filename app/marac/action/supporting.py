"""The actions of all the cases that an IDVA supports, whichever agency's, the most urgent first.

She is the one who speaks with the victim between meetings, so she sees what was promised her and
writes down with one press what she hears.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import ActionsOfCasesListed
from app.confidentiality.circle.ring import Ring
from app.db import new_id, transaction
from app.marac.action import queries, rules
from app.marac.action.opened import Entry, OpenedAction, read_actions
from app.marac.action.rules import Quick, Urgency
from app.marac.case.queries import references

ORDER = list(Urgency)


@dataclass(frozen=True)
class Watched:
    """An action of a case that somebody supports, with what she can write with one press.

    ``once`` is the id of the entry that a press makes; ``to_take_back`` is her own last entry.
    """

    opened: OpenedAction
    agency: str
    owner: str
    is_own: bool
    once: UUID
    to_take_back: Entry | None

    @property
    def urgency(self) -> Urgency:
        """How soon somebody has to look at it."""
        return self.opened.urgency

    @property
    def quick(self) -> list[tuple[str, str]]:
        """What can be written with one press: code and label."""
        found = rules.quick_ones(self.opened.state, is_own=self.is_own)
        return [(str(one), rules.QUICK_LABELS[Quick(one)]) for one in found]


@dataclass(frozen=True)
class Supported:
    """A case that somebody supports, with its actions, the most urgent on top."""

    case_id: UUID
    reference: str
    about: str
    actions: tuple[Watched, ...]

    @property
    def key(self) -> tuple[int, date, str]:
        """Where the case stands in the list: by the most urgent of its actions."""
        first = self.actions[0]
        return ORDER.index(first.urgency), first.opened.action.due_on, self.reference

    def count(self, urgency: Urgency) -> int:
        """How many of its actions are so urgent."""
        return sum(one.urgency == urgency for one in self.actions)


def supported_cases(actor: Actor) -> list[Supported]:
    """Open the actions of the cases one is the IDVA of; the reading is in the trail."""
    actor.require(Permission.ACTION_READ)
    with transaction():
        rows = queries.of_supported_cases(actor)
        if not rows:
            return []
        watched = _watched(actor, read_actions(Ring(actor), rows))
        record(actor, ActionsOfCasesListed(subject_id=actor.person_id, count=len(watched)))
    return _by_case(actor, watched)


def overdue_of_cases(actor: Actor) -> tuple[int, int]:
    """Count the open actions of one's cases, and those overdue, without opening anything."""
    today = clock.today()
    rows = [row for row in queries.of_supported_cases(actor) if row.state not in rules.FINISHED]
    return len(rows), sum(rules.is_overdue(row.state, row.due_on, today) for row in rows)


def _watched(actor: Actor, found: list[OpenedAction]) -> list[Watched]:
    agencies = agency_names(one.action.agency_id for one in found)
    owners = person_names(one.action.owner_id for one in found)
    return [
        Watched(
            opened=one,
            agency=agencies[one.action.agency_id],
            owner=owners[one.action.owner_id],
            is_own=one.action.owner_id == actor.person_id,
            once=new_id(),
            to_take_back=_to_take_back(actor, one),
        )
        for one in found
    ]


def _to_take_back(actor: Actor, one: OpenedAction) -> Entry | None:
    last = one.log[-1] if one.log else None
    if last is None or last.by_person_id != actor.person_id:
        return None
    fresh = clock.now() - last.at <= rules.TAKE_BACK
    return last if fresh and not last.takes_back and not last.to_person_id else None


def _by_case(actor: Actor, watched: list[Watched]) -> list[Supported]:
    cases: dict[UUID, list[Watched]] = defaultdict(list)
    for one in sorted(watched, key=_urgent_first):
        cases[one.opened.action.case_id].append(one)
    numbers = references(actor, cases)
    found = [
        Supported(case_id, numbers[case_id], actions[0].opened.details.about, tuple(actions))
        for case_id, actions in cases.items()
        if case_id in numbers
    ]
    return sorted(found, key=lambda case: case.key)


def _urgent_first(one: Watched) -> tuple[int, date]:
    return ORDER.index(one.urgency), one.opened.action.due_on
