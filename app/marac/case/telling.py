"""Who was told what about a case, for its IDVA and the officers; and that the victim was told.

The IDVA speaks for her and tells her afterwards if that is safe (SafeLives). Nobody else reads it:
that a letter went to an adviser says something of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import LogRead, ToldNoted
from app.confidentiality.circle.model import Because
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import promise
from app.confidentiality.gate import log
from app.confidentiality.gate.ports import LogEntry
from app.db import db, new_id, transaction
from app.marac.case import queries
from app.marac.case.model import Case, Telling
from app.refusals import NotVisible, RuleBroken

WORDS = "telling.words"


class Told(StrEnum):
    """What came of telling her."""

    TOLD = "told"
    NOT_SAFE = "not_safe"
    DID_NOT_WANT = "did_not_want"


TOLD_LABELS: dict[Told, str] = {
    Told.TOLD: "The victim was told",
    Told.NOT_SAFE: "It was not safe to tell the victim",
    Told.DID_NOT_WANT: "The victim did not want to hear about it",
}


@dataclass(frozen=True)
class Note:
    """What the IDVA noted of telling her about one entry."""

    told: Told
    on: date
    by: UUID


@dataclass(frozen=True)
class Log:
    """The log of a case, with what the IDVA noted of each entry."""

    case: Case
    entries: tuple[LogEntry, ...]
    notes: Mapping[UUID, tuple[Note, ...]] = field(default_factory=dict)
    is_idva: bool = False


def may_read(ring: Ring, case: Case) -> bool:
    """Say whether somebody may read the log: the case's IDVA, and officers by the chain."""
    return is_idva(ring, case) or ring.me.is_officer


def is_idva(ring: Ring, case: Case) -> bool:
    """Say whether this is the case's IDVA, as an officer signed: a row alone says nothing."""
    me = ring.actor.person_id
    promised = ring.secret(case.secret_id).promised
    return case.idva_id == me and promise(Because.ASSIGNED, me) in promised


def read_log(actor: Actor, case_id: UUID) -> Log:
    """Open the log; ``NotVisible`` for whoever is neither IDVA of the case nor an officer."""
    actor.require(Permission.DISCLOSURE_READ)
    with transaction():
        ring, case = _enter(actor, case_id)
        found = tuple(log.entries(ring, case.id))
        record(actor, LogRead(case.id, count=len(found)))
        return Log(case, found, _notes(ring, case.id), is_idva(ring, case))


def note_told(actor: Actor, case_id: UUID, about_id: UUID, told: str, on: date | None) -> None:
    """Note that the victim was told of an entry, or why not. Only the case's IDVA does."""
    actor.require(Permission.CASE_CHANGE)
    with transaction():
        ring, case = _enter(actor, case_id)
        known = {each.about_id for each in log.entries(ring, case.id)}
        if not is_idva(ring, case) or about_id not in known:
            raise NotVisible()
        if on is None or on > clock.today():
            raise RuleBroken("on", "Enter the day, today or earlier.")
        secret_id = ring.current(case.secret_id, of=case.id)
        row = Telling(
            id=new_id(),
            area_id=case.area_id,
            case_id=case.id,
            about_id=about_id,
            by_person_id=actor.person_id,
            at=clock.now(),
            secret_id=secret_id,
        )
        words = {"told": Told(told).value, "on": on.isoformat()}
        row.sealed_words = ring.seal(secret_id, WORDS, row.id, words, of=case.id)
        db.session.add(row)
        record(actor, ToldNoted(case.id, about_id=about_id))


def _enter(actor: Actor, case_id: UUID) -> tuple[Ring, Case]:
    ring = Ring(actor)
    _ = ring.me
    case = queries.case(actor, case_id)
    ring.key(case.secret_id, of=case.id)
    if not may_read(ring, case):
        raise NotVisible()
    return ring, case


def _notes(ring: Ring, case_id: UUID) -> dict[UUID, tuple[Note, ...]]:
    rows = db.session.scalars(
        select(Telling).where(Telling.case_id == case_id).order_by(Telling.at)
    ).all()
    ring.preload(row.secret_id for row in rows)
    found: dict[UUID, tuple[Note, ...]] = {}
    for row in rows:
        said = ring.read(row.secret_id, WORDS, row.id, row.sealed_words, of=case_id)
        one = Note(Told(said["told"]), date.fromisoformat(said["on"]), row.by_person_id)
        found[row.about_id] = (*found.get(row.about_id, ()), one)
    return found
