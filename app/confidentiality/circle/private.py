"""An agency's private space about one record: its own people's, and nobody else's in any role.

An officer's slip says which agency was asked. Only that agency's people make the space's key and
hold it, one by one; officers neither hold it nor make it anew, and no recovery words open it. So
when somebody of the agency is shut out of the case, their grant goes at once, and the next
colleague who writes there makes the new key.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle import arrears
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import Holder, make_secret
from app.confidentiality.circle.model import Because, Grant, Secret, SecretKind
from app.confidentiality.circle.promising import sign_again
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import PRIVATE, keeps_out
from app.confidentiality.circle.statements import SecretRow
from app.confidentiality.circle.trust import fits_its_family
from app.db import db
from app.refusals import NotVisible


def space(ring: Ring, slip_id: UUID, part_of: UUID) -> UUID:
    """Return the key with which the actor's agency writes now; make one, where none is fit.

    ``slip_id`` is the slip that asked the agency, ``part_of`` the newest secret of the case, whose
    exclusions count here. ``NotVisible`` for people of another agency, or kept from the case.
    """
    slip = ring.secret(slip_id)
    agency_id, names = ring.agency_of(slip.id), ring.kept_from(slip.id)
    me = ring.me
    if me.agency_id != agency_id or keeps_out(names, me.person_id, [me.agency_id]):
        raise NotVisible()
    made = generations(ring, slip.id)
    _let_in_again(ring, made, ring.kept_from(part_of))
    if made and _is_fit(ring, made[0], slip.id, agency_id, names):
        return made[0].id
    return _make(ring, slip, agency_id, part_of, made)


def generations(ring: Ring, slip_id: UUID) -> list[SecretRow]:
    """Return every generation of the space that goes with a slip, newest first."""
    ring.preload([slip_id])
    rows = [row for row in ring.family([slip_id]) if row.kind in PRIVATE]
    return sorted(rows, key=lambda row: row.generation, reverse=True)


def forget(secret_ids: Collection[UUID]) -> None:
    """Take away every grant of these private keys: what lies under them is gone for everybody."""
    private = db.session.query(Secret.id).where(Secret.id.in_(secret_ids), Secret.kind.in_(PRIVATE))
    gone = [row.id for row in private]
    db.session.execute(
        delete(Grant).where(Grant.secret_id.in_(gone)).execution_options(synchronize_session=False)
    )
    _retire([Secret.id.in_(gone)])


def _let_in_again(ring: Ring, made: list[SecretRow], names: set[str]) -> None:
    """Sign the lists anew without whom officers have let into the case again (``lifting``)."""
    for row in made:
        if not names.issuperset(row.excluded):
            sign_again(ring.actor, ring.chain, row, excluded=names.intersection(row.excluded))


def _is_fit(ring: Ring, newest: SecretRow, slip_id: UUID, agency_id: UUID, names: set[str]) -> bool:
    """Say whether what is written now may lie under a key: somebody who is of the agency today made
    it, nobody was shut out since, and this person holds it."""
    maker = ring.chain.trusted(newest.made_with)
    return (
        maker is not None
        and maker.agency_id == agency_id
        and not keeps_out(names, maker.person_id, [agency_id])
        and newest.rotation_due_at is None
        and newest.retired_at is None
        and names <= set(newest.excluded)
        and fits_its_family(ring.chain, newest, ring.family([slip_id]))
        and ring.may_open(newest.id)
    )


def _make(
    ring: Ring, slip: SecretRow, agency_id: UUID, part_of: UUID, made: list[SecretRow]
) -> UUID:
    actor, holders = ring.actor, Holders(ring.chain)
    names = ring.kept_from(slip.id) | ring.kept_from(part_of)
    secret = make_secret(
        actor,
        Giver(actor, holders),
        SecretKind.RESEARCH,
        slip.record_id,
        names,
        _colleagues(actor, holders, agency_id, names),
        generation=made[0].generation + 1 if made else 1,
        part_of=part_of,
        ring=ring,
    )
    _retire([Secret.record_id == slip.record_id, Secret.id != secret.id])
    return secret.id


def _colleagues(actor: Actor, holders: Holders, agency_id: UUID, names: set[str]) -> list[Holder]:
    """Return whoever of the agency may hold the key, by the chain and not by the register alone."""
    asked = arrears.researchers(agency_id) | {actor.person_id}
    holders.load(asked)
    pairs = [pair for person_id in asked if (pair := holders.of(person_id))]
    return [
        Holder(pair.person_id, Because.MEMBER)
        for pair in pairs
        if pair.agency_id == agency_id and not keeps_out(names, pair.person_id, [pair.agency_id])
    ]


def _retire(which: list) -> None:  # type: ignore[type-arg]
    db.session.execute(
        update(Secret)
        .where(Secret.kind.in_(PRIVATE), Secret.retired_at.is_(None), *which)
        .values(retired_at=clock.now(), rotation_due_at=None)
        .execution_options(synchronize_session=False)
    )
