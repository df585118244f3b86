"""Gives a slip on: to a colleague of one's own agency, or as an officer for whoever holds it."""

from dataclasses import asdict, replace
from itertools import count
from uuid import UUID

from sqlalchemy import delete, insert

from app import clock
from app.access.actor import Actor
from app.audit import record
from app.audit.events import GrantsTaken
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Grant, HolderKind, Passing, SecretKind
from app.confidentiality.circle.passed import OWNER, is_whole, passed, promised_now
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.rules import keeps_out, promise
from app.confidentiality.circle.statements import PassingRow, SecretRow, passing_statement
from app.db import db, new_id, transaction
from app.refusals import NotVisible, Refused, RuleBroken

NOT_HOLDER = "Only whoever has this action, or an officer of the MARAC, can give it on."
CANNOT_HAVE_IT = "Select somebody else: this person cannot be given the action."
LOST = (
    "What was signed when this action was given on is missing from the database. Keep the database "
    "as it is, tell whoever looks after it, and agree the action anew."
)


def receivers(actor: Actor, record_id: UUID, person_ids: set[UUID]) -> set[UUID]:
    """Return those of these people to whom a slip can be given on: confirmed, not kept from it,
    and of the agency for which it was agreed."""
    holders, ring = Holders(Chain.of(actor)), Ring(actor)
    slip = _newest(record_id)
    kept, agency_id = ring.kept_from(slip.id), ring.chain.handed(record_id).agency_id
    pairs = _confirmed(holders, person_ids)
    return {
        person_id
        for person_id, pair in pairs.items()
        if pair.agency_id == agency_id and not keeps_out(kept, person_id, [pair.agency_id])
    }


def hand_of(actor: Actor, record_id: UUID) -> UUID | None:
    """Return who has a slip by the chain of signatures; None if that is not one person."""
    words = promised_now(Chain.of(actor), _newest(record_id))
    hands = [UUID(word.removeprefix(OWNER)) for word in words if word.startswith(OWNER)]
    return hands[0] if len(hands) == 1 else None


def pass_on(actor: Actor, ring: Ring, record_id: UUID, from_id: UUID, to_id: UUID) -> PassingRow:
    """Sign that a slip goes from one to the other, give the key and take the giver's away.

    ``Refused`` for whoever neither has it by the chain of signatures nor is an officer;
    ``RuleBroken`` for somebody of another agency, not confirmed or kept from the case. Whoever is
    confirmed and has not signed what is in force gets the key at the door once they have.
    """
    with transaction():
        require_signed(actor, ring.chain)
        slips = queries.generations(SecretKind.SLIP, record_id)
        if not slips:
            raise NotVisible()
        _require_may_pass(actor, ring.chain, slips[0], from_id)
        holders = Holders(ring.chain)
        pair = _confirmed(holders, {to_id}).get(to_id)
        kept = ring.kept_from(slips[0].id)
        if pair is None or to_id == from_id or keeps_out(kept, to_id, [pair.agency_id]):
            raise RuleBroken("owner", CANNOT_HAVE_IT)
        if pair.agency_id != ring.chain.handed(record_id).agency_id:
            raise RuleBroken("owner", CANNOT_HAVE_IT)
        row = _sign(actor, ring.chain, slips[0], from_id, pair)
        _take_away(actor, slips, from_id)
        _give(actor, ring, holders, slips, row)
    return row


def _require_may_pass(actor: Actor, chain: Chain, slip: SecretRow, from_id: UUID) -> None:
    me = chain.standing(actor.keys.key_id)
    if me.person_id != actor.person_id or not me.in_use:
        raise Refused(NOT_HOLDER)
    if not is_whole(chain, slip):
        raise RuleBroken("owner", LOST)
    has_it = promise(Because.ACTION_OWNER, from_id) in promised_now(chain, slip)
    if not has_it or not (me.is_officer or from_id == actor.person_id):
        raise Refused(NOT_HOLDER)


def _sign(actor: Actor, chain: Chain, slip: SecretRow, from_id: UUID, pair: Standing) -> PassingRow:
    before = passed(chain, slip)
    taken = {each.number for each in chain.passings(slip.record_id)}
    row = PassingRow(
        id=new_id(),
        area_id=actor.area_id,
        record_id=slip.record_id,
        number=next(number for number in count(len(before) + 1) if number not in taken),
        from_person_id=from_id,
        to_person_id=pair.person_id,
        to_key_pair_id=pair.key_pair_id,
        by_key_pair_id=actor.keys.key_id,
        at=clock.now(),
    )
    said = passing_statement(row, before[-1].id if before else None)
    row = replace(row, statement=said, signature=actor.keys.sign(said))
    db.session.flush()
    db.session.execute(insert(Passing).values(**asdict(row)))
    chain.add_passing(row)
    return row


def _give(
    actor: Actor, ring: Ring, holders: Holders, slips: list[SecretRow], row: PassingRow
) -> None:
    """Seal every generation that opens to the new holder, if she may be given keys already."""
    pair = holders.of(row.to_person_id)
    if pair is None:
        return
    there = queries.grant_rows(
        Grant.secret_id.in_([slip.id for slip in slips]), Grant.holder_key_id == pair.key_pair_id
    )
    held = {grant.secret_id for grant in there}
    giver = Giver(actor, holders)
    for slip in slips:
        if slip.id not in held:
            key = ring.key(slip.id, of=slip.record_id)
            giver.to_person(slip, key, pair, Because.ACTION_OWNER, row.id)
    giver.write()


def _take_away(actor: Actor, slips: list[SecretRow], person_id: UUID) -> None:
    gone = [
        grant.id
        for grant in queries.grant_rows(
            Grant.secret_id.in_([slip.id for slip in slips]),
            Grant.holder_kind == HolderKind.PERSON,
            Grant.holder_id == person_id,
            Grant.because == Because.ACTION_OWNER,
        )
    ]
    if gone:
        db.session.execute(
            delete(Grant).where(Grant.id.in_(gone)).execution_options(synchronize_session=False)
        )
        words = str(Because.ACTION_OWNER)
        record(actor, GrantsTaken(person_id, slips[0].record_id, len(gone), words))


def _newest(record_id: UUID) -> SecretRow:
    slips = queries.generations(SecretKind.SLIP, record_id)
    if not slips:
        raise NotVisible()
    return slips[0]


def _confirmed(holders: Holders, person_ids: set[UUID]) -> dict[UUID, Standing]:
    """Return the confirmed pairs of these people, whatever they have signed."""
    pairs = queries.pairs_in_use(person_ids)
    holders.chain.load(pair for own in pairs.values() for pair in own)
    found = {person_id: holders.confirmed(own) for person_id, own in pairs.items()}
    return {person_id: pair for person_id, pair in found.items() if pair is not None}
