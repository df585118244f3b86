"""Ends what somebody holds of one record because of their work on it: another does that work now.

What they hold for another reason (a signature at the meeting that heard it, an office) stays; and
what they are still promised (their own referral, an action of theirs) the door gives them again.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from app.access.actor import Actor
from app.audit import record
from app.audit.events import GrantsTaken
from app.confidentiality.circle import queries, rotating
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.excluding import family
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.model import Because, Grant, HolderKind, SecretKind
from app.confidentiality.circle.promising import OFFICERS_PROMISE, adopt, take_back
from app.confidentiality.circle.ring import Ring, require_signed
from app.confidentiality.circle.statements import GrantRow
from app.db import db, transaction
from app.refusals import Refused


def relieve(
    actor: Actor,
    record_id: UUID,
    kinds: Collection[SecretKind],
    because: Because,
    person_id: UUID,
) -> int:
    """Take from somebody the keys of a record that they have for this reason; return how many.

    The promise goes too, and what is written from now on has new keys. ``Refused`` for whoever is
    no officer by the chain.
    """
    with transaction():
        chain = Chain.of(actor)
        require_signed(actor, chain)
        if not chain.standing(actor.keys.key_id).is_officer:
            raise Refused(OFFICERS_PROMISE)
        adopt(actor, chain, record_id, person_id)
        take_back(actor, chain, record_id, kinds, because, person_id)
        gone = [each.id for each in _held(record_id, kinds, because) if each.holder_id == person_id]
        db.session.execute(
            delete(Grant).where(Grant.id.in_(gone)).execution_options(synchronize_session=False)
        )
        if gone:
            _make_anew(actor, record_id, kinds)
            record(actor, GrantsTaken(person_id, record_id, len(gone), str(because)))
    return len(gone)


def still_holds(record_id: UUID, kind: SecretKind, because: Because) -> set[UUID]:
    """Return who has a grant of a record's secret of this kind, in any generation, for a reason."""
    return {grant.holder_id for grant in _held(record_id, [kind], because)}


def others_hold(record_id: UUID, kind: SecretKind, person_id: UUID) -> bool:
    """Say whether somebody else can open every generation that a person can open of a secret.

    Whoever alone holds an immigration section must hand it on before it is taken from them.
    """
    grants = _held(record_id, [kind])
    own = {grant.secret_id for grant in grants if grant.holder_id == person_id}
    return own <= {grant.secret_id for grant in grants if grant.holder_id != person_id}


def _held(
    record_id: UUID, kinds: Collection[SecretKind], because: Because | None = None
) -> list[GrantRow]:
    secrets = [row.id for kind in kinds for row in queries.generations(kind, record_id)]
    grants = queries.grant_rows(
        Grant.secret_id.in_(secrets), Grant.holder_kind == HolderKind.PERSON
    )
    return [grant for grant in grants if because is None or grant.because == because]


def _make_anew(actor: Actor, record_id: UUID, kinds: Collection[SecretKind]) -> None:
    """Make new keys of what was taken, and of what opens with it."""
    ring = Ring(actor)
    taken = {row.id for kind in kinds for row in queries.generations(kind, record_id)}
    live = [
        row
        for row in family(record_id)
        if row.retired_at is None and (row.id in taken or row.part_of in taken)
    ]
    rotating.rotate(actor, Holders(ring.chain), live, ring)
