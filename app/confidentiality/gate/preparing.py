"""Has made what would leave the circle, so that a chair sees exactly these bytes and no others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import PackagePrepared, PackageShown
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.queries import pairs_in_use
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.vouching import require_officer
from app.confidentiality.gate import queries, rules, sheets
from app.confidentiality.gate.model import ExitKind, Form, Package, Release
from app.confidentiality.gate.ports import stands_at
from app.confidentiality.gate.screening import screen_package
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient, RecipientCheck
from app.db import db, new_id, transaction
from app.refusals import Changed, NotVisible, Refused
from app.vault import digests
from app.vault.errors import Forged

CONTENT = "package.content"


@dataclass(frozen=True)
class Subject:
    """What somebody wants to let out: a request or a letter, at one revision, and for whom.

    ``secret_id`` is the record's own secret. ``text``: all the words of a letter, for the firewall,
    which cannot read a PDF; a sheet is read as it is.
    """

    kind: ExitKind
    form: Form
    record_id: UUID
    secret_id: UUID
    subject_id: UUID
    revision: int
    recipient_id: UUID
    requester_id: UUID
    requester_agency_id: UUID
    text: str = field(default="", repr=False)


def prepare(actor: Actor, ring: Ring, *, subject: Subject, content: bytes) -> Package:
    """Keep the exact bytes that would leave, for a chair to look at.

    Call it outside a transaction: an attempt that the firewall refuses leaves its trace.
    ``Refused`` for whoever may not decide, and for a recipient whose entry is not in date.
    """
    actor.require(Permission.DISCLOSURE_DECIDE)
    to = recipients.recipient(actor, subject.recipient_id)
    screen_package(actor, to, _commitments(subject, content), subject.text)
    with transaction():
        check_questions(actor, ring, subject, to)
        if subject.form == Form.LETTER:
            discard(subject.subject_id, by=actor.person_id)
        package = Package(
            id=new_id(),
            area_id=actor.area_id,
            record_id=subject.record_id,
            subject_id=subject.subject_id,
            subject_revision=subject.revision,
            kind=subject.kind,
            form=subject.form,
            recipient_id=to.id,
            requester_id=subject.requester_id,
            requester_agency_id=subject.requester_agency_id,
            prepared_by=actor.person_id,
            prepared_at=clock.now(),
            secret_id=ring.current(subject.secret_id, of=subject.record_id),
            digest=digests.sha256(content),
        )
        package.sealed_content = _sealed(ring, package, content)
        db.session.add(package)
        record(actor, PackagePrepared(subject_id=package.record_id, package_id=package.id))
    return package


def show(actor: Actor, ring: Ring, package_id: UUID) -> tuple[Package, bytes]:
    """Return a package with its exact bytes, for whoever decides; the showing is in the trail."""
    actor.require(Permission.DISCLOSURE_DECIDE)
    with transaction():
        package = queries.package(actor, package_id)
        content = content_of(ring, package)
        record(actor, PackageShown(subject_id=package.record_id, package_id=package.id))
    return package, content


def discard(subject_id: UUID, *, keep: Collection[UUID] = (), by: UUID | None = None) -> None:
    """Delete what was prepared of a subject and not released: nobody keeps copies of a record.

    Inside the transaction of the act that leaves it behind. ``keep``: packages that somebody is
    still deciding on; ``by``: only what this person had prepared. Of letters the gate does so
    itself; who keeps choices beside a sheet calls it.
    """
    released = select(Release.package_id).where(Release.subject_id == subject_id)
    old = delete(Package).where(
        Package.subject_id == subject_id,
        Package.id.not_in(released),
        Package.id.not_in(list(keep)),
    )
    db.session.execute(old.where(Package.prepared_by == by) if by else old)


def content_of(ring: Ring, package: Package) -> bytes:
    """Open the bytes of a package; ``Forged`` if they are not those that were prepared."""
    said = ring.read(
        package.secret_id, CONTENT, package.id, package.sealed_content, of=package.record_id
    )
    content = bytes.fromhex(str(said["content"]))
    if digests.sha256(content) != package.digest:
        raise Forged(f"package {package.id} is not what was prepared")
    return content


def check_questions(
    actor: Actor, ring: Ring, subject: Subject, to: Recipient
) -> tuple[RecipientCheck, UUID]:
    """Ask all that the gate asks, and return the recipient's check and the requester's agency.

    Is the actor an officer by the chain, neither the requester nor of the requester's agency, does
    the record open for her, does the subject stand as she saw it, is the recipient in date?
    """
    chain = ring.chain
    require_officer(actor, chain)
    ring.key(subject.secret_id, of=subject.record_id)
    requester = signed_agency(chain, subject.requester_id) or subject.requester_agency_id
    for agency_id in {ring.me.agency_id, actor.agency_id}:
        for other in {requester, subject.requester_agency_id}:
            rules.check_decider(actor.person_id, agency_id, subject.requester_id, other)
    if stands_at(subject.kind, subject.subject_id) != subject.revision:
        raise Changed("package", rules.CHANGED)
    check = recipient.good_check(chain, to, clock.today())
    if check is None or check.good_until is None:
        raise Refused(rules.NOT_IN_DATE)
    return check, requester


def signed_agency(chain: Chain, person_id: UUID) -> UUID | None:
    """Return the agency that an officer signed for a person's keys in use, if there is one."""
    for pair in pairs_in_use([person_id]).get(person_id, []):
        if standing := chain.trusted(pair):
            return standing.agency_id
    return None


def is_of(package: Package, subject: Subject) -> bool:
    """Say whether a package is about this subject, for this recipient, asked for by this person.

    Its row lies open, so whoever writes to the database could send it elsewhere between a chair's
    look and her signature. The secret may have been renewed meanwhile; the bytes open or do not.
    """
    return (
        package.kind == subject.kind
        and package.form == subject.form
        and package.record_id == subject.record_id
        and package.subject_id == subject.subject_id
        and package.subject_revision == subject.revision
        and package.recipient_id == subject.recipient_id
        and package.requester_id == subject.requester_id
        and package.requester_agency_id == subject.requester_agency_id
    )


def _commitments(subject: Subject, content: bytes) -> Sequence[str]:
    """What the paper itself asks or undertakes; what is told in it is narrative."""
    if subject.form == Form.LETTER:
        if not subject.text.strip():
            raise NotVisible()
        return ()
    _, sheet = sheets.unwrap(content)
    return (*sheet.opening, *sheet.closing, *sheet.conditions)


def _sealed(ring: Ring, package: Package, content: bytes) -> bytes:
    payload = {"content": content.hex()}
    return ring.seal(package.secret_id, CONTENT, package.id, payload, of=package.record_id)
