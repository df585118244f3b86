"""Conflicts of interest as the officers who remain see them: who, why, whether they are out."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import ConflictsOpened
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.case.model import Case
from app.marac.case.queries import case as case_of
from app.marac.conflict import believed, queries, sealing
from app.marac.conflict.model import Conflict, ConflictDecision
from app.marac.conflict.rules import TO_LOOK_AT, Content, Decision, Kind
from app.marac.meeting import lobby
from app.marac.meeting import queries as meetings
from app.marac.meeting.lobby import Line
from app.refusals import NotVisible, Refused
from app.vault.errors import VaultError

log = logging.getLogger(__name__)
Decided = tuple[Decision, str, UUID, datetime]


@dataclass(frozen=True)
class Opened:
    """One conflict, opened. ``is_out``: the case is kept from the person now, by name."""

    id: UUID
    case_id: UUID
    content: Content
    by_person_id: UUID
    at: datetime
    is_out: bool
    decided: tuple[Decided, ...]

    @property
    def waits(self) -> bool:
        """Say whether an officer has still to look at it."""
        return self.content.kind in TO_LOOK_AT and not self.decided

    @property
    def is_held(self) -> bool:
        """Say whether somebody is out because of their name, until an officer has looked."""
        return self.waits and self.content.kind is Kind.SAME_NAME


@dataclass(frozen=True)
class OfCase:
    """A case of an agenda with its conflicts, and from whom it is kept for another reason."""

    line: Line
    conflicts: tuple[Opened, ...]
    people: frozenset[UUID]
    agencies: frozenset[UUID]


def of_meeting(actor: Actor, meeting_id: UUID) -> list[OfCase]:
    """Open the conflicts of a meeting's cases; the trail is written before anything is shown."""
    actor.require(Permission.CONFLICT_READ)
    with transaction():
        ring = Ring(actor)
        meetings.meeting(actor, meeting_id)
        lines = lobby.read_agenda(actor, ring, meetings.agenda(actor, meeting_id))
        found = _by_case(ring, lines)
        record(actor, ConflictsOpened(meeting_id, sum(len(each.conflicts) for each in found)))
    return found


def open_one(actor: Actor, conflict_id: UUID) -> tuple[Case, Opened]:
    """Open one conflict with its case's row; ``NotVisible`` for anybody but an officer it is for.

    The caller writes the trail.
    """
    ring = Ring(actor)
    row = queries.conflict(actor, conflict_id)
    found = about_others(ring, [row])
    if not found:
        raise NotVisible()
    return case_of(actor, row.case_id), found[0]


def opened(ring: Ring, rows: Collection[Conflict]) -> list[Opened]:
    """Open those of these conflicts that open for this person; the caller writes the trail.

    What nobody signed who may write such a thing is passed over.
    """
    ring.preload(row.secret_id for row in rows)
    said = queries.decisions(ring.actor, [row.id for row in rows])
    out = queries.people_kept_from(ring.actor, {row.case_id for row in rows})
    believed.load(ring.chain, [*rows, *(one for own in said.values() for one in own)])
    found = (
        _opened(ring, row, said.get(row.id, []), out.get(row.case_id, set()))
        for row in rows
        if _is_believed(ring, row) and ring.may_open(row.secret_id)
    )
    return [each for each in found if each is not None]


def waiting(actor: Actor, case_ids: Iterable[UUID] | None = None) -> list[Opened]:
    """Return what an officer has still to look at, in cases to be heard; to be counted, not shown.

    Nothing for whoever is not confirmed or has not signed yet: nothing opens for them.
    """
    asked = queries.to_be_heard(actor) if case_ids is None else set(case_ids)
    rows = queries.of_cases(actor, asked)
    if not rows:
        return []
    try:
        found = about_others(Ring(actor), rows)
    except Refused:
        return []
    except VaultError as fault:  # the home page goes on; the list of the meeting names the fault
        log.error("conflicts cannot be counted: %s", fault)
        return []
    return [each for each in found if each.waits]


def about_others(ring: Ring, rows: Collection[Conflict]) -> list[Opened]:
    """Open conflicts but those about the person who looks: no page shows anybody their own."""
    me = ring.actor.person_id
    return [each for each in opened(ring, rows) if each.content.person_id != me]


def agencies_of(people: Iterable[Person]) -> dict[UUID, str]:
    """Return the name of the agency of each of these people."""
    listed = list(people)
    names = agency_names({each.agency_id for each in listed})
    return {each.id: names[each.agency_id] for each in listed}


def _is_believed(ring: Ring, row: Conflict) -> bool:
    """Pass over what nobody signed as it stands; the log names it, for it may be altered."""
    is_theirs = believed.is_theirs(ring.chain, row)
    if not is_theirs:
        log.error("%s of row %s is not as it was signed", sealing.WORDS, row.id)
    return is_theirs


def _is_believed_decision(ring: Ring, row: ConflictDecision, about: UUID) -> bool:
    is_decision = believed.is_decision(ring.chain, row, about)
    if not is_decision:
        log.error("%s of row %s is not as it was signed", sealing.DECISION, row.id)
    return is_decision


def _by_case(ring: Ring, lines: Iterable[Line]) -> list[OfCase]:
    listed = list(lines)
    case_ids = {line.case_id for line in listed if line.case_id}
    found = about_others(ring, queries.of_cases(ring.actor, case_ids))
    people = queries.people_kept_from(ring.actor, case_ids)
    agencies = queries.agencies_kept_from(ring.actor, case_ids)
    rows = []
    for line in listed:
        own = tuple(each for each in found if each.case_id == line.case_id)
        named = {each.content.person_id for each in own}
        others = people.get(line.case_id, set()) - named if line.case_id else set()
        kept = agencies.get(line.case_id, set()) if line.case_id else set()
        rows.append(OfCase(line, own, frozenset(others), frozenset(kept)))
    return rows


def _opened(
    ring: Ring, row: Conflict, said: list[ConflictDecision], out: Collection[UUID]
) -> Opened | None:
    content = sealing.content_of(ring, row)
    if not believed.may_say(ring.chain, row, content):
        return None
    decided = tuple(
        (*sealing.decided(ring, one), one.by_person_id, one.at)
        for one in said
        if _is_believed_decision(ring, one, content.person_id)
    )
    return Opened(
        id=row.id,
        case_id=row.case_id,
        content=content,
        by_person_id=row.by_person_id,
        at=row.at,
        is_out=content.person_id in out,
        decided=decided,
    )
