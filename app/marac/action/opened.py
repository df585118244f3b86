"""An action with its words and its log, opened with a ring; the caller writes the trail."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.confidentiality.circle.ring import Ring
from app.marac.action import queries, rules
from app.marac.action.model import Action, ActionLog, ActionState
from app.marac.action.rules import Urgency

DETAILS = "action.details"
LOG = "action.log"


@dataclass(frozen=True)
class Details:
    """The words of an action: what, how it will be known, about whom, and the risk it answers."""

    what: str
    how_known: str
    about: str
    risk: str
    risk_number: int


@dataclass(frozen=True)
class Entry:
    """One line of an action's log: the state it left, in words what happened, by whom.

    ``to_person_id`` is to whom the action was given on; ``takes_back`` is the entry that this one
    takes back.
    """

    state: ActionState
    text: str
    by_person_id: UUID
    at: datetime
    id: UUID | None = None
    to_person_id: UUID | None = None
    takes_back: UUID | None = None


@dataclass(frozen=True)
class OpenedAction:
    """An action with its words and its log, as its owner reads it."""

    action: Action
    details: Details
    log: tuple[Entry, ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Say whether its day has passed and it is not finished."""
        return rules.is_overdue(self.state, self.action.due_on, clock.today())

    @property
    def is_finished(self) -> bool:
        """Say whether nothing remains to be done."""
        return self.state in rules.FINISHED

    @property
    def state(self) -> ActionState:
        """How far it is."""
        return ActionState(self.action.state)

    @property
    def state_label(self) -> str:
        """How far it is, in words."""
        return rules.STATE_LABELS[self.state]

    @property
    def next_states(self) -> tuple[ActionState, ...]:
        """What it may become."""
        return rules.next_states(self.state)

    @property
    def urgency(self) -> Urgency:
        """How soon somebody has to look at it."""
        return rules.how_urgent(self.state, self.action.due_on, clock.today())

    @property
    def last_words(self) -> str:
        """What was written last about it; empty if nothing was."""
        return next((entry.text for entry in reversed(self.log) if entry.text), "")


def read_details(ring: Ring, action: Action) -> Details:
    """Read the words of an action."""
    given = ring.read(action.slip_id, DETAILS, action.id, action.sealed_details, of=action.id)
    return Details(
        what=str(given["what"]),
        how_known=str(given["how_known"]),
        about=str(given["about"]),
        risk=str(given["risk"]),
        risk_number=int(given["risk_number"]),
    )


def read_entry(ring: Ring, row: ActionLog) -> Entry:
    """Read one line of a log."""
    given = ring.read(row.slip_id, LOG, row.id, row.sealed_text, of=row.action_id)
    return Entry(
        state=ActionState(row.state),
        text=str(given["text"]),
        by_person_id=row.by_person_id,
        at=row.at,
        id=row.id,
        to_person_id=row.to_person_id,
        takes_back=row.takes_back_id,
    )


def read_actions(ring: Ring, rows: Sequence[Action]) -> list[OpenedAction]:
    """Open those of the actions that open for this person, with their logs, in a few queries."""
    logs: dict[UUID, list[ActionLog]] = defaultdict(list)
    for line in queries.logs_of(row.id for row in rows):
        logs[line.action_id].append(line)
    ring.preload(_secrets(rows, logs.values()))
    return [
        OpenedAction(
            row, read_details(ring, row), tuple(read_entry(ring, line) for line in logs[row.id])
        )
        for row in rows
        if ring.may_open(row.slip_id, of=row.id)
    ]


def _secrets(rows: Iterable[Action], logs: Iterable[list[ActionLog]]) -> set[UUID]:
    return {row.slip_id for row in rows} | {line.slip_id for lines in logs for line in lines}
