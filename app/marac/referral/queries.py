"""Reads the queue of referrals; what is kept from the reader is not in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.referral.model import Referral
from app.marac.referral.rules import FOR_THE_REFERRER, OPEN_STATES
from app.refusals import NotVisible


def waiting(actor: Actor) -> Sequence[Referral]:
    """Return the referrals that are still to be decided, the oldest first."""
    return db.session.scalars(_waiting(actor).order_by(Referral.submitted_at)).all()


def how_many_wait(actor: Actor) -> int:
    """Count them, for the home page."""
    counted = select(func.count()).select_from(_waiting(actor).subquery())
    return db.session.scalar(counted) or 0


def referral(actor: Actor, referral_id: UUID) -> Referral:
    """Return one referral; ``NotVisible`` if absent, of another area or kept from the actor."""
    found = db.session.scalars(_visible(actor).where(Referral.id == referral_id)).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def own(actor: Actor, referral_id: UUID) -> Referral:
    """Return a referral that the actor made; ``NotVisible`` for every other."""
    found = referral(actor, referral_id)
    if found.referrer_id != actor.person_id:
        raise NotVisible()
    return found


def own_referrals(actor: Actor) -> Sequence[Referral]:
    """Return what the actor referred: what waits for their answer first, then the newest."""
    first = Referral.state.in_(FOR_THE_REFERRER).desc()
    return db.session.scalars(_own(actor).order_by(first, Referral.submitted_at.desc())).all()


def how_many_for_the_referrer(actor: Actor) -> int:
    """Count the actor's referrals that wait for them."""
    theirs = _own(actor).where(Referral.state.in_(FOR_THE_REFERRER))
    return db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0


def _own(actor: Actor) -> Select[Referral]:
    return _visible(actor).where(Referral.referrer_id == actor.person_id)


def _waiting(actor: Actor) -> Select[Referral]:
    return _visible(actor).where(Referral.state.in_(OPEN_STATES))


def _visible(actor: Actor) -> Select[Referral]:
    return select(Referral).where(
        Referral.area_id == actor.area_id, not_excluded(actor, Referral.id)
    )
