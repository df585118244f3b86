"""A notice to an agency: a slip under a key of its own, and how whoever holds it reads it.

Perpetrators are on no slip: a person may read their own record, and the perpetrator is never told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app import clock
from app.access.actor import Actor
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import FlagTold
from app.confidentiality.circle.giving import Giver
from app.confidentiality.circle.grants import Holder, make_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id
from app.marac.case.model import Case
from app.marac.flag.model import FlagNotice
from app.marac.flag.rules import Wanted
from app.marac.party import service as parties
from app.marac.party.rules import PartyKind

DETAILS = "flag.details"
WHY = "flag.why"
FLAGGED = (PartyKind.VICTIM, PartyKind.CHILD)


@dataclass(frozen=True)
class Flagged:
    """One person whose record carries the flag."""

    kind: str
    name: str
    also: tuple[str, ...]
    born: date | None


@dataclass(frozen=True)
class OpenedNotice:
    """A notice as the keeper of an agency's records reads it."""

    notice: FlagNotice
    people: tuple[Flagged, ...]
    why: str = ""

    @property
    def name(self) -> str:
        """The victim's name: how a list calls it."""
        return self.people[0].name if self.people else ""


def people_of(ring: Ring, case: Case) -> list[dict[str, object]]:
    """Return whose records are flagged: the victim and her children; never the perpetrator."""
    return [
        {
            "kind": str(party.kind),
            "name": party.details.name,
            "also": list(party.details.aliases),
            "born": party.details.date_of_birth.isoformat()
            if party.details.date_of_birth
            else None,
        }
        for party in parties.open_all(ring, case.id)
        if party.kind in FLAGGED
    ]


def notify(
    actor: Actor,
    ring: Ring,
    giver: Giver,
    case: Case,
    wanted: Wanted,
    readers: Sequence[Person],
    people: list[dict[str, object]],
) -> None:
    """Write one notice under a slip of its own, for these people and as part of the case."""
    row = FlagNotice(
        id=new_id(),
        area_id=case.area_id,
        case_id=case.id,
        agency_id=wanted.agency_id,
        ask=wanted.ask,
        until=wanted.until,
        told_by=actor.person_id,
        told_at=clock.now(),
    )
    slip = make_secret(
        actor,
        giver,
        SecretKind.SLIP,
        row.id,
        ring.kept_from(case.secret_id, of=case.id),
        [Holder(person.id, Because.FLAG_KEEPER, row.id) for person in readers],
        part_of=ring.current(case.secret_id, of=case.id),
        ring=ring,
    )
    row.slip_id = slip.id
    row.sealed_details = ring.seal(slip.id, DETAILS, row.id, {"people": people}, of=row.id)
    db.session.add(row)
    event = FlagTold(case.id, notice_id=row.id, agency_id=row.agency_id, ask=str(row.ask))
    record(actor, event)


def opened_notice(ring: Ring, row: FlagNotice) -> OpenedNotice:
    """Open a notice as its slip says it, and what the agency answered."""
    said = ring.read(row.slip_id, DETAILS, row.id, row.sealed_details, of=row.id)
    people = tuple(
        Flagged(
            each["kind"],
            each["name"],
            tuple(each["also"]),
            date.fromisoformat(each["born"]) if each["born"] else None,
        )
        for each in said["people"]
    )
    why = ""
    if row.sealed_why is not None:
        why = str(ring.read(row.slip_id, WHY, row.id, row.sealed_why, of=row.id)["why"])
    return OpenedNotice(row, people, why)
