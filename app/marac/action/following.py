"""Follows up who does what is agreed: by agency, owner and day. No word of a case is opened here.

For the coordinator, who asks before the meeting; for whoever leads an agency; for the chair; and
for the steering group, which is shown how many were done on time, late and not at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people_of_agency, person_names
from app.marac.action import queries, rules
from app.marac.action.model import Action
from app.marac.action.rules import ActionState, Urgency
from app.marac.meeting import queries as meetings


class Ended(StrEnum):
    """What became of an action, as the steering group is told."""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_POSSIBLE = "not_possible"
    NOT_DONE = "not_done"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Tracked:
    """An action from outside: its number, whose it is, by when, how far."""

    id: UUID
    number: str
    agency_id: UUID
    agency: str
    owner_id: UUID
    owner: str
    due_on: date
    state: ActionState
    last_logged_at: datetime | None
    ended: Ended

    @property
    def state_label(self) -> str:
        """How far it is, in words."""
        return rules.STATE_LABELS[self.state]

    @property
    def is_overdue(self) -> bool:
        """Say whether its day has passed and it is not finished."""
        return self.ended is Ended.OVERDUE

    @property
    def urgency(self) -> Urgency:
        """How soon somebody has to look at it."""
        return rules.how_urgent(self.state, self.due_on, clock.today())

    @property
    def days_over(self) -> int:
        """How many days ago it was due."""
        return (clock.today() - self.due_on).days


@dataclass(frozen=True)
class Silent:
    """Somebody with actions that are due, or in the week before a meeting will be by then, who has
    written nothing since the last."""

    owner: str
    agency: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """How many of an agency's actions ended how."""

    agency: str
    counts: Counter[Ended] = field(default_factory=Counter)


def tracked(actor: Actor) -> list[Tracked]:
    """Return the actions of the area, but of cases kept from this officer, by their day."""
    actor.require(Permission.ACTION_AGREE)
    return _tracked(queries.of_area(actor))


def overdue(actor: Actor) -> list[Tracked]:
    """Return the overdue actions of the area but of cases kept from this officer."""
    actor.require(Permission.ACTION_AGREE)
    return _tracked(queries.overdue(actor))


def silent(actor: Actor, every: Sequence[Tracked]) -> list[Silent]:
    """Return who has not reported before the next meeting, by agency and name."""
    until = _next_meeting(actor)
    since = queries.last_held(actor.area_id, clock.now())
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in every:
        reported = one.last_logged_at is not None and (since is None or one.last_logged_at > since)
        if one.state not in rules.FINISHED and one.due_on <= until and not reported:
            found[one.agency, one.owner].append(one.number)
    return [Silent(owner, agency, tuple(nos)) for (agency, owner), nos in sorted(found.items())]


def figures(every: Iterable[Tracked]) -> list[Figures]:
    """Return for each agency how many of its actions ended how, by the agency's name."""
    found: dict[str, Figures] = {}
    for one in every:
        found.setdefault(one.agency, Figures(one.agency)).counts[one.ended] += 1
    return [found[name] for name in sorted(found)]


def of_ones_agency(actor: Actor) -> list[Tracked]:
    """Return the overdue actions of one's agency, if one leads it for the MARAC; else nothing."""
    if actor.person_id not in {person.id for person in leads(actor.agency_id)}:
        return []
    return [one for one in _tracked(queries.of_agency(actor)) if one.is_overdue]


def leads(agency_id: UUID) -> list[Person]:
    """Return who is told for an agency: who signs for it, or else all who represent it."""
    active = [one for one in people_of_agency(agency_id) if one.state == PersonState.ACTIVE]
    sign = [one for one in active if Role.SIGNATORY in one.roles]
    return sign or [one for one in active if one.roles & {Role.REPRESENTATIVE, Role.IDVA}]


def _tracked(rows: Sequence[Action]) -> list[Tracked]:
    agencies = agency_names(row.agency_id for row in rows)
    owners = person_names(row.owner_id for row in rows)
    done = queries.done_at(row.id for row in rows)
    return [
        Tracked(
            id=row.id,
            number=rules.number_of(row.id),
            agency_id=row.agency_id,
            agency=agencies[row.agency_id],
            owner_id=row.owner_id,
            owner=owners[row.owner_id],
            due_on=row.due_on,
            state=ActionState(row.state),
            last_logged_at=row.last_logged_at,
            ended=_ended(row, done.get(row.id)),
        )
        for row in rows
    ]


def _ended(row: Action, done_at: datetime | None) -> Ended:
    match ActionState(row.state):
        case ActionState.DONE:
            late = done_at is not None and clock.london(done_at).date() > row.due_on
            return Ended.LATE if late else Ended.ON_TIME
        case ActionState.CIRCUMSTANCES_CHANGED:
            return Ended.NOT_POSSIBLE
        case ActionState.NOT_DONE:
            return Ended.NOT_DONE
    return Ended.OVERDUE if row.due_on < clock.today() else Ended.OPEN


def _next_meeting(actor: Actor) -> date:
    """Return the day of the next meeting from a week before it; until then, today.

    An hour after a meeting nobody is silent who has two weeks left.
    """
    meeting, today = meetings.next_meeting(actor), clock.today()
    day = clock.london(meeting.starts_at).date() if meeting else today
    return day if day <= today + rules.A_WEEK else today
