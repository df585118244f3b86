"""Asks that something be shared outside: begun, written page by page, sent, changed, withdrawn.

A change before the decision is a new edition of what was asked. A change after it voids the chair's
signature, stops what nobody has received yet, and the request is to be decided again.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.screening import screened
from app.audit import record
from app.audit.events import (
    AgreementTakenBack,
    DisclosureBegun,
    DisclosureSent,
    DisclosureWithdrawn,
)
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, queries
from app.confidentiality.disclosure.asking import Signed, sign_asked
from app.confidentiality.disclosure.content import (
    COMMITMENTS,
    Asked,
    check_asked,
    check_limit,
    check_page,
)
from app.confidentiality.disclosure.model import DisclosureRequest
from app.confidentiality.disclosure.opening import ASKED, read_asked
from app.confidentiality.disclosure.rules import (
    Ground,
    RequestState,
    decide_by,
    may_receive,
    not_before,
    require_words,
)
from app.confidentiality.disclosure.status import tells_status
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Release
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient.rules import RecipientKind
from app.confidentiality.recipient.service import good_check
from app.db import new_id, transaction
from app.firewall.screen import screen_commitment
from app.refusals import Changed, NotVisible, Refused, RuleBroken

OPEN = frozenset({RequestState.WAITING, RequestState.STOPPED, RequestState.DECIDED})
NOT_THERE = "Select somebody from the register who can receive today."
KEPT_FROM = "This cannot go there. Select somebody else, or ask the coordinator."
RECEIVED = "Somebody has received this already, so it cannot be changed. Ask again for what is new."
AGREEMENT_FIRST = (
    "The victim no longer agrees. Say first what follows from that, under ‘Does the victim know "
    "and agree?’."
)
STATUS_IN_PURPOSE = (
    "The recipient reads this, and these words say, or may say, something of immigration status. "
    "Say the purpose without it."
)
OTHERWISE = "You changed this in another window meanwhile. Look at it, then save again."


def start(actor: Actor, record_id: UUID, ground: Ground) -> UUID:
    """Begin a request about a record that the actor can open."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    with transaction() as session:
        ring = Ring(actor)
        described = ports.describe(ring, record_id)
        now = clock.now()
        row = DisclosureRequest(
            id=new_id(),
            area_id=actor.area_id,
            record_id=record_id,
            requester_id=actor.person_id,
            agency_id=actor.agency_id,
            state=RequestState.DRAFT,
            secret_id=described.secret_id,
            begun_at=now,
            changed_at=now,
        )
        _seal(ring, row, Asked(ground))
        session.add(row)
        record(actor, DisclosureBegun(subject_id=record_id, request_id=row.id))
    return row.id


def save(
    actor: Actor,
    request_id: UUID,
    page: str,
    change: Callable[[Asked], Asked],
    revision: int | None = None,
) -> RequestState:
    """Write one page. What was sent already must be whole again, and becomes a new edition.

    The firewall is asked first, of everything that is undertaken.
    """
    actor.require(Permission.DISCLOSURE_REQUEST)
    _screen(actor, change(_as_it_is(actor, request_id)))
    with transaction():
        row = queries.own_request(actor, request_id)
        ring = Ring(actor)
        asked = change(read_asked(ring, row))
        _check_recipient(ring, row, asked)
        _check_items(ring, row, asked)
        check_page(asked, page)
        if page == "demand":
            check_limit(asked.demand)
        if row.state in OPEN:
            if revision != row.revision:
                raise Changed("revision", OTHERWISE)
            if row.state == RequestState.STOPPED and page != "agreement":
                raise RuleBroken("revision", AGREEMENT_FIRST)
            check_asked(asked)
            asked = replace(asked, consent_withdrawn="")
            _edit(actor, row, asked)
            signed = sign_asked(actor, row, asked.digest, clock.now())
            _seal(ring, row, asked, signed)
        elif row.state != RequestState.DRAFT:
            raise Refused("This request was withdrawn. Begin another.")
        else:
            _seal(ring, row, asked)
        row.changed_at = clock.now()
    return RequestState(row.state)


