"""Opens requests for those who may read them: the requester, the officers, the case's IDVA."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.model import Person
from app.accounts.person.queries import person, person_names
from app.audit import record
from app.audit.events import DisclosureOpened, DisclosuresListed
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, queries
from app.confidentiality.disclosure.asking import asked_at
from app.confidentiality.disclosure.content import Asked, Chosen
from app.confidentiality.disclosure.model import Decision, DisclosureRequest
from app.confidentiality.disclosure.rules import (
    OUTCOME_LABELS,
    STATE_LABELS,
    Outcome,
    RequestState,
    decides_for,
)
from app.confidentiality.gate.preparing import signed_agency
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.model import Recipient
from app.db import transaction
from app.refusals import NotVisible
from app.vault import signing
from app.vault.errors import Forged

ASKED = "disclosure.asked"
DECIDED = "disclosure.decided"


@dataclass(frozen=True)
class OpenedDecision:
    """A decision with its words. ``is_void``: what was asked has been changed since."""

    row: Decision
    chosen: Chosen
    by: str

    @property
    def is_void(self) -> bool:
        """Say whether the request was changed afterwards."""
        return self.row.voided_at is not None

    @property
    def label(self) -> str:
        """What was decided, in words."""
        return OUTCOME_LABELS[Outcome(self.row.outcome)]


@dataclass(frozen=True)
class OpenedRequest:
    """A request with all its words and the record it is about, for somebody who may read both.

    ``asked_at``: when its requester signed this edition, once it was sent.
    """

    ring: Ring = field(repr=False)
    row: DisclosureRequest
    asked: Asked
    record: ports.OpenedRecord
    recipient: Recipient | None
    decision: OpenedDecision | None
    requester: str
    asked_at: datetime | None = None

    @property
    def state(self) -> RequestState:
        """Where it stands."""
        return RequestState(self.row.state)

    @property
    def state_label(self) -> tuple[str, str]:
        """Where it stands, in words, and the colour of the tag."""
        return STATE_LABELS[self.state]

    @property
    def items(self) -> list[ports.Item]:
        """What is asked for and the record still has, in its order."""
        return [item for item in self.record.items if item.key in self.asked.items]

    @property
    def missing(self) -> int:
        """How many of the items that were asked for the record no longer has."""
        return len(self.asked.items) - len(self.items)

    @property
    def is_mine(self) -> bool:
        """Say whether whoever looks at it asked for it."""
        return self.row.requester_id == self.ring.actor.person_id


@dataclass(frozen=True)
class Line:
    """A request as a list shows it."""

    row: DisclosureRequest
    asked: Asked
    described: ports.Described
    recipient: str
    requester: str
    may_decide: bool

    @property
    def state_label(self) -> tuple[str, str]:
        """Where it stands, in words, and the colour of the tag."""
        return STATE_LABELS[RequestState(self.row.state)]


def describe(actor: Actor, record_id: UUID) -> ports.Described:
    """Return what a page says of a record before anything is asked; the trail comes first."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    with transaction():
        described = ports.describe(Ring(actor), record_id)
        record(actor, DisclosuresListed(subject_id=actor.person_id, count=1))
    return described


def open_request(actor: Actor, request_id: UUID) -> OpenedRequest:
    """Open a request; the opening is in the trail before anything is returned."""
    actor.require(Permission.DISCLOSURE_READ)
    with transaction():
        row = queries.request(actor, request_id)
        opened = read_request(Ring(actor), row)
        record(actor, DisclosureOpened(subject_id=row.record_id, request_id=row.id))
    return opened


def read_request(ring: Ring, row: DisclosureRequest) -> OpenedRequest:
    """Read a request and its record inside a transaction whose caller writes the trail."""
    opened = ports.open_record(ring, row.record_id)
    actor = ring.actor
    reads = {row.requester_id, opened.described.idva_id}
    if not actor.is_officer and actor.person_id not in reads:
        raise NotVisible()
    asked, at = read_asked(ring, row), None
    if row.state in (RequestState.WAITING, RequestState.DECIDED):
        at = asked_at(ring.chain, row, asked.digest, _sealed(ring, row))
    decision = queries.decisions_of([row.id]).get(row.id)
    return OpenedRequest(
        ring,
        row,
        asked,
        opened,
        recipients.recipient(actor, asked.recipient_id) if asked.recipient_id else None,
        _read_decision(ring, decision, row, asked) if decision else None,
        person_names([row.requester_id]).get(row.requester_id, ""),
        at,
    )


