"""Opens the board of a case for one person, and tells what is new on it since they last looked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.audit import record
from app.audit.events import CaseOpened
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.board import queries as board_queries
from app.marac.board import room
from app.marac.board.concluding import before_concluding
from app.marac.board.content import (
    Agreed,
    Noted,
    Risk,
    Shared,
    read_actions,
    read_earlier,
    read_notes,
    read_risks,
    read_shared,
)
from app.marac.board.pace import Pace, pace_of
from app.marac.board.rules import NO_SUCH_RISK, Part, changed, standing, whole
from app.marac.case import queries as case_queries
from app.marac.case.linked import of_same_victim
from app.marac.case.opened import OpenedCase, open_whole
from app.marac.case.rules import OpeningReason
from app.marac.meeting import leaving, lobby, queries
from app.marac.meeting.leaving import InTheRoom
from app.marac.meeting.lobby import Line
from app.marac.meeting.model import AgendaItem, ItemState, Meeting, MeetingState, NoteKind
from app.marac.meeting.rules import Place, minutes_late
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import digests

__all__ = ["Agreed", "Risk", "Shared", "read_actions", "read_risks", "read_shared"]

AWAY = "You have left this meeting. Say on its page that you are back, and the board opens again."
EVERYTHING = frozenset(Part)
SHOW_THE_AGENDA = frozenset({Part.NOW, Part.AGENDA})
TELL_A_REPEAT = frozenset({Part.ACTIONS, Part.BEFORE})


@dataclass(frozen=True)
class Board:
    """What the board shows; a part that was not asked for is empty."""

    meeting: Meeting
    item: AgendaItem
    number: int
    of: int
    starts_at: datetime
    etag: str
    parts: frozenset[Part] = EVERYTHING
    case: OpenedCase | None = None
    lines: Sequence[Line] = ()
    heard: Line | None = None
    pace: Pace | None = None
    must_leave: Sequence[InTheRoom] = ()
    notes: Mapping[NoteKind, Noted] = field(default_factory=dict)
    is_repeat: bool = False
    earlier: Sequence[Agreed] = ()
    shared: Sequence[Shared] = ()
    silent: Sequence[tuple[UUID, str]] = ()
    risks: Sequence[Risk] = ()
    actions: Sequence[Agreed] = ()
    before: Sequence[str] = ()
    present: dict[UUID, str] = field(default_factory=dict)

    @property
    def minutes_late(self) -> int:
        """How many minutes after its time the hearing began; negative when early."""
        began = self.item.began_at or self.starts_at
        return minutes_late(self.starts_at, began)

    @staticmethod
    def standing(line: Line) -> str:
        """Where a case of the agenda stands, in a word or two."""
        return standing(line.state, line.outcome)

    @property
    def is_open(self) -> bool:
        """Say whether anything can be written: the case is or was taken up, the meeting open."""
        taken_up = self.item.state in (ItemState.HEARING, ItemState.HEARD)
        return taken_up and self.meeting.state == MeetingState.OPEN

    @property
    def opened_case(self) -> OpenedCase:
        """The case; a board that only looks for news has none."""
        assert self.case is not None
        return self.case

    def own(self, agency_id: UUID) -> Shared | None:
        """What this agency has shared."""
        return next((entry for entry in self.shared if entry.agency_id == agency_id), None)


def open_board(actor: Actor, meeting_id: UUID, item_id: UUID) -> Board:
    """Open the case with all that is on the board; the trail is written first."""
    actor.require(Permission.CASE_READ)
    with transaction():
        meeting, item = _enter(actor, meeting_id, item_id)
        ring = Ring(actor)
        case = case_queries.case(actor, item.case_id)
        opened = open_whole(ring, case)
        traces = board_queries.traces(actor, meeting.id, item.id)
        board = _read(actor, ring, meeting, item, EVERYTHING, opened, traces)
        record(actor, CaseOpened(case.id, OpeningReason.HEARING))
    return board


def look(actor: Actor, meeting_id: UUID, item_id: UUID, seen: Iterable[str]) -> Board | None:
    """Return the parts that are new to this person, or None; only what is new enters the trail."""
    actor.require(Permission.CASE_READ)
    glance = board_queries.glance(actor, item_id)
    if glance.meeting_id != meeting_id:
        raise NotVisible()
    traces = board_queries.traces(actor, meeting_id, item_id)
    _require_inside(actor, meeting_id, glance.meeting_state, traces.is_inside)
    parts = changed(marks(actor, glance.meeting_revision, glance.item_state, traces), seen)
    if not parts:
        return None
    with transaction():
        # What comes between the two looks is under newer marks: the next look brings it again.
        item, meeting = board_queries.item_and_meeting(actor, item_id)
        board = _read(actor, Ring(actor), meeting, item, parts, None, traces)
        record(actor, CaseOpened(item.case_id, OpeningReason.HEARING))
    return board


def open_entry(actor: Actor, meeting_id: UUID, item_id: UUID, agency_id: UUID) -> Shared | None:
    """Open what one agency has shared, to be written on."""
    actor.require(Permission.CONTRIBUTION_WRITE)
    with transaction():
        _, item = _enter(actor, meeting_id, item_id)
        found = [
            entry for entry in read_shared(Ring(actor), item.id) if entry.agency_id == agency_id
        ]
        if found:
            record(actor, CaseOpened(item.case_id, OpeningReason.HEARING))
    return found[0] if found else None


def risk_numbered(actor: Actor, item_id: UUID, number: str) -> UUID:
    """Return the risk that has this number on the board."""
    item = queries.item(actor, item_id)
    found = [row.id for row in queries.risks(item.id) if str(row.number) == number.strip()]
    if not found:
        raise RuleBroken("risk_number", NO_SUCH_RISK)
    return found[0]


def risk_numbers(actor: Actor, item_id: UUID) -> frozenset[str]:
    """Return the numbers of the risks on the board, as somebody types them."""
    item = queries.item(actor, item_id)
    return frozenset(str(row.number) for row in queries.risks(item.id))


def is_inside(actor: Actor, meeting_id: UUID, item_id: UUID) -> bool:
    """Say whether the board of this case opens to somebody: signed, admitted, in the room."""
    now = lobby.here(actor, meeting_id)
    item = queries.item(actor, item_id)
    if item.meeting_id != meeting_id:
        raise NotVisible()
    return now.place is Place.INSIDE and not leaving.has_left(meeting_id, actor.person_id)


def marks(
    actor: Actor, revision: int, item_state: str, traces: board_queries.Traces
) -> dict[Part, str]:
    """Return a mark of each part, made of ids and revisions; nothing sealed is opened for it."""
    written, state = traces.written, str(item_state)
    has_shared = bool(written["shared"])
    notes, risks, actions = written["note"], written["risk"], written["action"]
    runs = actor.may(Permission.CASE_CONCLUDE)
    return {
        Part.NOW: _mark(revision, traces.states, traces.room),
        Part.AGENDA: _mark(traces.states),
        Part.NOTES: _mark(notes, state),
        Part.SHARED: _mark(written["shared"], traces.agencies, state),
        Part.RISKS: _mark(risks, actions, state),
        Part.ACTIONS: _mark(actions, state),
        Part.BEFORE: _mark(
            *((notes, risks, actions, has_shared, state, traces.room) if runs else ())
        ),
    }


def _enter(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, AgendaItem]:
    """An item of an open meeting that this person signed in to; its key is asked for later."""
    meeting, item = _item_of(actor, meeting_id, item_id)
    _require_inside(actor, meeting.id, meeting.state, _is_in(actor, meeting.id))
    return meeting, item


def _item_of(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, AgendaItem]:
    item = queries.item(actor, item_id)
    if item.meeting_id != meeting_id:
        raise NotVisible()
    return board_queries.meeting_of(item), item


def _require_inside(actor: Actor, meeting_id: UUID, state: str, is_in: bool) -> None:
    if state != MeetingState.OPEN:
        raise Refused("This meeting is not open.")
    if is_in:
        return
    if queries.has_signed(meeting_id, actor.person_id):
        raise Refused(AWAY)
    raise Refused("Sign the declaration of this meeting first.")


def _is_in(actor: Actor, meeting_id: UUID) -> bool:
    signed = queries.has_signed(meeting_id, actor.person_id)
    return signed and not leaving.has_left(meeting_id, actor.person_id)


def _read(
    actor: Actor,
    ring: Ring,
    meeting: Meeting,
    item: AgendaItem,
    parts: frozenset[Part],
    opened: OpenedCase | None,
    traces: board_queries.Traces,
) -> Board:
    """Read what the parts show, and nothing for those that are not asked for."""
    tells = bool(parts & TELL_A_REPEAT)
    same = of_same_victim(ring, item.case_id) if tells else set()
    repeat = tells and board_queries.is_repeat(actor, item, same)
    needs_earlier = repeat and (opened is not None or Part.ACTIONS in parts)
    earlier = read_earlier(actor, ring, item, same) if needs_earlier else []
    officers_see = actor.is_officer and Part.NOW in parts
    return Board(
        meeting=meeting,
        item=item,
        etag=whole(marks(actor, meeting.revision, item.state, traces)),
        parts=parts,
        case=opened,
        must_leave=leaving.who_must_leave(item) if officers_see else (),
        notes=read_notes(ring, item.id) if Part.NOTES in parts else {},
        is_repeat=repeat,
        earlier=earlier,
        risks=read_risks(actor, ring, item.id) if Part.RISKS in parts else (),
        actions=read_actions(actor, ring, item.id, earlier) if Part.ACTIONS in parts else (),
        before=_before(actor, item, repeat) if Part.BEFORE in parts else (),
        **_placed(actor, ring, meeting, item, parts, traces),
        **_said(ring, item, parts, traces),
    )


def _placed(
    actor: Actor,
    ring: Ring,
    meeting: Meeting,
    item: AgendaItem,
    parts: frozenset[Part],
    traces: board_queries.Traces,
) -> dict[str, Any]:
    """Say where the case stands on the agenda; without reading it where no part shows it."""
    if not parts & SHOW_THE_AGENDA:
        heard = [row[0] for row in traces.states if row[1] == ItemState.HEARING]
        line = Line(0, item.starts_at, UUID(heard[0])) if heard else None
        return {"number": 0, "of": len(traces.states), "starts_at": item.starts_at, "heard": line}
    agenda = queries.agenda(actor, meeting.id)
    bare = [lobby.line_of(row) for row in agenda]
    here = next(line for line in bare if line.item_id == item.id)
    return {
        "number": here.number,
        "of": len(agenda),
        "starts_at": here.starts_at,
        "heard": next((line for line in bare if line.state == ItemState.HEARING), None),
        "lines": lobby.read_agenda(actor, ring, agenda) if Part.AGENDA in parts else (),
        "pace": pace_of(room.in_time(agenda), clock.now()) if Part.AGENDA in parts else None,
    }


def _said(
    ring: Ring, item: AgendaItem, parts: frozenset[Part], traces: board_queries.Traces
) -> dict[str, Any]:
    """Read what the agencies shared, and name those that are here and have shared nothing."""
    if Part.SHARED not in parts:
        return {}
    agencies = agency_names(traces.agencies)
    shared = read_shared(ring, item.id, agencies)
    wrote = {entry.agency_id for entry in shared}
    kept = queries.agencies_kept_from(item.case_id)
    return {
        "shared": shared,
        "silent": _by_name(agencies, wrote | kept),
        "present": dict(_by_name(agencies, kept)),
    }


def _before(actor: Actor, item: AgendaItem, is_repeat: bool) -> Sequence[str]:
    """Whoever ends the hearing is told what is missing while it goes on, and nobody else."""
    runs = actor.may(Permission.CASE_CONCLUDE) and item.state == ItemState.HEARING
    return before_concluding(actor, item, is_repeat) if runs else ()


def _by_name(agencies: dict[UUID, str], without: Iterable[UUID]) -> list[tuple[UUID, str]]:
    left_out = set(without)
    rows = [row for row in agencies.items() if row[0] not in left_out]
    return sorted(rows, key=lambda row: row[1])


def _mark(*seen: object) -> str:
    return digests.sha256_hex(repr(seen).encode())[:12]
