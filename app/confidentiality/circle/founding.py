"""Founds an area's circle: its first officer is the root, and the recovery words are made."""

from dataclasses import dataclass, field
from uuid import UUID

from app.access.actor import Actor
from app.accounts.area.queries import area_of
from app.audit import record
from app.audit.events import CircleFounded, KeyPairConfirmed, RecoveryMade
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import make_secret, store_secret
from app.confidentiality.circle.model import Because, How, Office, SecretKind
from app.confidentiality.circle.recovery import recovery_pairs
from app.confidentiality.circle.rules import may_be_officer
from app.confidentiality.circle.statements import recovery_statement
from app.confidentiality.circle.vouching import candidate, check_office, confirm, pins
from app.db import db, transaction
from app.refusals import Refused
from app.vault import digests, recovery, sealing

FOUNDED = "This area has its circle already. It is founded once."
NOT_FIRST = (
    "The circle is founded by the area’s first officer, with keys that were made before the area "
    "had a root. Create the area anew with `flask area create`."
)


@dataclass(frozen=True)
class Founded:
    """The three sheets of words, shown once, for three custodians; any two of them recover."""

    officers_circle: UUID
    sheets: tuple[str, ...] = field(repr=False)


def found(actor: Actor) -> Founded:
    """Make the actor the root, and make the officers' circle, index key and recovery keys."""
    seed = digests.random_bytes(recovery.SEED_BYTES)
    with transaction():
        _be_root(actor)
        _write_recovery(actor, seed)
        chain = Chain.of(actor)
        giver = Giver(actor, Holders(chain))
        key = sealing.new_key()
        circle = store_secret(actor, chain, SecretKind.OFFICERS, actor.area_id, key)
        giver.to_person(circle, key, chain.standing(actor.keys.key_id), Because.OFFICE)
        giver.to_recovery(circle, key)
        giver.write()
        make_secret(actor, giver, SecretKind.INDEX, actor.area_id, ())
        record(actor, CircleFounded(circle.id, secret_kind=str(SecretKind.OFFICERS)))
    return Founded(circle.id, tuple(recovery.split(seed)))


def _be_root(actor: Actor) -> None:
    keys, area = actor.keys, area_of(actor)
    if queries.generations(SecretKind.OFFICERS, area.id):
        raise Refused(FOUNDED)
    if area.root_public not in (None, keys.signing_public):
        raise Refused(NOT_FIRST)
    pair = candidate(actor, keys.key_id)
    own = pair.person_id == actor.person_id and pins(pair, keys.signing_public)
    if not own or keys.root_public != keys.signing_public or not may_be_officer(pair.roles):
        raise Refused(NOT_FIRST)
    check_office(pair, "person")
    area.root_public = keys.signing_public
    confirmation = confirm(actor, pair, How.FOUNDING, Office.OFFICER)
    how = str(How.FOUNDING)
    record(actor, KeyPairConfirmed(keys.key_id, actor.person_id, how, confirmation.id))


def _write_recovery(actor: Actor, seed: bytes) -> None:
    area = area_of(actor)
    receiving, signing = recovery_pairs(seed, area.id, actor.keys.root_public)
    statement = recovery_statement(
        area.id, receiving.public, signing.public, actor.keys.root_public
    )
    area.recovery_receiving_public = receiving.public
    area.recovery_signing_public = signing.public
    area.recovery_statement = statement
    area.recovery_signature = actor.keys.sign(statement)
    db.session.flush()
    record(actor, RecoveryMade(area.id, digests.sha256_hex(statement)))
