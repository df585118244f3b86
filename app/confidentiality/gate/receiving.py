"""Somebody receives what was released: every question is asked again, one receipt is written."""

from dataclasses import dataclass, field
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.model import Area
from app.accounts.person import queries as people
from app.accounts.person.model import KeyPair, Person, PersonState
from app.audit import record
from app.audit.events import (
    ConditionsAccepted,
    ConditionsShown,
    PassphraseShown,
    ReleaseRecalled,
    ReleaseReceived,
    ReleaseStopped,
)
from app.audit.queries import last_each
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import queries, rules, sheets
from app.confidentiality.gate.model import Form, Receipt, Release
from app.confidentiality.gate.ports import objection, stands_at
from app.confidentiality.gate.releasing import CONTENT, said_by
from app.confidentiality.gate.screening import screen_sending
from app.confidentiality.gate.sealing import sealed
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient
from app.db import db, new_id, transaction
from app.paper import lock, render_sheet
from app.refusals import NotVisible, Refused
from app.vault import digests, passphrase, sealing
from app.vault.errors import Forged

PASSPHRASE = "release.passphrase"  # noqa: S105
NOBODY = UUID(int=0)
READ, HANDED, COLLECTED = "read", "handed", "collected"


@dataclass(frozen=True)
class Received:
    """What a reader was given: the exact bytes, and what stands across every page of them."""

    release: Release
    content: bytes = field(repr=False)
    watermark: str


@dataclass(frozen=True)
class Conditions:
    """On what conditions somebody may read a release: what the chair set for this one."""

    release: Release
    recipient: Recipient
    lines: tuple[str, ...]
    are_accepted: bool


@dataclass(frozen=True)
class Handed:
    """A locked file for whoever hands it over, with the passphrase that goes another way."""

    release: Release
    pdf: bytes = field(repr=False)
    passphrase: str = field(repr=False)


def accept(actor: Actor, release_id: UUID) -> None:
    """Accept the conditions of receipt, once."""
    actor.require(Permission.RELEASE_RECEIVE)
    with transaction():
        _, reader = queries.for_reader(actor, release_id)
        if reader.accepted_at is None:
            reader.accepted_at = clock.now()
            record(actor, ConditionsAccepted(subject_id=release_id))


def conditions(actor: Actor, release_id: UUID) -> Conditions:
    """Return on what conditions the actor may read a release now; nothing else of its content."""
    actor.require(Permission.RELEASE_READ)
    with transaction():
        row, reader = queries.for_reader(actor, release_id)
        content = opened(Ring(actor), row)
        said = () if row.form == Form.LETTER else sheets.unwrap(content)[1].conditions
        record(actor, ConditionsShown(subject_id=row.id))
    return Conditions(row, recipient_of(row), said, reader.accepted_at is not None)


def receive(actor: Actor, release_id: UUID) -> Received:
    """Read what was released to the actor, after its conditions were accepted."""
    actor.require(Permission.RELEASE_RECEIVE)
    screen_sending(actor, recipient_of(queries.for_reader(actor, release_id)[0]))
    with transaction():
        row = _accepted(actor, release_id)
        if row.form == Form.LETTER:
            raise NotVisible()
        content = opened(Ring(actor), row)
        sheets.unwrap(content)
        deliver(actor, row, READ)
    return Received(row, content, watermark(actor, row))


def receive_letter(actor: Actor, release_id: UUID) -> Handed:
    """Return a letter that was released to the actor, who needs the paper itself, locked."""
    actor.require(Permission.RELEASE_RECEIVE)
    screen_sending(actor, recipient_of(queries.for_reader(actor, release_id)[0]))
    with transaction():
        row = _accepted(actor, release_id)
        if row.form != Form.LETTER:
            raise NotVisible()
        ring = Ring(actor)
        handed = _handed(ring, row, opened(ring, row))
        deliver(actor, row, READ)
    return handed