def read_asked(ring: Ring, row: DisclosureRequest) -> Asked:
    """Read what was asked."""
    return Asked.from_dict(_sealed(ring, row))


def _sealed(ring: Ring, row: DisclosureRequest) -> dict[str, Any]:
    return ring.read(row.secret_id, ASKED, row.id, row.sealed_asked, of=row.record_id)


def own_requests(actor: Actor) -> list[Line]:
    """Open the list of what the actor asked for."""
    return _listed(actor, queries.own(actor))


def to_decide(actor: Actor) -> list[Line]:
    """Open the list of what waits for a chair, the most urgent first."""
    return _listed(actor, queries.waiting(actor))


def deciders(ring: Ring, row: DisclosureRequest) -> list[Person]:
    """Return who may decide: chairs and deputies of other agencies, not kept from the record."""
    of = agencies_of_requester(ring, row)
    return [
        each
        for each in queries.chairs(row.area_id)
        if decides_for(
            each.id,
            {each.agency_id, signed_agency(ring.chain, each.id) or each.agency_id},
            row.requester_id,
            of,
        )
        and not is_excluded(row.record_id, each.id, each.agency_id)
    ]


def agencies_of_requester(ring: Ring, row: DisclosureRequest) -> set[UUID]:
    """Return the requester's agency when they asked, now, and as an officer confirmed it."""
    now = person(ring.actor, row.requester_id).agency_id
    signed = signed_agency(ring.chain, row.requester_id)
    return {row.agency_id, now, *([signed] if signed else [])}


def may_decide(ring: Ring, row: DisclosureRequest) -> bool:
    """Say whether the actor may decide about a request."""
    actor = ring.actor
    return actor.may(Permission.DISCLOSURE_DECIDE) and decides_for(
        actor.person_id,
        {actor.agency_id, ring.me.agency_id},
        row.requester_id,
        agencies_of_requester(ring, row),
    )


def _read_decision(
    ring: Ring, row: Decision, request: DisclosureRequest, asked: Asked
) -> OpenedDecision:
    """Read a decision; ``Forged`` unless it is what the chair signed, of what was asked then."""
    given = ring.read(row.secret_id, DECIDED, row.id, row.sealed_chosen, of=row.record_id)
    chosen = Chosen.from_dict(given)
    said = signing.read_statement(row.statement)
    same = row.edition != request.edition or said.get("asked") == asked.digest
    if said.get("chosen") != chosen.digest or not same:
        raise Forged(f"decision {row.id} is not what was signed")
    by = person_names([row.decided_by]).get(row.decided_by, "")
    return OpenedDecision(row, chosen, by)


def _listed(actor: Actor, rows: Sequence[DisclosureRequest]) -> list[Line]:
    actor.require(Permission.DISCLOSURE_READ)
    if not rows:
        return []
    with transaction():
        ring = Ring(actor)
        ring.preload(row.secret_id for row in rows)
        found = [row for row in rows if ring.may_open(row.secret_id)]
        register = {row.id: row.name for row in recipients.recipients(actor)}
        names = person_names(row.requester_id for row in found)
        lines = [_line(ring, row, register, names) for row in found]
        record(actor, DisclosuresListed(subject_id=actor.person_id, count=len(lines)))
    return lines


def _line(
    ring: Ring, row: DisclosureRequest, register: dict[UUID, str], names: dict[UUID, str]
) -> Line:
    asked = read_asked(ring, row)
    return Line(
        row,
        asked,
        ports.describe(ring, row.record_id),
        register.get(asked.recipient_id, "") if asked.recipient_id else "",
        names.get(row.requester_id, ""),
        may_decide(ring, row),
    )
