"""Publishing a version of a wording, and signing one: a signature over the exact bytes shown."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.area.queries import area_of
from app.accounts.person.attesting import attest_own
from app.accounts.person.model import KeyPair
from app.accounts.signin.service import check_passphrase
from app.audit import record
from app.audit.events import AgreementPublished, AgreementSigned
from app.confidentiality.agreement import queries
from app.confidentiality.agreement.model import AGENCY_SIGNS, Signature, Wording, WordingKind
from app.confidentiality.agreement.ports import require_publisher
from app.confidentiality.agreement.rules import fits, is_signed, statement_of
from app.db import db, new_id, transaction
from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken
from app.vault import digests, signing

SHORTEST_TEXT = 200
WORDINGS = Path(__file__).parent / "wordings"
TITLES = {
    WordingKind.OPERATING_PROTOCOL: "Operating protocol",
    WordingKind.INFORMATION_SHARING_PROTOCOL: "Information-sharing protocol",
    WordingKind.CONFIDENTIALITY_AGREEMENT: "Confidentiality agreement",
    WordingKind.MEETING_DECLARATION: "Declaration at the start of a meeting",
}


@dataclass(frozen=True)
class Fault:
    """A wording or a signature that does not verify."""

    table: str
    id: UUID
    what: str


@lru_cache
def standard_text(kind: WordingKind) -> str:
    """Return the text that comes with the system, for an area to start from."""
    return (WORDINGS / f"{kind.value.replace('_', '-')}.md").read_text(encoding="utf-8")


def publish_standard(actor: Actor) -> list[Wording]:
    """Publish the texts that come with the system, where the area has none of its own yet."""
    with transaction():
        there = queries.in_force(actor.area_id)
        return [
            publish(actor, kind, TITLES[kind], standard_text(kind))
            for kind in WordingKind
            if kind not in there
        ]


def publish(actor: Actor, kind: WordingKind, title: str, body: str) -> Wording:
    """Put a new version into force. It suspends every grant until it is signed; none is deleted."""
    actor.require(Permission.AGREEMENT_PUBLISH)
    require_publisher(actor)
    title, body = " ".join(title.split()), _tidy(body)
    _check_text(title, body)
    with transaction() as session:
        area_of(actor)
        before = queries.in_force(actor.area_id).get(kind)
        digest = digests.sha256(body.encode())
        if before is not None and (before.digest, before.title) == (digest, title):
            raise RuleBroken("body", "This is the text in force already. Change something first.")
        words = Wording(
            id=new_id(),
            area_id=actor.area_id,
            kind=kind,
            version=before.version + 1 if before else 1,
            title=title,
            body=body,
            digest=digest,
            published_by=actor.person_id,
            published_at=clock.now(),
        )
        session.add(words)
        session.flush()
        event = AgreementPublished(subject_id=words.id, kind=str(kind), version=words.version)
        record(actor, event)
    return words


def sign(actor: Actor, wording_id: UUID, occasion: str, passphrase: str) -> Signature:
    """Sign the words in force for this occasion; the passphrase is asked again, twice is once."""
    actor.require(Permission.AGREEMENT_SIGN)
    words = _may_sign(actor, wording_id, occasion)
    if check_passphrase(actor, passphrase).pair_id != actor.keys.key_id:
        raise NotSignedIn()
    return store_signature(actor, words.id, occasion)


def store_signature(actor: Actor, wording_id: UUID, occasion: str) -> Signature:
    """Make and write a signature, the passphrase having been asked.

    Whoever signs a meeting's declaration says with it that they are not with the Home Office: the
    page shows those words, and they are signed in the same act.
    """
    with transaction() as session:
        words = _may_sign(actor, wording_id, occasion)
        if before := _already(actor, wording_id, occasion):
            if before.id in queries.verified([before.id]):
                return before
            session.delete(before)
            session.flush()
        signature = _signature(actor, words, occasion)
        session.add(signature)
        session.flush()
        event = AgreementSigned(subject_id=words.id, kind=str(words.kind), version=words.version)
        record(actor, event)
        if words.kind == WordingKind.MEETING_DECLARATION:
            attest_own(actor, occasion)
    return signature


def verify_all() -> list[Fault]:
    """Check every wording's digest and every signature from the public keys alone."""
    faults = [
        Fault("wording", words.id, "The text is not the text that was published.")
        for words in db.session.scalars(select(Wording))
        if digests.sha256(words.body.encode()) != words.digest
    ]
    rows = db.session.execute(
        select(Signature, Wording, KeyPair)
        .join(Wording, Signature.wording_id == Wording.id)
        .join(KeyPair, Signature.key_pair_id == KeyPair.id)
    )
    for signature, words, pair in rows:
        if what := _wrong(signature, words, pair):
            faults.append(Fault("signature", signature.id, what))
    return faults


def _wrong(signature: Signature, words: Wording, pair: KeyPair) -> str:
    statement = statement_of(words, signature)
    if statement != signature.statement:
        return "The row does not say what was signed."
    if not is_signed(pair.signing_public, statement, signature.signature):
        return "The signature is not of the key pair that it names."
    return "" if pair.person_id == signature.person_id else "The key pair is somebody else’s."


def _may_sign(actor: Actor, wording_id: UUID, occasion: str) -> Wording:
    words = queries.wording(actor, wording_id)
    kind = WordingKind(words.kind)
    if not fits(kind, occasion, actor.agency_id):
        raise NotVisible()
    if kind in AGENCY_SIGNS and Role.SIGNATORY not in actor.roles:
        raise Refused("Somebody else signs this for your agency.")
    if queries.in_force(actor.area_id)[kind].id != words.id:
        raise RuleBroken("passphrase", "There is a newer version. Read and sign that one instead.")
    if digests.sha256(words.body.encode()) != words.digest:
        raise Refused("This text is not the one that was published, so it cannot be signed.")
    return words


def _already(actor: Actor, wording_id: UUID, occasion: str) -> Signature | None:
    return db.session.scalars(
        select(Signature).where(
            Signature.wording_id == wording_id,
            Signature.occasion == occasion,
            Signature.key_pair_id == actor.keys.key_id,
        )
    ).one_or_none()


def _signature(actor: Actor, words: Wording, occasion: str) -> Signature:
    signature = Signature(
        id=new_id(),
        area_id=actor.area_id,
        wording_id=words.id,
        occasion=occasion,
        person_id=actor.person_id,
        agency_id=actor.agency_id,
        key_pair_id=actor.keys.key_id,
        signed_at=clock.now(),
    )
    signature.statement = statement_of(words, signature)
    signature.signature = signing.sign(actor.keys.signing_private, signature.statement)
    return signature


def _tidy(body: str) -> str:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def _check_text(title: str, body: str) -> None:
    if not 3 <= len(title) <= 120:
        raise RuleBroken("title", "Enter a title of up to 120 characters.")
    if len(body) < SHORTEST_TEXT:
        raise RuleBroken("body", "Enter the whole text. It cannot be this short.")
