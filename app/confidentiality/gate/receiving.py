"""Somebody receives what was released: every question is asked again, one receipt is written."""

from dataclasses import dataclass, field
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.model import Area
from app.accounts.person import queries as people
from app.accounts.person.model import KeyPair
from app.audit import record
from app.audit.events import ConditionsAccepted, ReleaseReceived
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import queries, rules, sheets
from app.confidentiality.gate.model import Form, Receipt, Release
from app.confidentiality.gate.ports import stands_at
from app.confidentiality.gate.releasing import CONTENT, said_by
from app.confidentiality.gate.screening import screen_sending
from app.confidentiality.gate.sealing import sealed
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as recipient
from app.confidentiality.recipient.model import Recipient
from app.db import db, new_id, transaction
from app.paper import lock, render_sheet
from app.refusals import Refused
from app.vault import digests, passphrase, sealing
from app.vault.errors import Forged

PASSPHRASE = "release.passphrase"  # noqa: S105
READ, HANDED, COLLECTED = "read", "handed", "collected"


@dataclass(frozen=True)
class Received:
    """What a reader was given: the exact bytes, and what stands across every page of them."""

    release: Release
    content: bytes = field(repr=False)
    watermark: str


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


def conditions(actor: Actor, release_id: UUID) -> Release:
    """Return a release that the actor may read now; nothing of its content."""
    actor.require(Permission.RELEASE_READ)
    row, _ = queries.for_reader(actor, release_id)
    check_open(Ring(actor), row)
    return row


def receive(actor: Actor, release_id: UUID) -> Received:
    """Read what was released to the actor, after its conditions were accepted."""
    actor.require(Permission.RELEASE_RECEIVE)
    screen_sending(actor, _recipient(actor, queries.for_reader(actor, release_id)[0]))
    with transaction():
        row, reader = queries.for_reader(actor, release_id)
        ring = Ring(actor)
        content = opened(ring, row)
        if reader.accepted_at is None:
            raise Refused(rules.NO_CONDITIONS)
        deliver(actor, row, READ)
    return Received(row, content, watermark(actor, row))


def hand_over(actor: Actor, release_id: UUID) -> Handed:
    """Return the locked file that the actor hands over, and its passphrase. Counted each time."""
    actor.require(Permission.RELEASE_HAND_OVER)
    screen_sending(actor, _recipient(actor, queries.for_hander(actor, release_id)))
    with transaction():
        row = queries.for_hander(actor, release_id)
        ring = Ring(actor)
        content = opened(ring, row)
        words = _passphrase(ring, row)
        pdf = _locked(actor, ring.chain, row, content, words)
        deliver(actor, row, HANDED)
    return Handed(row, pdf, words)


def opened(ring: Ring, row: Release) -> bytes:
    """Open the bytes of a release after asking everything again, inside a transaction.

    ``NotVisible`` without its key; ``Refused`` if it was taken back, stopped, has run out or its
    recipient is not in date; ``Forged`` if it is not what a chair of the area signed.
    """
    key = ring.key(row.slip_id, of=row.id)
    check_open(ring, row)
    said = _unsealed(key, row)
    if digests.sha256(said) != row.digest:
        raise Forged(f"release {row.id} is not what was signed")
    return said


def check_open(ring: Ring, row: Release) -> None:
    """Ask whether a release may still be received, as it stands at this moment."""
    ring.key(row.slip_id, of=row.id)
    check_signature(ring.chain, row)
    if row.recalled_at is not None:
        raise Refused(rules.TAKEN_BACK)
    if row.stopped_at is not None:
        raise Refused(rules.STOPPED)
    if clock.today() > row.expires_on:
        raise Refused(rules.RUN_OUT)
    if stands_at(row.kind, row.subject_id) != row.subject_revision:
        raise Refused(rules.STOPPED)
    if recipient.good_check(ring.chain, _recipient(ring.actor, row), clock.today()) is None:
        raise Refused(rules.NOT_IN_DATE)


def check_signature(chain: Chain, row: Release) -> None:
    """Raise ``Forged`` unless an officer of the area signed this row exactly as it stands."""
    pair = db.session.get(KeyPair, row.key_pair_id)
    readers = {reader.person_id for reader in queries.readers(row.id)}
    said = rules.release_statement(said_by(row, readers))
    if (
        pair is None
        or pair.person_id != row.decided_by
        or row.statement != said
        or not is_signed(pair.signing_public, said, row.signature)
        or not chain.was_officer(row.key_pair_id, row.decided_at)
        or not chain.was_confirmed(row.key_pair_id, row.decided_agency_id)
    ):
        raise Forged(f"release {row.id} was not signed by a chair as it stands")


def deliver(actor: Actor | None, row: Release, how: str) -> Receipt:
    """Write the one receipt of a delivery and its one row of the trail, in one transaction."""
    now = clock.now()
    receipt = Receipt(
        id=new_id(),
        area_id=row.area_id,
        release_id=row.id,
        person_id=actor.person_id if actor else None,
        how=how,
        at=now,
    )
    db.session.add(receipt)
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
    return f"{_recipient(actor, row).name} · {name} · {row.code}"


def _passphrase(ring: Ring, row: Release) -> str:
    if row.sealed_passphrase is not None:
        said = ring.read(row.slip_id, PASSPHRASE, row.id, row.sealed_passphrase, of=row.id)
        return str(said["passphrase"])
    words = passphrase.offer()
    row.sealed_passphrase = ring.seal(
        row.slip_id, PASSPHRASE, row.id, {"passphrase": words}, of=row.id
    )
    return words


def _locked(actor: Actor, chain: Chain, row: Release, content: bytes, words: str) -> bytes:
    if row.form == Form.LETTER:
        letter = with_seal(content, seal_for(chain, row.proof, row.proof_signature))
        return lock(letter, words, {"letter.pdf": letter})
    code, sheet = sheets.unwrap(content)
    area = db.session.get_one(Area, row.area_id)
    pdf = render_sheet(
        sheet,
        reference=code,
        area=area.name,
        issued_on=row.decided_on,
        watermark=f"{_recipient(actor, row).name} · {code}",
    )
    return lock(pdf, words)


def _recipient(actor: Actor, row: Release) -> Recipient:
    return recipients.recipient(actor, row.recipient_id)


def _unsealed(key: bytes, row: Release) -> bytes:
    said = sealing.unseal_json(key, CONTENT, row.id, row.sealed_content)
    return bytes.fromhex(str(said["content"]))
