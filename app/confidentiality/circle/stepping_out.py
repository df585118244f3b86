"""Shuts somebody out of a record by their own word, at once; new keys follow with the next officer.

Whoever knows somebody in a case must be out of it this moment, and may hold no key with which to
make new ones; an officer who steps out must not make them either. So the row that beats every role
is written and every grant of theirs deleted in one transaction, and the record's keys are due.
The door makes them in the next session of an officer who remains (``door``, ``excluding``).
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import PersonExcluded
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.excluding import NO_OFFICER, family
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.model import Exclusion, Grant, HolderKind
from app.confidentiality.circle.reach import mark_due
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.rules import PRIVATE, keeps_out, named
from app.confidentiality.circle.statements import SecretRow
from app.db import db, new_id, transaction
from app.refusals import NotVisible, RuleBroken


def step_out(actor: Actor, record_id: UUID) -> Exclusion:
    """Keep a record from the actor, who must be able to open something of it now.

    ``NotVisible`` for whoever cannot: a record that is not theirs answers as one that never was.
    ``RuleBroken`` for the last officer who could open it.
    """
    actor.require(Permission.CONFLICT_DECLARE)
    with transaction():
        ring = Ring(actor)
        secrets = known_secrets(ring, record_id)
        require_another_officer(ring.chain, record_id, actor.person_id)
        exclusion = Exclusion(
            id=new_id(),
            area_id=actor.area_id,
            record_id=record_id,
            person_id=actor.person_id,
            by_person_id=actor.person_id,
            at=clock.now(),
        )
        db.session.add(exclusion)
        db.session.flush()
        _take(actor.person_id, secrets)
        record(actor, PersonExcluded(record_id, person_id=actor.person_id))
    return exclusion


def known_secrets(ring: Ring, record_id: UUID) -> list[SecretRow]:
    """Return a record's secrets, and those of its parts; ``NotVisible`` if none of them opens."""
    require_signed(ring.actor, ring.chain)
    secrets = family(record_id)
    ring.preload(row.id for row in secrets)
    if not any(ring.may_open(row.id) for row in secrets):
        raise NotVisible()
    return secrets


def require_another_officer(chain: Chain, record_id: UUID, person_id: UUID) -> None:
    """Somebody of the officers must remain who can open the record."""
    names = queries.exclusions([record_id]).get(record_id, set()) | {named(person_id, None)}
    officers = Holders(chain).officers
    if all(keeps_out(names, pair.person_id, [pair.agency_id]) for pair in officers):
        raise RuleBroken("how", NO_OFFICER)


def _take(person_id: UUID, secrets: Collection[SecretRow]) -> None:
    """Delete every grant to a person, and make new keys due.

    An agency's private space is made anew only if they held it: nothing of theirs is in another's.
    """
    ids = [row.id for row in secrets]
    held = {
        grant.secret_id
        for grant in queries.grant_rows(
            Grant.secret_id.in_(ids),
            Grant.holder_kind == HolderKind.PERSON,
            Grant.holder_id == person_id,
        )
    }
    db.session.execute(
        delete(Grant)
        .where(Grant.secret_id.in_(ids), Grant.holder_kind == HolderKind.PERSON)
        .where(Grant.holder_id == person_id)
        .execution_options(synchronize_session=False)
    )
    mark_due([row.id for row in secrets if row.kind not in PRIVATE or row.id in held])
