"""The chair signs: these bytes, to this recipient, until this day. Without it nothing leaves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person import queries as people
from app.accounts.person.model import PersonState
from app.audit import record
from app.audit.events import Released
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.grants import Holder, OpenSecret, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import moment
from app.confidentiality.gate import queries, rules, sheets
from app.confidentiality.gate.model import Form, Package, Reader, Release
from app.confidentiality.gate.preparing import Subject, check_questions, content_of, discard, is_of
from app.confidentiality.gate.screening import envelope
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient
from app.confidentiality.recipient.rules import RecipientKind, Way, way_of
from app.db import db, new_id, transaction
from app.refusals import Changed, Refused, RuleBroken
from app.vault import digests, sealing

CONTENT = "release.content"
NOBODY_READS = "Select who may read it: a named person of the recipient who has an account here."
NOT_THEIRS = "Select people whom the register names for this recipient."
NO_HANDER = "Select who hands it over."
KEPT_FROM = (
    "This case is kept from somebody you have selected. Select somebody else. Do not tell them why."
)


@dataclass(frozen=True)
class _Terms:
    """What the chair decides besides the bytes."""

    way: Way
    entry: str
    expires_on: date
    readers: tuple[UUID, ...]
    hand_over_by: UUID | None


def release(
    actor: Actor,
    ring: Ring,
    package_id: UUID,
    *,
    subject: Subject,
    digest: str,
    expires_on: date | None,
    readers: Collection[UUID] = (),
    hand_over_by: UUID | None = None,
    code: str = "",
) -> Release:
    """Sign the bytes of a package and make the key that its readers hold.

    ``subject`` is what the caller read, just now, from sealed words: a package that says anything
    else is ``Changed``. So are other bytes than those whose ``digest``, in hex, the page of the
    chair showed. ``code`` is what a letter has printed on it; a sheet carries its own. Ask
    ``screening.screen_release`` first, so that what the firewall refuses leaves its trace.
    """
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        package = queries.package(actor, package_id)
        if not digests.same(digest, package.digest.hex()) or not is_of(package, subject):
            raise Changed("package", rules.CHANGED)
        to = recipients.recipient(actor, subject.recipient_id)
        check, _ = check_questions(actor, ring, subject, to)
        verdict = envelope(to)
        if not verdict.allowed:
            raise Refused(f"{verdict.because} {verdict.instead}")
        content = content_of(ring, package)
        terms = _terms(actor, package, to, expires_on, readers, hand_over_by)
        row = _row(actor, package, to, terms, code or _code_of(package, content))
        row.check_id, row.good_until = check.id, check.good_until or check.would_be_good_until
        slip = _slip(actor, ring, row, terms)
        _seal_and_sign(actor, row, slip, content, terms)
        db.session.add(row)
        db.session.flush()
        db.session.add_all(
            Reader(id=new_id(), release_id=row.id, person_id=person) for person in terms.readers
        )
        record(actor, Released(subject_id=row.record_id, release_id=row.id, recipient_id=to.id))
        if package.form == Form.LETTER:
            discard(row.subject_id)
    return row


def said_by(row: Release, readers: Collection[UUID], entry: str) -> rules.Said:
    """Return what a release's row says, for the statement that its chair must have signed.

    ``entry``: whom the recipient's entry meant when she did (``rules.entry_in``).
    """
    return rules.Said(
        area_id=row.area_id,
        release_id=row.id,
        kind=str(row.kind),
        form=str(row.form),
        way=str(row.way),
        record_id=row.record_id,
        subject_id=row.subject_id,
        subject_revision=row.subject_revision,
        recipient_id=row.recipient_id,
        recipient_kind=str(row.recipient_kind),
        entry=entry,
        check_id=row.check_id,
        good_until=row.good_until,
        requester_id=row.requester_id,
        requester_agency_id=row.requester_agency_id,
        hand_over_by=row.hand_over_by,
        readers=frozenset(readers),
        digest=row.digest.hex(),
        code=row.code,
        slip_id=row.slip_id,
        decided_by=row.decided_by,
        decided_agency_id=row.decided_agency_id,
        key_pair_id=row.key_pair_id,
        at=moment(row.decided_at),
        expires_on=row.expires_on,
    )


def _code_of(package: Package, content: bytes) -> str:
    if package.form == Form.LETTER:
        raise RuleBroken("package", "A letter is released with the code that is printed on it.")
    code, _ = sheets.unwrap(content)
    return code


def _terms(
    actor: Actor,
    package: Package,
    to: Recipient,
    expires_on: date | None,
    readers: Collection[UUID],
    hand_over_by: UUID | None,
) -> _Terms:
    way = way_of(RecipientKind(to.kind), is_member=to.agency_id is not None)
    last = rules.check_expiry(expires_on, clock.today())
    if way == Way.BROWSER:
        chosen, hander = _readers(to, readers), None
    else:
        chosen, hander = (), _hander(actor, hand_over_by)
    _check_not_excluded(actor, package.record_id, [*chosen, *([hander] if hander else [])])
    return _Terms(way, recipient.identity_of(to), last, tuple(chosen), hander)


def _readers(to: Recipient, readers: Collection[UUID]) -> Sequence[UUID]:
    if not readers:
        raise RuleBroken("readers", NOBODY_READS)
    theirs = {each.person_id for each in recipient.people_with_accounts(to.id)}
    if not theirs.issuperset(readers):
        raise RuleBroken("readers", NOT_THEIRS)
    return sorted(set(readers))


def _hander(actor: Actor, hand_over_by: UUID | None) -> UUID:
    if hand_over_by is None:
        raise RuleBroken("hand_over_by", NO_HANDER)
    hander = people.person(actor, hand_over_by)
    if hander.state != PersonState.ACTIVE:
        raise RuleBroken("hand_over_by", NO_HANDER)
    return hander.id


def _check_not_excluded(actor: Actor, record_id: UUID, chosen: Sequence[UUID]) -> None:
    for person_id in chosen:
        person = people.person(actor, person_id)
        if is_excluded(record_id, person.id, person.agency_id):
            raise RuleBroken("readers", KEPT_FROM)


def _row(actor: Actor, package: Package, to: Recipient, terms: _Terms, code: str) -> Release:
    now = clock.now()
    return Release(
        id=new_id(),
        area_id=package.area_id,
        record_id=package.record_id,
        subject_id=package.subject_id,
        subject_revision=package.subject_revision,
        package_id=package.id,
        kind=package.kind,
        form=package.form,
        way=terms.way,
        recipient_id=to.id,
        recipient_kind=to.kind,
        requester_id=package.requester_id,
        requester_agency_id=package.requester_agency_id,
        hand_over_by=terms.hand_over_by,
        digest=package.digest,
        code=code,
        decided_by=actor.person_id,
        decided_agency_id=actor.agency_id,
        key_pair_id=actor.keys.key_id,
        decided_at=now,
        decided_on=clock.today(),
        expires_on=terms.expires_on,
    )


def _slip(actor: Actor, ring: Ring, row: Release, terms: _Terms) -> OpenSecret:
    """Make the key of this release alone, for its readers or whoever hands it over."""
    chosen = [*terms.readers, *([terms.hand_over_by] if terms.hand_over_by else [])]
    holders = [Holder(person, Because.RECEIVES, row.id) for person in chosen]
    above = ring.current(secret_of(row, ring), of=row.record_id)
    return new_secret(actor, SecretKind.SLIP, row.id, holders, part_of=above, ring=ring)


def secret_of(row: Release, ring: Ring) -> UUID:
    """Return the record's secret, which its package was sealed under."""
    package = db.session.get_one(Package, row.package_id)
    ring.key(package.secret_id, of=row.record_id)
    return package.secret_id


def _seal_and_sign(
    actor: Actor, row: Release, slip: OpenSecret, content: bytes, terms: _Terms
) -> None:
    row.slip_id = slip.id
    row.sealed_content = sealing.seal_json(slip.key, CONTENT, row.id, {"content": content.hex()})
    row.statement = rules.release_statement(said_by(row, terms.readers, terms.entry))
    row.signature = actor.keys.sign(row.statement)
    row.proof = rules.proof_statement(
        row.area_id, row.code, row.digest.hex(), row.key_pair_id, row.decided_on
    )
    row.proof_signature = actor.keys.sign(row.proof)
