"""Makes many slips at once: one for each record and agency that is asked to do something for it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle import arrears
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import Holder, give_first, store_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import keeps_out, named
from app.vault import sealing


@dataclass(frozen=True)
class Asked:
    """An agency is asked about a record that is part of a case (its newest secret)."""

    record_id: UUID
    agency_id: UUID
    part_of: UUID


def make_slips(
    actor: Actor, ring: Ring, asked: Collection[Asked], because: Because
) -> dict[UUID, UUID]:
    """Make a slip for each record, in an open transaction; return the slips by record.

    The officer signs into each for which agency it is. Its people hold it from now on, one by one;
    whoever of them confirms or signs later, the door lets in (``PROMISED_TO_AGENCIES``). Nobody who
    is kept from the case, or from the record, gets one.
    """
    holders = Holders(ring.chain)
    people = {one.agency_id: arrears.researchers(one.agency_id) for one in asked}
    holders.load(set().union(*people.values()))
    giver, found = Giver(actor, holders), {}
    kept = {secret_id: ring.kept_from(secret_id) for secret_id in {one.part_of for one in asked}}
    for one in asked:
        names = kept[one.part_of]
        who = _allowed(holders, people[one.agency_id], one.agency_id, names)
        given = [Holder(person_id, because, one.record_id) for person_id in who]
        found[one.record_id] = _make(actor, ring, giver, one, names, given)
    giver.write()
    return found


def _make(
    actor: Actor, ring: Ring, giver: Giver, one: Asked, names: set[str], given: list[Holder]
) -> UUID:
    key = sealing.new_key()
    slip = store_secret(
        actor,
        ring.chain,
        SecretKind.SLIP,
        one.record_id,
        key,
        names,
        part_of=one.part_of,
        promised={named(None, one.agency_id)},
    )
    give_first(giver, slip, key, given)
    giver.to_holders_of(slip, key, one.part_of, ring.key(one.part_of))
    ring.put(slip, key)
    return slip.id


def _allowed(
    holders: Holders, people: Iterable[UUID], agency_id: UUID, names: set[str]
) -> list[UUID]:
    """Leave whoever is of the agency by the chain too, and is not kept from the case."""
    pairs = [pair for person_id in people if (pair := holders.of(person_id))]
    return [
        pair.person_id
        for pair in pairs
        if pair.agency_id == agency_id and not keeps_out(names, pair.person_id, [agency_id])
    ]
