"""Opens the board of a case for one person, and tells what is new on it since they last looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import CaseOpened
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.action import queries as action_queries
from app.marac.action.service import OpenedAction, read_details
from app.marac.board import queries as board_queries
from app.marac.board.rules import Part, changed, whole
from app.marac.case import queries as case_queries
from app.marac.case.opened import OpenedCase, open_whole
from app.marac.case.rules import OpeningReason
from app.marac.meeting import hearing, lobby, queries
from app.marac.meeting.lobby import Line
from app.marac.meeting.model import AgendaItem, ItemState, Meeting, MeetingState
from app.marac.meeting.rules import Place, minutes_late
from app.marac.meeting.said import risk_words
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import digests

EVERYTHING = frozenset(Part)


@dataclass(frozen=True)
class Shared:
    """What one agency shared."""

    agency_id: UUID
    agency: str
    text: str
    written_by: str
    at: datetime
    revision: int


@dataclass(frozen=True)
class Risk:
    """A risk that was identified, and how many actions answer it."""

    id: UUID
    number: int
    text: str
    revision: int
    answered_by: int
    whom: str = ""
    raises: str = ""
    protects: str = ""


@dataclass(frozen=True)
class Agreed:
    """An action that was agreed, with who owns it."""

    opened: OpenedAction
    owner: str
    agency: str


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
    shared: Sequence[Shared] = ()
    silent: Sequence[tuple[UUID, str]] = ()
    risks: Sequence[Risk] = ()
    actions: Sequence[Agreed] = ()
    present: dict[UUID, str] = field(default_factory=dict)

    @property
    def minutes_late(self) -> int:
        """How many minutes after its time the hearing began; negative when early."""
        began = self.item.began_at or self.starts_at
        return minutes_late(self.starts_at, began)

    @property
    def is_open(self) -> bool:
        """Say whether anything can be written: the case is or was taken up, the meeting open."""
        taken_up = self.item.state in (ItemState.HEARING, ItemState.HEARD)
        return taken_up and self.meeting.state == MeetingState.OPEN

    @property
    def unanswered(self) -> list[Risk]:
        """The risks that no action answers yet."""
        return [risk for risk in self.risks if not risk.answered_by]

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
        board = _read(actor, ring, meeting, item, EVERYTHING, opened)
        record(actor, CaseOpened(case.id, OpeningReason.HEARING))
    return board


def look(actor: Actor, meeting_id: UUID, item_id: UUID, seen: Iterable[str]) -> Board | None:
    """Return the parts that are new to this person, or None; only what is new enters the trail."""
    actor.require(Permission.CASE_READ)
    meeting, item = _item_of(actor, meeting_id, item_id)
    traces = board_queries.traces(actor, item)
    _require_inside(meeting, actor.person_id in traces.signed)
    parts = changed(marks(meeting, item, traces), seen)
    if not parts:
        return None
    with transaction():
        meeting, item = _enter(actor, meeting_id, item_id)
        board = _read(actor, Ring(actor), meeting, item, parts, None)
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
        raise RuleBroken("risk_number", "Enter the number of a risk that is in the list.")
    return found[0]


def is_inside(actor: Actor, meeting_id: UUID, item_id: UUID) -> bool:
    """Say whether the board of this case opens to somebody: signed, admitted, meeting open."""
    now = lobby.here(actor, meeting_id)
    item = queries.item(actor, item_id)
    if item.meeting_id != meeting_id:
        raise NotVisible()
    return now.place is Place.INSIDE


def marks(meeting: Meeting, item: AgendaItem, traces: board_queries.Traces) -> dict[Part, str]:
    """Return a mark of each part, made of ids and revisions; nothing sealed is opened for it."""
    written = traces.written
    return {
        Part.NOW: _mark(meeting.revision, traces.states),
        Part.AGENDA: _mark(traces.states),
        Part.SHARED: _mark(written["shared"], traces.agencies, str(item.state)),
        Part.RISKS: _mark(written["risk"], written["action"], str(item.state)),
        Part.ACTIONS: _mark(written["action"], str(item.state)),
    }


def _enter(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, AgendaItem]:
    """An item of an open meeting that this person signed in to; its key is asked for later."""
    meeting, item = _item_of(actor, meeting_id, item_id)
    _require_inside(meeting, queries.has_signed(meeting.id, actor.person_id))
    return meeting, item


def _item_of(actor: Actor, meeting_id: UUID, item_id: UUID) -> tuple[Meeting, AgendaItem]:
    item = queries.item(actor, item_id)
    if item.meeting_id != meeting_id:
        raise NotVisible()
    return queries.meeting(actor, meeting_id), item


def _require_inside(meeting: Meeting, has_signed: bool) -> None:
    if meeting.state != MeetingState.OPEN:
        raise Refused("This meeting is not open.")
    if not has_signed:
        raise Refused("Sign the declaration of this meeting first.")


def _read(
    actor: Actor,
    ring: Ring,
    meeting: Meeting,
    item: AgendaItem,
    parts: frozenset[Part],
    opened: OpenedCase | None,
) -> Board:
    agenda = queries.agenda(actor, meeting.id)
    lines = lobby.read_agenda(actor, ring, agenda) if Part.AGENDA in parts else ()
    bare = [lobby.line_of(row) for row in agenda]
    here = next(line for line in bare if line.item_id == item.id)
    agencies = agency_names(row.agency_id for row in queries.attendances(meeting.id))
    shared = read_shared(ring, item.id) if Part.SHARED in parts else []
    wrote = {entry.agency_id for entry in shared}
    kept = queries.agencies_kept_from(item.case_id)
    return Board(
        meeting=meeting,
        item=item,
        number=here.number,
        of=len(agenda),
        starts_at=here.starts_at,
        etag=whole(marks(meeting, item, board_queries.traces(actor, item))),
        parts=parts,
        case=opened,
        lines=lines,
        heard=next((line for line in bare if line.state == ItemState.HEARING), None),
        shared=shared,
        silent=_by_name(agencies, wrote | kept),
        risks=read_risks(actor, ring, item.id) if Part.RISKS in parts else (),
        actions=read_actions(actor, ring, item.id) if Part.ACTIONS in parts else (),
        present=dict(_by_name(agencies, kept)),
    )


def _by_name(agencies: dict[UUID, str], without: Iterable[UUID]) -> list[tuple[UUID, str]]:
    left_out = set(without)
    rows = [row for row in agencies.items() if row[0] not in left_out]
    return sorted(rows, key=lambda row: row[1])


def read_shared(ring: Ring, item_id: UUID) -> list[Shared]:
    """Read what the agencies shared about a case at one meeting; the caller writes the trail."""
    rows = queries.contributions(item_id)
    agencies = agency_names(row.agency_id for row in rows)
    people = person_names(row.written_by for row in rows)
    return [
        Shared(
            agency_id=row.agency_id,
            agency=agencies[row.agency_id],
            text=hearing.words_of(ring, row),
            written_by=people[row.written_by],
            at=row.at,
            revision=row.revision,
        )
        for row in rows
    ]


def read_risks(actor: Actor, ring: Ring, item_id: UUID) -> list[Risk]:
    """Read the risks of a case at one meeting; the caller writes the trail."""
    answers = [row.risk_id for row in action_queries.actions_of(actor, item_id)]
    return [
        Risk(
            id=row.id,
            number=row.number,
            revision=row.revision,
            answered_by=answers.count(row.id),
            **vars(risk_words(ring, row)),
        )
        for row in queries.risks(item_id)
    ]


def read_actions(actor: Actor, ring: Ring, item_id: UUID) -> list[Agreed]:
    """Read the actions of a case at one meeting; the caller writes the trail."""
    rows = action_queries.actions_of(actor, item_id)
    owners = person_names(row.owner_id for row in rows)
    agencies = agency_names(row.agency_id for row in rows)
    ring.preload(row.slip_id for row in rows)
    return [
        Agreed(
            opened=OpenedAction(row, read_details(ring, row)),
            owner=owners[row.owner_id],
            agency=agencies[row.agency_id],
        )
        for row in rows
    ]


def _mark(*seen: object) -> str:
    return digests.sha256_hex(repr(seen).encode())[:12]