def send(actor: Actor, request_id: UUID) -> DisclosureRequest:
    """Send a request to the chairs; ``RuleBroken`` names what is missing."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    _screen(actor, _as_it_is(actor, request_id))
    with transaction():
        row = queries.own_request(actor, request_id)
        if row.state != RequestState.DRAFT:
            raise Changed("send", "This was sent already.")
        ring = Ring(actor)
        asked = read_asked(ring, row)
        check_asked(asked)
        _check_items(ring, row, asked)
        _check_recipient(ring, row, asked)
        row.state, row.sent_at, row.agency_id = RequestState.WAITING, clock.now(), actor.agency_id
        _date(row, asked)
        _seal(ring, row, asked, sign_asked(actor, row, asked.digest, row.sent_at))
        row.changed_at = row.sent_at
        record(actor, DisclosureSent(row.record_id, request_id=row.id, edition=row.edition))
    return row


def withdraw(actor: Actor, request_id: UUID) -> None:
    """Take a request back. What nobody has received is stopped; a draft leaves no words."""
    actor.require(Permission.DISCLOSURE_REQUEST)
    with transaction():
        row = queries.own_request(actor, request_id)
        if row.state == RequestState.WITHDRAWN:
            raise Refused("This request was withdrawn already.")
        if row.state == RequestState.DRAFT:
            ring = Ring(actor)
            _seal(ring, row, Asked(read_asked(ring, row).ground))
        row.state, row.changed_at = RequestState.WITHDRAWN, clock.now()
        queries.forget_prepared(row.id)
        gate.discard(row.id)
        gate.stop(actor, row.id)
        record(actor, DisclosureWithdrawn(row.record_id, request_id=row.id))


def no_longer_agreed(actor: Actor, request_id: UUID, said: str) -> None:
    """Record that the victim no longer agrees: nothing that was not received yet leaves.

    By the requester, the case's IDVA or an officer (UK GDPR article 7(3): as easy as agreeing).
    """
    actor.require(Permission.DISCLOSURE_REQUEST)
    require_words("said", said, "how you know")
    with transaction():
        row = queries.request(actor, request_id)
        ring = Ring(actor)
        described = ports.describe(ring, row.record_id)
        works_on_it = {row.requester_id, described.idva_id}
        if not (actor.is_officer or actor.person_id in works_on_it):
            raise NotVisible()
        if row.state not in (RequestState.WAITING, RequestState.DECIDED):
            raise Refused("Nothing of this request is under way.")
        asked = replace(read_asked(ring, row), consent_withdrawn=said)
        _seal(ring, row, asked)
        row.state, row.changed_at = RequestState.STOPPED, clock.now()
        row.edition += 1
        _void(row)
        gate.stop(actor, row.id)
        record(actor, AgreementTakenBack(row.record_id, request_id=row.id))


def _edit(actor: Actor, row: DisclosureRequest, asked: Asked) -> None:
    """Make a new edition of what was sent: undecided again, and nothing of the old one leaves."""
    if any(each.first_received_at for each in _releases(actor, row)):
        raise RuleBroken("revision", RECEIVED)
    row.edition += 1
    row.state, row.agency_id = RequestState.WAITING, actor.agency_id
    _date(row, asked)
    _void(row)
    gate.stop(actor, row.id)
    record(actor, DisclosureSent(row.record_id, request_id=row.id, edition=row.edition))


def _void(row: DisclosureRequest) -> None:
    decision = queries.decisions_of([row.id]).get(row.id)
    if decision is not None and decision.voided_at is None:
        decision.voided_at = clock.now()


def _releases(actor: Actor, row: DisclosureRequest) -> list[Release]:
    return [each for each in gate.releases_about(actor, row.record_id) if each.subject_id == row.id]


def _date(row: DisclosureRequest, asked: Asked) -> None:
    today = clock.today()
    row.urgency = asked.urgency
    row.not_before = not_before(asked.ground, today, asked.demand.judge_until)
    due = decide_by(asked.urgency, today)
    row.decide_by = max(due, row.not_before) if row.not_before else due


def _seal(ring: Ring, row: DisclosureRequest, asked: Asked, signed: Signed | None = None) -> None:
    """Seal what is asked, with the requester’s signature once it is sent."""
    row.secret_id = ring.current(row.secret_id, of=row.record_id)
    said = asked.to_dict() | (signed or {})
    row.sealed_asked = ring.seal(row.secret_id, ASKED, row.id, said, of=row.record_id)


def _as_it_is(actor: Actor, request_id: UUID) -> Asked:
    return read_asked(Ring(actor), queries.own_request(actor, request_id))


def _screen(actor: Actor, asked: Asked) -> None:
    """Ask the firewall about what is undertaken; the recipient reads the purpose, so that status
    has no place in it (AC-20)."""
    for name in COMMITMENTS:
        words = getattr(asked, name)
        if words:
            screened(actor, screen_commitment(words), name, f"disclosure.{name}")
    if tells_status(asked.purpose):
        raise RuleBroken("purpose", STATUS_IN_PURPOSE)


def _check_items(ring: Ring, row: DisclosureRequest, asked: Asked) -> None:
    """Ask whether the items are there and may be asked for on this ground."""
    if not asked.items:
        return
    items = ports.open_record(ring, row.record_id).items
    if not {item.key for item in items}.issuperset(asked.items):
        raise RuleBroken("items", "Something you chose is no longer in the case. Choose again.")
    others = {item.key for item in items if not item.about_subject}
    if asked.ground is Ground.SUBJECT_ACCESS and others.intersection(asked.items):
        raise RuleBroken("items", "Select only what is recorded of that person alone.")


def _check_recipient(ring: Ring, row: DisclosureRequest, asked: Asked) -> None:
    """Ask whether the recipient chosen can receive this at all; nothing chosen is no fault yet."""
    if asked.recipient_id is None:
        return
    to = recipients.recipient(ring.actor, asked.recipient_id)
    if not may_receive(asked.ground, RecipientKind(to.kind)):
        raise RuleBroken("recipient_id", NOT_THERE)
    if is_kept_from(ring, row, [to.agency_id] if to.agency_id else []):
        raise RuleBroken("recipient_id", KEPT_FROM)
    if good_check(ring.chain, to, clock.today()) is None:
        raise RuleBroken("recipient_id", NOT_THERE)


def is_kept_from(ring: Ring, row: DisclosureRequest, agency_ids: Iterable[UUID]) -> bool:
    """Say whether the record is kept from one of these agencies as a whole."""
    kept = ring.kept_from(row.secret_id, of=row.record_id)
    return any(f"agency:{each}" in kept for each in agency_ids)
