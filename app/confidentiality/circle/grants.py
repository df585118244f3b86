"""Making secrets and giving them to their first holders; opening them is ``Ring``."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain, Unconfirmed
from app.confidentiality.circle.giving import Giver, Holders, is_officer, named_holders
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.rules import (
    NOT_RECOVERED,
    PRIVATE,
    PROMISED,
    SEALED_TO_OFFICERS,
    WRITTEN_INTO,
    may_make,
    promise,
)
from app.confidentiality.circle.statements import SecretRow, secret_statement
from app.confidentiality.circle.trust import public_of
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused
from app.vault import sealing

__all__ = ["Holder", "OpenSecret", "Ring", "is_officer", "new_secret", "require_signed"]


@dataclass(frozen=True)
class Holder:
    """Somebody who is to be given a secret, and why."""

    person_id: UUID
    because: Because
    because_id: UUID | None = None


@dataclass(frozen=True)
class OpenSecret:
    """A secret that was just made, with its key."""

    id: UUID
    key: bytes = field(repr=False)


def new_secret(
    actor: Actor,
    kind: SecretKind,
    record_id: UUID,
    holders: Iterable[Holder] = (),
    generation: int = 1,
    part_of: UUID | None = None,
    ring: Ring | None = None,
) -> OpenSecret:
    """Make a record's secret and give it to the officers, to recovery and to these holders.

    A holder who is excluded, not confirmed or has not signed is passed over; the door gives them
    what is due once they are. Give exclusions first: then nobody excluded ever had a grant.
    """
    with transaction():
        chain = Chain.of(actor)
        require_signed(actor, chain)
        excluded = _excluded(chain, record_id, part_of)
        return make_secret(
            actor, Giver(actor, Holders(chain)), kind, record_id, excluded, holders,
            generation=generation, part_of=part_of, ring=ring,
        )  # fmt: skip


def make_secret(
    actor: Actor,
    giver: Giver,
    kind: SecretKind,
    record_id: UUID,
    excluded: Collection[str],
    holders: Iterable[Holder] = (),
    *,
    generation: int = 1,
    part_of: UUID | None = None,
    ring: Ring | None = None,
    promised: Collection[str] = (),
    promise_holders: bool = True,
) -> OpenSecret:
    """Make a secret inside an open transaction and give it, whoever has signed what.

    Whoever is to hold it because of their work is promised it too, unless what was promised before
    is all that may be (``promise_holders``).
    """
    key = sealing.new_key()
    holders = list(holders)
    promises = _promises(actor, giver.holders.chain, kind, holders) if promise_holders else set()
    secret = store_secret(
        actor, giver.holders.chain, kind, record_id, key, excluded, generation, part_of,
        promises.union(promised),
    )  # fmt: skip
    give_first(giver, secret, key, holders)
    if part_of is not None and kind not in PRIVATE:
        opener = (ring or Ring(actor)).key(part_of)
        giver.to_holders_of(secret, key, part_of, opener)
    giver.write()
    if ring is not None:
        ring.put(secret, key)
    return OpenSecret(secret.id, key)


def store_secret(
    actor: Actor,
    chain: Chain,
    kind: SecretKind,
    record_id: UUID,
    key: bytes,
    excluded: Collection[str] = (),
    generation: int = 1,
    part_of: UUID | None = None,
    promised: Collection[str] = (),
) -> SecretRow:
    """Write a secret's row, signed by its maker: what it belongs to, who is kept from it, and to
    whom it is promised."""
    maker = chain.standing(actor.keys.key_id)
    if not maker.in_use or maker.person_id != actor.person_id:
        raise Unconfirmed()
    if not may_make(kind, record_id, is_officer=maker.is_officer, agency_id=maker.agency_id):
        raise Refused("Only an officer of the MARAC can do this.")
    secret = SecretRow(
        id=new_id(),
        area_id=actor.area_id,
        kind=kind,
        record_id=record_id,
        generation=generation,
        public=public_of(kind, key),
        excluded=sorted(excluded),
        promised=sorted(promised),
        part_of=part_of,
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
        made_at=clock.now(),
    )
    said = secret_statement(secret)
    secret = replace(secret, statement=said, signature=actor.keys.sign(said))
    db.session.flush()
    db.session.execute(insert(Secret).values(**asdict(secret)))
    return secret


def give_first(giver: Giver, secret: SecretRow, key: bytes, holders: Iterable[Holder]) -> None:
    """Give a new secret to those who hold its kind: officers, recovery, and its own holders."""
    singly: set[UUID] = set()
    if secret.kind in SEALED_TO_OFFICERS:
        giver.to_officers(secret, key)
        singly = {pair.person_id for pair in giver.holders.officers} if secret.excluded else set()
    if secret.kind not in NOT_RECOVERED:
        giver.to_recovery(secret, key)
    named = _named(giver, secret)
    wanted = {h.person_id: h for h in (*named, *holders) if h.person_id not in singly}
    giver.holders.load(wanted)
    for person_id, holder in wanted.items():
        if pair := giver.holders.of(person_id):
            giver.to_person(secret, key, pair, holder.because, holder.because_id)


def _promises(actor: Actor, chain: Chain, kind: SecretKind, holders: Iterable[Holder]) -> set[str]:
    """Return what the maker signs into the secret; a promise of a compartment is an officer's."""
    if kind in WRITTEN_INTO and not chain.standing(actor.keys.key_id).is_officer:
        return set()
    return {promise(h.because, h.person_id) for h in holders if h.because in PROMISED}


def _named(giver: Giver, secret: SecretRow) -> list[Holder]:
    """Return those whom the area's officers named to hold every compartment."""
    if secret.kind != SecretKind.COMPARTMENT:
        return []
    named = named_holders(giver.holders.chain)
    return [Holder(person, Because.COMPARTMENT_HOLDER, row) for person, row in named.items()]


def _excluded(chain: Chain, record_id: UUID, part_of: UUID | None) -> set[str]:
    """Return who is kept from a record: from itself, by rows and by every signed list that it has
    already, and from what it is a part of."""
    kept = queries.exclusions([record_id], believed_by(chain))
    found = set(kept.get(record_id, set()))
    own = queries.secret_rows(Secret.record_id == record_id)
    found.update(*(row.excluded for row in own))
    if part_of is None:
        return found
    rows = queries.secret_rows(Secret.id == part_of)
    if not rows:
        raise NotVisible()
    above = queries.secret_rows(Secret.record_id == rows[0].record_id)
    names = set().union(*(row.excluded for row in above))
    return found | names | _excluded(chain, rows[0].record_id, rows[0].part_of)
