"""Puts a person out of the circle: grants go at once, and nothing rests on their keys any more."""

from uuid import UUID

from sqlalchemy import delete

from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.queries import person
from app.accounts.session.service import end_all
from app.audit import record
from app.audit.events import PersonExpelled
from app.confidentiality.circle import queries
from app.confidentiality.circle.carrying import carry_over
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import CompartmentHolder, LetIn
from app.confidentiality.circle.reach import take_away
from app.confidentiality.circle.vouching import require_officer, retire, revoke
from app.db import db, transaction
from app.refusals import Refused


def expel(actor: Actor, person_id: UUID) -> int:
    """Put somebody out of the circle, and return how many grants were theirs.

    What was written stays readable to everybody else; what is written from the next officer's beat
    on has new keys. To come back, they need a new key pair that an officer confirms.
    """
    actor.require(Permission.PERSON_EXPEL)
    with transaction():
        require_officer(actor, Chain.of(actor))
        person(actor, person_id)
        if person_id == actor.person_id:
            raise Refused("Another officer takes you off the ring of keys.")
        pairs = queries.pairs_ever(person_id)
        count = take_away(person_id, pairs)
        carry_over(actor, pairs)
        confirmed = queries.confirmed_pairs(actor.area_id, pairs)
        revoke([row.confirmation_id for row in confirmed])
        retire(pairs)
        for table in (CompartmentHolder, LetIn):
            db.session.execute(
                delete(table)
                .where(table.person_id == person_id)
                .execution_options(synchronize_session=False)
            )
        end_all(person_id)
        record(actor, PersonExpelled(person_id, count=count))
    return count
