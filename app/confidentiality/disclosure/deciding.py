"""A chair decides item by item, looks at the exact bytes, and signs them; or signs a refusal.

Two steps. ``choose`` keeps what she chose and has the bytes prepared. ``sign`` is one transaction:
the request as it stands now, the record as it stands now, the bytes she saw, the gate's release and
her signed decision, or nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.accounts.area.queries import area_of
from app.accounts.person.queries import person_names
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import DisclosureDecided, DisclosureOpened
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.confidentiality.disclosure import queries
from app.confidentiality.disclosure.building import build
from app.confidentiality.disclosure.checking import check_chosen, screen_chosen
from app.confidentiality.disclosure.content import Chosen
from app.confidentiality.disclosure.model import Decision, DisclosureRequest, PreparedDecision
from app.confidentiality.disclosure.opening import (
    DECIDED,
    OpenedRequest,
    agencies_of_requester,
    read_request,
)
from app.confidentiality.disclosure.rules import (
    CHANGED_MEANWHILE,
    DECIDED_MEANWHILE,
    Ground,
    Outcome,
    RequestState,
    require_decider,
)
from app.confidentiality.disclosure.statements import decision_statement
from app.confidentiality.gate import queries as gate_queries
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import ExitKind, Form, Package
from app.confidentiality.gate.preparing import content_of
from app.db import db, new_id, transaction
from app.paper import Sheet
from app.refusals import Changed, NotSignedIn, NotVisible

PREPARED = "disclosure.prepared"
EXITS: dict[Ground, ExitKind] = {
    Ground.PROTECT: ExitKind.DISCLOSURE,
    Ground.TRANSFER: ExitKind.TRANSFER,
    Ground.LEGAL_DEMAND: ExitKind.LEGAL_EXPORT,
    Ground.SUBJECT_ACCESS: ExitKind.LEGAL_EXPORT,
}


@dataclass(frozen=True)
class Prepared:
    """What a chair has chosen, with the sheet and the digest, in hex, of the exact bytes, if any
    leave; ``id`` and ``edition`` are what she signs for."""

    opened: OpenedRequest
    id: UUID
    edition: int
    chosen: Chosen
    sheet: Sheet | None
    digest: str


def open_to_decide(actor: Actor, request_id: UUID) -> OpenedRequest:
    """Open a request for whoever may decide it; the opening is in the trail first."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        opened = _enter(actor, request_id)
        row = opened.row
        record(actor, DisclosureOpened(subject_id=row.record_id, request_id=row.id))
    return opened


def choose(actor: Actor, request_id: UUID, chosen: Chosen, edition: int | None) -> Prepared:
    """Keep what a chair chose, and have the exact bytes made that would leave, if any."""
    opened = open_to_decide(actor, request_id)
    _require_same(opened.row, edition)
    screen_chosen(actor, chosen)
    check_chosen(opened, chosen)
    package = None
    if chosen.outcome is not Outcome.REFUSED:
        sheet = _sheet(opened, chosen)
        package = gate.prepare(
            actor, opened.ring, subject=_subject(opened), content=gate.wrap(sheet)
        )
    with transaction():
        _keep(actor, opened, chosen, package)
    return open_prepared(actor, request_id)


def open_prepared(actor: Actor, request_id: UUID) -> Prepared:
    """Open what the actor has chosen, with the exact bytes; ``NotVisible`` if nothing is ready."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        opened = _enter(actor, request_id)
        row = queries.prepared(actor, request_id)
        if row is None:
            raise NotVisible()
        chosen = _chosen(opened.ring, row, opened.row.record_id)
        record(actor, DisclosureOpened(subject_id=opened.row.record_id, request_id=request_id))
        sheet, digest = None, ""
        if row.package_id is not None:
            package, content = gate.show(actor, opened.ring, row.package_id)
            _, sheet = gate.unwrap(content)
            digest = package.digest.hex()
    return Prepared(opened, row.id, row.edition, chosen, sheet, digest)


def chosen_of(opened: OpenedRequest, row: PreparedDecision) -> Chosen:
    """Read what a chair chose, of a request that she has opened."""
    return _chosen(opened.ring, row, opened.row.record_id)


def sign(
    actor: Actor,
    request_id: UUID,
    *,
    prepared_id: UUID | None,
    digest: str,
    edition: int | None,
    passphrase: str,
) -> Decision:
    """Sign what was prepared, and release exactly these bytes. The passphrase is asked again.

    ``Changed`` if the request, the record or the bytes are not what she saw, or if another chair
    has decided meanwhile: then nothing is signed.
    """
    actor.require(Permission.DISCLOSURE_DECIDE)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return sign_prepared(actor, request_id, prepared_id=prepared_id, digest=digest, edition=edition)


def sign_prepared(
    actor: Actor, request_id: UUID, *, prepared_id: UUID | None, digest: str, edition: int | None
) -> Decision:
    """Sign and release, the passphrase having been asked."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    kept = queries.prepared(actor, request_id)
    if kept is not None and kept.package_id is not None:
        gate.screen_release(actor, kept.package_id)
    with transaction() as session:
        opened = _enter(actor, request_id)
        _require_same(opened.row, edition)
        kept = queries.prepared(actor, request_id)
        if kept is None or kept.id != prepared_id or kept.edition != opened.row.edition:
            raise Changed("send", CHANGED_MEANWHILE)
        chosen = _chosen(opened.ring, kept, opened.row.record_id)
        check_chosen(opened, chosen)
        release_id = _release(actor, opened, chosen, kept, digest)
        row = _decision(actor, opened, chosen, release_id)
        queries.forget_prepared(request_id)
        gate.discard(request_id)
        opened.row.state, opened.row.changed_at = RequestState.DECIDED, row.decided_at
        session.add(row)
        event = DisclosureDecided(
            row.record_id, request_id=row.request_id, edition=row.edition, outcome=str(row.outcome)
        )
        record(actor, event)
    return row


