"""What a screen that is shared in a call shows: initials, references, numbers, agencies and dates.

No word that anybody typed about anybody is read for it, so none can be in its bytes (abuse case
AC-15). Of what is sealed only the label of the case that is being heard is opened, for its
initials, and that is in the trail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import SharedScreenShown
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.action import queries as action_queries
from app.marac.action.model import Action
from app.marac.board import room
from app.marac.board.pace import minutes_behind
from app.marac.case import queries as case_queries
from app.marac.case.opened import open_label
from app.marac.meeting import lobby, queries, rules
from app.marac.meeting.lobby import Line
from app.marac.meeting.model import ItemState
from app.marac.meeting.rules import Place
from app.refusals import NotVisible, Refused
from app.vault import digests


class Region(StrEnum):
    """The live parts of the shared screen. Only ``CASE`` opens anything."""

    CLOCK = "clock"
    AGENDA = "agenda"
    CASE = "case"
    WORK = "work"


EVERYTHING = frozenset(Region)


@dataclass(frozen=True)
class ShownRisk:
    """A risk: its number, and how many actions answer it."""

    number: int
    answered_by: int


@dataclass(frozen=True)
class ShownAction:
    """An action without its words."""

    number: int
    agency: str
    due_on: date
    risk_number: int
    owner: str


@dataclass(frozen=True)
class Work:
    """What has been written about the case that is heard, without a word of it."""

    has_shared: Sequence[str] = ()
    to_speak: Sequence[str] = ()
    risks: Sequence[ShownRisk] = ()
    actions: Sequence[ShownAction] = ()


@dataclass(frozen=True)
class Shown:
    """The shared screen now. ``heard`` is None while no case is heard that all may know of."""

    meeting_id: UUID
    etag: str
    parts: frozenset[Region]
    now: datetime
    behind: int
    lines: Sequence[Line]
    heard: Line | None
    initials: str
    reference: str
    work: Work

    @property
    def of(self) -> int:
        """How many cases are on the agenda that all in the room may know of."""
        return len(self.lines)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be heard."""
        return all(line.state in rules.OUTCOMES for line in self.lines)


def is_inside(actor: Actor, meeting_id: UUID) -> bool:
    """Say whether this person is in the open meeting, and so may share a screen of it."""
    return lobby.here(actor, meeting_id).place is Place.INSIDE


def show(actor: Actor, meeting_id: UUID) -> Shown:
    """Return the whole screen."""
    shown = look(actor, meeting_id, seen=())
    assert shown is not None  # nothing was seen, so everything is new
    return shown


def look(actor: Actor, meeting_id: UUID, seen: Iterable[str]) -> Shown | None:
    """Return the parts that differ from a mark that the browser has, or None when none does."""
    actor.require(Permission.CASE_CONCLUDE)
    if not is_inside(actor, meeting_id):
        raise Refused("Sign the declaration of this meeting first.")
    agenda = room.agenda_of_the_room(actor, meeting_id)
    lines = [lobby.line_of(row) for row in agenda]
    heard = next((line for line in lines if line.state == ItemState.HEARING), None)
    work = _work(actor, meeting_id, heard)
    now = clock.now()
    behind = minutes_behind(room.in_time(agenda), now)
    marks = _marks(lines, heard, work, now, behind)
    parts = _changed(marks, seen)
    if not parts:
        return None
    initials, reference = _open(actor, heard) if Region.CASE in parts else ("", "")
    return Shown(
        meeting_id=meeting_id,
        etag=".".join(marks[region] for region in Region),
        parts=parts,
        now=now,
        behind=behind,
        lines=lines,
        heard=heard,
        initials=initials,
        reference=reference,
        work=work,
    )


def _open(actor: Actor, heard: Line | None) -> tuple[str, str]:
    """Open the label for its initials; the trail has it before anything is shown."""
    if heard is None or heard.case_id is None:
        return "", ""
    with transaction():
        case = case_queries.case(actor, heard.case_id)
        reference = case.reference
        try:
            label = open_label(Ring(actor), case)
        except NotVisible:  # the key has not come yet: the reference alone
            return "", reference
        record(actor, SharedScreenShown(subject_id=case.id))
    return "".join(f"{letter}." for letter in label.initials), reference


def _work(actor: Actor, meeting_id: UUID, heard: Line | None) -> Work:
    if heard is None or heard.item_id is None:
        return Work()
    spoke = {row.agency_id for row in queries.contributions(heard.item_id)}
    here = {agency_id for _, agency_id in room.in_the_room(meeting_id)}
    names = agency_names(spoke | here)
    risks = queries.risks(heard.item_id)
    actions = action_queries.actions_of(actor, heard.item_id)
    answered = [row.risk_id for row in actions]
    return Work(
        has_shared=sorted(names[agency_id] for agency_id in spoke),
        to_speak=sorted(names[agency_id] for agency_id in here - spoke),
        risks=[ShownRisk(row.number, answered.count(row.id)) for row in risks],
        actions=_actions(actions, {row.id: row.number for row in risks}),
    )


def _actions(rows: Sequence[Action], risk_numbers: dict[UUID, int]) -> list[ShownAction]:
    owners = person_names(row.owner_id for row in rows)
    agencies = agency_names(row.agency_id for row in rows)
    return [
        ShownAction(
            number=number,
            agency=agencies[row.agency_id],
            due_on=row.due_on,
            risk_number=risk_numbers[row.risk_id],
            owner=owners[row.owner_id],
        )
        for number, row in enumerate(rows, start=1)
    ]


def _marks(
    lines: Sequence[Line], heard: Line | None, work: Work, now: datetime, behind: int
) -> dict[Region, str]:
    """A mark of each part, of what it shows; the clock's changes with the minute."""
    states = [(line.number, line.starts_at, line.state) for line in lines]
    case = (heard.number, heard.item_id, len(lines)) if heard else None
    return {
        Region.CLOCK: _mark(now.strftime("%H:%M"), behind),
        Region.AGENDA: _mark(states),
        Region.CASE: _mark(case or states),
        Region.WORK: _mark(case, work),
    }


def _changed(marks: dict[Region, str], seen: Iterable[str]) -> frozenset[Region]:
    for mark in seen:
        had = mark.split(".")
        if len(had) == len(marks):
            known = zip(Region, had, strict=True)
            return frozenset(region for region, value in known if marks[region] != value)
    return EVERYTHING


def _mark(*seen: object) -> str:
    return digests.sha256_hex(repr(seen).encode())[:12]
