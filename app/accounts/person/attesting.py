"""Signs attestations: one's own, by oneself; a sponsor's, of somebody else.

Here they are signed and written. Who may be a sponsor, and whose signature counts, the circle says,
because only it knows the chain.
"""

from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.person import rules
from app.accounts.person.attestation import WORDS_VERSION, Kind, Reason, statement_of
from app.accounts.person.model import Attestation, Person
from app.audit import record
from app.audit.events import OwnAttested, SponsorAttested, SponsorCannotAttest
from app.db import db, new_id, transaction
from app.vault.keyring import Keyring

ACCOUNT = "account"
DOOR = "door"


@dataclass(frozen=True)
class Said:
    """What is said of whom, and where."""

    person_id: UUID
    kind: Kind
    occasion: str
    given: bool = True
    reason: Reason | None = None


def attest_on_joining(person: Person, keyring: Keyring) -> None:
    """Sign the newcomer's own word with their new keys; it counts once these are confirmed."""
    _write(person.area_id, keyring, Said(person.id, Kind.OWN, ACCOUNT))
    person.attested_at = clock.now()
    record(None, OwnAttested(subject_id=person.id), area_id=person.area_id)


def attest_own(actor: Actor, occasion: str = ACCOUNT) -> None:
    """Renew one's own word; inside a meeting's signature, ``occasion`` names the meeting."""
    with transaction():
        _write(actor.area_id, actor.keys, Said(actor.person_id, Kind.OWN, occasion))
        db.session.get_one(Person, actor.person_id).attested_at = clock.now()
        record(actor, OwnAttested(subject_id=actor.person_id))


def renew_own(actor: Actor, *, attests: bool) -> None:
    """Renew one's own word from the home page: a tick and a button."""
    rules.checked_attestation("attests", attests)
    attest_own(actor)


def attest_for(actor: Actor, person_id: UUID, occasion: str = ACCOUNT) -> None:
    """Sign, as their sponsor, that somebody is not with the Home Office."""
    with transaction():
        _write(actor.area_id, actor.keys, Said(person_id, Kind.SPONSOR, occasion))
        db.session.get_one(Person, person_id).sponsor_attested_at = clock.now()
        record(actor, SponsorAttested(subject_id=person_id))


def withhold(actor: Actor, person_id: UUID, reason: Reason) -> None:
    """Sign that one cannot attest for somebody; from then on their keys are of no use."""
    said = Said(person_id, Kind.SPONSOR, ACCOUNT, given=False, reason=reason)
    with transaction():
        _write(actor.area_id, actor.keys, said)
        record(actor, SponsorCannotAttest(subject_id=person_id, reason=str(reason)))


def _write(area_id: UUID, keyring: Keyring, said: Said) -> None:
    row = Attestation(
        id=new_id(),
        area_id=area_id,
        person_id=said.person_id,
        by_person_id=keyring.person_id,
        kind=said.kind,
        given=said.given,
        reason=said.reason,
        occasion=said.occasion,
        words_version=WORDS_VERSION,
        key_pair_id=keyring.key_id,
        at=clock.now(),
    )
    row.statement = statement_of(row)
    row.signature = keyring.sign(row.statement)
    db.session.add(row)
    db.session.flush()