def _enter(actor: Actor, request_id: UUID) -> OpenedRequest:
    """Open a request inside a transaction for whoever may decide it, or say why not."""
    row = queries.request(actor, request_id)
    ring = Ring(actor)
    opened = read_request(ring, row)
    require_officer(actor, ring.chain)
    require_decider(
        actor.person_id,
        {actor.agency_id, ring.me.agency_id},
        row.requester_id,
        agencies_of_requester(ring, row),
    )
    return opened


def _require_same(row: DisclosureRequest, edition: int | None) -> None:
    if row.state == RequestState.DECIDED:
        decision = queries.decisions_of([row.id])[row.id]
        name = person_names([decision.decided_by]).get(decision.decided_by, "Another chair")
        raise Changed("send", DECIDED_MEANWHILE.format(name=name))
    if row.state != RequestState.WAITING or row.edition != edition:
        raise Changed("send", CHANGED_MEANWHILE)


def _sheet(opened: OpenedRequest, chosen: Chosen) -> Sheet:
    row = opened.row
    agency = agency_names([row.agency_id]).get(row.agency_id, "")
    return build(opened, chosen, agency=agency, area=area_of(opened.ring.actor).name)


def _subject(opened: OpenedRequest) -> gate.Subject:
    row, to = opened.row, opened.recipient
    if to is None:
        raise NotVisible()
    return gate.Subject(
        kind=EXITS[opened.asked.ground],
        form=Form.SHEET,
        record_id=row.record_id,
        secret_id=opened.record.described.secret_id,
        subject_id=row.id,
        revision=row.edition,
        recipient_id=to.id,
        requester_id=row.requester_id,
        requester_agency_id=row.agency_id,
    )


def _keep(actor: Actor, opened: OpenedRequest, chosen: Chosen, package: Package | None) -> None:
    row = queries.prepared(actor, opened.row.id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    ring = opened.ring
    secret_id = ring.current(opened.row.secret_id, of=opened.row.record_id)
    row = PreparedDecision(
        id=new_id(),
        request_id=opened.row.id,
        edition=opened.row.edition,
        person_id=actor.person_id,
        package_id=package.id if package else None,
        secret_id=secret_id,
        at=clock.now(),
    )
    row.sealed_chosen = ring.seal(
        secret_id, PREPARED, row.id, chosen.to_dict(), of=opened.row.record_id
    )
    db.session.add(row)
    db.session.flush()
    in_hand = queries.packages_in_hand(opened.row.id)
    gate.discard(opened.row.id, keep=in_hand, by=actor.person_id)


def _chosen(ring: Ring, row: PreparedDecision, record_id: UUID) -> Chosen:
    given = ring.read(row.secret_id, PREPARED, row.id, row.sealed_chosen, of=record_id)
    return Chosen.from_dict(given)


def _release(
    actor: Actor, opened: OpenedRequest, chosen: Chosen, kept: PreparedDecision, digest: str
) -> UUID | None:
    """Let the gate release the bytes she saw, if the record still says what they say."""
    if chosen.outcome is Outcome.REFUSED:
        if kept.package_id is not None or digest:
            raise Changed("send", CHANGED_MEANWHILE)
        return None
    if kept.package_id is None:
        raise Changed("send", CHANGED_MEANWHILE)
    package = gate_queries.package(actor, kept.package_id)
    _, sheet = gate.unwrap(content_of(opened.ring, package))
    if sheet != _sheet(opened, chosen):
        raise Changed("send", CHANGED_MEANWHILE)
    released = gate.release(
        actor,
        opened.ring,
        package.id,
        subject=_subject(opened),
        digest=digest,
        expires_on=chosen.expires_on,
        readers=chosen.readers,
        hand_over_by=chosen.hand_over_by,
    )
    return released.id


def _decision(
    actor: Actor, opened: OpenedRequest, chosen: Chosen, release_id: UUID | None
) -> Decision:
    request, ring = opened.row, opened.ring
    row = Decision(
        id=new_id(),
        area_id=request.area_id,
        record_id=request.record_id,
        request_id=request.id,
        edition=request.edition,
        requester_id=request.requester_id,
        requester_agency_id=request.agency_id,
        outcome=chosen.outcome,
        release_id=release_id,
        secret_id=ring.current(request.secret_id, of=request.record_id),
        decided_by=actor.person_id,
        decided_agency_id=actor.agency_id,
        key_pair_id=actor.keys.key_id,
        decided_at=clock.now(),
    )
    row.sealed_chosen = ring.seal(
        row.secret_id, DECIDED, row.id, chosen.to_dict(), of=row.record_id
    )
    row.statement = decision_statement(row, opened.asked.digest, chosen.digest)
    row.signature = actor.keys.sign(row.statement)
    return row