def hand_over(actor: Actor, release_id: UUID) -> Handed:
    """Return the locked file that the actor hands over, and its passphrase. Counted each time."""
    actor.require(Permission.RELEASE_HAND_OVER)
    screen_sending(actor, recipient_of(queries.for_hander(actor, release_id)))
    with transaction():
        row = queries.for_hander(actor, release_id)
        ring = Ring(actor)
        handed = _handed(ring, row, opened(ring, row))
        deliver(actor, row, HANDED)
    return handed


def passphrase_of(actor: Actor, release_id: UUID) -> tuple[Release, str]:
    """Return the passphrase of the file that the actor receives or hands over; nothing of it."""
    actor.require(Permission.RELEASE_READ)
    with transaction():
        row = queries.for_receiver(actor, release_id)
        ring = Ring(actor)
        check_open(ring.chain, row)
        words = _passphrase(ring, row)
        record(actor, PassphraseShown(subject_id=row.id))
    return row, words


def to_hand_over(actor: Actor, release_id: UUID) -> Release:
    """Return what the actor is to hand over, if it may be received now; nothing of its content."""
    actor.require(Permission.RELEASE_HAND_OVER)
    row = queries.for_hander(actor, release_id)
    ring = Ring(actor)
    ring.key(row.slip_id, of=row.id)
    check_open(ring.chain, row)
    _check_objections(ring, row)
    return row


def _check_objections(ring: Ring, row: Release) -> None:
    """Refuse with what the noun that owns the subject has against it by now, if anything."""
    if reason := objection(ring, row.kind, row.subject_id):
        raise Refused(reason)


def opened(ring: Ring, row: Release) -> bytes:
    """Open the bytes of a release after asking everything again, inside a transaction.

    ``NotVisible`` without its key; ``Refused`` if it was taken back, stopped, has run out, or its
    recipient is not in date or not whom the chair meant; ``Forged`` if it is not what a chair of
    the area signed.
    """
    content = opened_with(ring.key(row.slip_id, of=row.id), ring.chain, row)
    _check_objections(ring, row)
    return content


def opened_with(key: bytes, chain: Chain, row: Release) -> bytes:
    """The same for whoever holds the release's key already."""
    check_open(chain, row)
    said = sealing.unseal_json(key, CONTENT, row.id, row.sealed_content)
    content = bytes.fromhex(str(said["content"]))
    if digests.sha256(content) != row.digest:
        raise Forged(f"release {row.id} is not what was signed")
    return content


def check_open(chain: Chain, row: Release) -> None:
    """Ask whether a release may still be received, as it stands at this moment."""
    check_signature(chain, row)
    _check_not_ended(row)
    if clock.today() > row.expires_on:
        raise Refused(rules.RUN_OUT)
    if stands_at(row.kind, row.subject_id) != row.subject_revision:
        raise Refused(rules.STOPPED)
    to = recipient_of(row)
    if recipient.good_check(chain, to, clock.today()) is None:
        raise Refused(rules.NOT_IN_DATE)
    if recipient.identity_of(to) != rules.entry_in(row.statement):
        raise Refused(rules.ANOTHER)
    _check_agency(row.record_id, to)
    if row.hand_over_by is not None:
        _check_hander(row.record_id, row.hand_over_by)


def _check_not_ended(row: Release) -> None:
    """Refuse what was taken back or stopped, says the row or says the trail.

    Nothing lifts either, so the row is not believed where it says less than the trail.
    """
    said = last_each((ReleaseRecalled.tag, ReleaseStopped.tag), [row.id])
    if row.recalled_at is not None or (ReleaseRecalled.tag, row.id) in said:
        raise Refused(rules.TAKEN_BACK)
    if row.stopped_at is not None or (ReleaseStopped.tag, row.id) in said:
        raise Refused(rules.STOPPED)


def _check_agency(record_id: UUID, to: Recipient) -> None:
    """Refuse what would go to a member that the record is kept from by now, its lawyers too."""
    if to.agency_id is not None and is_excluded(record_id, NOBODY, to.agency_id):
        raise Refused(rules.STOPPED)


