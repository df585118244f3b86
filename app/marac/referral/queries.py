"""Reads the queue of referrals; what is kept from the reader is not in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.referral.model import Referral
from app.marac.referral.rules import OPEN_STATES
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


def _waiting(actor: Actor) -> Select[Referral]:
    return _visible(actor).where(Referral.state.in_(OPEN_STATES))


def _visible(actor: Actor) -> Select[Referral]:
    return select(Referral).where(
        Referral.area_id == actor.area_id, not_excluded(actor, Referral.id)
    )
