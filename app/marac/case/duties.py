"""What an agency did of its own duties, outside this system: which, considered or done, on a day.

Modern Slavery Act 2015, section 52, and the National Referral Mechanism (statutory guidance); a
court's or coroner's demand; immediate danger. Only that much is kept, sealed with the case: not
why, and not who was told. Duties about immigration are not on the list, because a line that a
council has considered one would tell everybody of the case the victim's status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import OFFICERS, Permission
from app.accounts.agency import queries as agencies
from app.accounts.agency.model import Agency
from app.audit import record
from app.audit.events import OutsideNoted
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.marac.case import queries
from app.marac.case.model import OutsideNote
from app.refusals import RuleBroken

NOTE = "outside.note"
EARLIEST = date(2015, 7, 31)
"""Since when the duty to notify has been in force."""


class Duty(StrEnum):
    """What the law requires or allows, that may be noted in a case."""

    NOTIFY = "notify"
    NRM = "nrm"
    COURT = "court"
    DANGER = "danger"


DUTY_LABELS: dict[Duty, str] = {
    Duty.NOTIFY: "Duty to notify of a possible victim of modern slavery",
    Duty.NRM: "National Referral Mechanism",
    Duty.COURT: "Order of a court, witness summons or coroner’s notice",
    Duty.DANGER: "Immediate danger to life",
}


class Done(StrEnum):
    """How far an agency went."""

    CONSIDERED = "considered"
    DONE = "done"


DONE_LABELS: dict[Done, str] = {Done.CONSIDERED: "Considered", Done.DONE: "Done"}


@dataclass(frozen=True)
class OpenedNote:
    """A line of a case: which agency, which duty, how far, on which day, and who wrote it down."""

    agency_id: UUID
    duty: Duty
    done: Done
    on: date
    by_person_id: UUID
    at: datetime


def agencies_to_choose(actor: Actor) -> Sequence[Agency]:
    """Return for which agencies somebody may note something: officers any, others their own."""
    every = agencies.agencies(actor)
    if actor.roles & OFFICERS:
        return every
    return [each for each in every if each.id == actor.agency_id]


def note(
    actor: Actor, case_id: UUID, agency_id: UUID, duty: str, done: str, on: date | None
) -> None:
    """Keep that an agency considered or did one of its duties, for whoever opens the case."""
    actor.require(Permission.CASE_CHANGE)
    which, far, day = _checked(duty, done, on)
    if agency_id not in {each.id for each in agencies_to_choose(actor)}:
        raise RuleBroken("agency", "Select your own agency.")
    with transaction():
        case, ring = queries.case(actor, case_id), Ring(actor)
        ring.key(case.secret_id, of=case.id)
        row = OutsideNote(
            id=new_id(),
            area_id=case.area_id,
            case_id=case.id,
            secret_id=ring.current(case.secret_id, of=case.id),
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        said = {"agency": str(agency_id), "duty": which, "done": far, "on": day.isoformat()}
        row.sealed_note = ring.seal(row.secret_id, NOTE, row.id, said, of=case.id)
        db.session.add(row)
        record(actor, OutsideNoted(case.id, note_id=row.id))


def notes_of(ring: Ring, case_id: UUID) -> list[OpenedNote]:
    """Read the lines of a case, the oldest first, with the ring that opened it."""
    rows = queries.outside_notes(case_id)
    ring.preload({row.secret_id for row in rows})
    return [_read(ring, row) for row in rows]


def _read(ring: Ring, row: OutsideNote) -> OpenedNote:
    said = ring.read(row.secret_id, NOTE, row.id, row.sealed_note, of=row.case_id)
    return OpenedNote(
        agency_id=UUID(said["agency"]),
        duty=Duty(said["duty"]),
        done=Done(said["done"]),
        on=date.fromisoformat(said["on"]),
        by_person_id=row.by_person_id,
        at=row.at,
    )


def _checked(duty: str, done: str, on: date | None) -> tuple[Duty, Done, date]:
    if duty not in set(Duty):
        raise RuleBroken("duty", "Select which duty.")
    if done not in set(Done):
        raise RuleBroken("done", "Select whether it was considered or done.")
    if on is None or not EARLIEST <= on <= clock.today():
        raise RuleBroken("on", "Enter the day on which it was: today or earlier.")
    return Duty(duty), Done(done), on