def _check_hander(record_id: UUID, person_id: UUID) -> None:
    """Refuse unless whoever hands it over is still at work, and the record not kept from them.

    Also for a link that they made while they were.
    """
    hander = db.session.get(Person, person_id)
    if (
        hander is None
        or hander.state != PersonState.ACTIVE
        or is_excluded(record_id, hander.id, hander.agency_id)
    ):
        raise Refused(rules.NO_HANDER_NOW)


def check_signature(chain: Chain, row: Release) -> None:
    """Raise ``Forged`` unless an officer of the area signed this row exactly as it stands."""
    pair = db.session.get(KeyPair, row.key_pair_id)
    readers = {reader.person_id for reader in queries.readers(row.id)}
    said = rules.release_statement(said_by(row, readers, rules.entry_in(row.statement)))
    if (
        pair is None
        or pair.person_id != row.decided_by
        or row.statement != said
        or not is_signed(pair.signing_public, said, row.signature)
        or row.proof != _proof(row)
        or not is_signed(pair.signing_public, row.proof, row.proof_signature)
        or not chain.was_officer(row.key_pair_id, row.decided_at)
        or not chain.was_confirmed(row.key_pair_id, row.decided_agency_id)
    ):
        raise Forged(f"release {row.id} was not signed by a chair as it stands")


def _proof(row: Release) -> bytes:
    """What the chair must have signed for strangers, as the row stands."""
    return rules.proof_statement(
        row.area_id, row.code, row.digest.hex(), row.key_pair_id, row.decided_on
    )


def deliver(
    actor: Actor | None, row: Release, how: str, collection_id: UUID | None = None
) -> Receipt:
    """Write the one receipt of a delivery and its one row of the trail, in one transaction.

    Whoever downloads a file to hand it over is not its recipient: it has not reached them yet.
    """
    now = clock.now()
    receipt = Receipt(
        id=new_id(),
        area_id=row.area_id,
        release_id=row.id,
        person_id=actor.person_id if actor else None,
        how=how,
        at=now,
        collection_id=collection_id,
    )
    db.session.add(receipt)
    if how != HANDED:
        row.first_received_at = row.first_received_at or now
    row.times_received += 1
    event = ReleaseReceived(
        subject_id=row.id, receipt_id=receipt.id, recipient_id=row.recipient_id, how=how
    )
    record(actor, event, area_id=row.area_id)
    return receipt


def watermark(actor: Actor, row: Release) -> str:
    """Return what stands on every page for one recipient: who reads it, and its code."""
    name = people.person_names([actor.person_id]).get(actor.person_id, "")
    return f"{recipient_of(row).name} · {name} · {row.code}"


def recipient_of(row: Release) -> Recipient:
    """Return to whom something was released, as the register has it."""
    return db.session.get_one(Recipient, row.recipient_id)


def locked(chain: Chain, row: Release, content: bytes, words: str) -> bytes:
    """Return the content as a PDF that opens with a passphrase; a letter with its seal inside."""
    if row.form == Form.LETTER:
        letter = sealed(chain, content, row.proof, row.proof_signature)
        return lock(letter, words, {"letter.pdf": letter})
    code, sheet = sheets.unwrap(content)
    pdf = render_sheet(
        sheet,
        reference=code,
        area=db.session.get_one(Area, row.area_id).name,
        issued_on=row.decided_on,
        watermark=f"{recipient_of(row).name} · {code}",
    )
    return lock(pdf, words)


def _accepted(actor: Actor, release_id: UUID) -> Release:
    row, reader = queries.for_reader(actor, release_id)
    if reader.accepted_at is None:
        raise Refused(rules.NO_CONDITIONS)
    return row


def _handed(ring: Ring, row: Release, content: bytes) -> Handed:
    words = _passphrase(ring, row)
    return Handed(row, locked(ring.chain, row, content, words), words)


def _passphrase(ring: Ring, row: Release) -> str:
    if row.sealed_passphrase is not None:
        said = ring.read(row.slip_id, PASSPHRASE, row.id, row.sealed_passphrase, of=row.id)
        return str(said["passphrase"])
    words = passphrase.for_file()
    row.sealed_passphrase = ring.seal(
        row.slip_id, PASSPHRASE, row.id, {"passphrase": words}, of=row.id
    )
    return words
