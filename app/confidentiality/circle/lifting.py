"""Lets somebody in again from whom a record was kept: an officer signs each list anew.

Who is kept out is signed into each generation of a record's keys, and every list counts. So taking
the row away would let nobody in. An officer who remains signs them all again, as ``promising``
does; nothing is decrypted, and the door gives what is due to them as to anybody. What an agency
made anew in its private space meanwhile only that agency could sign: there it stays as it is.
"""

from uuid import UUID

from sqlalchemy import delete

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.confidentiality.circle import queries
from app.confidentiality.circle.excluding import family
from app.confidentiality.circle.lifted import believed_by, lifted_by
from app.confidentiality.circle.model import Exclusion
from app.confidentiality.circle.promising import sign_again
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import PRIVATE, keeps_out, named
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.refusals import NotVisible, Refused

ANOTHER = "Another officer decides whether you are let in again."


def lift(actor: Actor, record_id: UUID, person_id: UUID) -> None:
    """Keep a record no longer from somebody; only for an officer who can open it, and not oneself.

    ``NotVisible`` for an officer from whom the record is kept, or if it is not kept from them.
    """
    actor.require(Permission.CASE_EXCLUDE)
    with transaction():
        ring = Ring(actor)
        require_officer(actor, ring.chain)
        if person_id == actor.person_id:
            raise Refused(ANOTHER)
        secrets, name = family(record_id), named(person_id, None)
        if not any(ring.may_open(row.id) for row in secrets if row.record_id == record_id):
            raise NotVisible()
        records = {row.record_id for row in secrets}
        kept = queries.exclusions(records, believed_by(ring.chain))
        if not keeps_out(kept.get(record_id, set()), person_id, []):
            raise NotVisible()
        db.session.execute(
            delete(Exclusion)
            .where(Exclusion.record_id.in_(records))
            .where(Exclusion.person_id == person_id)
            .execution_options(synchronize_session=False)
        )
        for secret in secrets:
            if name in secret.excluded and secret.kind not in PRIVATE:
                left = set(secret.excluded) - {name}
                sign_again(actor, ring.chain, secret, excluded=left)
        for one in sorted(each for each in records if name in kept.get(each, set())):
            record(actor, lifted_by(actor, one, person_id))
