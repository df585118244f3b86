"""What matching asks of referrals; of those that became a case, the case answers."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.match.ports import People, RecordShown
from app.marac.match.queries import is_stale
from app.marac.referral.model import Referral
from app.marac.referral.rules import ReferralState
from app.marac.referral.service import open_quietly


class Referrals:
    """Referrals that are no case (yet), whatever was decided about them."""

    def shown(self, ring: Ring, record_ids: Collection[UUID]) -> list[RecordShown]:
        """Return those of these referrals that open, by reference and day."""
        rows = db.session.scalars(
            _visible(ring.actor).where(Referral.id.in_(set(record_ids)))
        ).all()
        ring.preload(row.secret_id for row in rows)
        return [_shown(row) for row in rows if ring.may_open(row.secret_id, of=row.id)]

    def mark(self, actor: Actor, record_id: UUID) -> int | None:
        """Return its revision; below nought, so that no mark of a case is ever the same."""
        found = db.session.scalar(
            _visible(actor).with_only_columns(Referral.revision).where(Referral.id == record_id)
        )
        return None if found is None else -found

    def stale(self, actor: Actor, index_id: UUID, limit: int) -> list[UUID]:
        """Return those not indexed as they stand."""
        query = _visible(actor).with_only_columns(Referral.id)
        stale = is_stale(Referral.id, -Referral.revision, index_id)
        return list(db.session.scalars(query.where(stale).limit(limit)))

    def people(self, ring: Ring, record_id: UUID) -> People:
        """Open who is in a referral."""
        return open_quietly(ring, record_id).referred.parties


def _visible(actor: Actor) -> Select[Referral]:
    return select(Referral).where(
        Referral.area_id == actor.area_id,
        Referral.state != ReferralState.LISTED,
        not_excluded(actor, Referral.id),
    )


def _shown(row: Referral) -> RecordShown:
    return RecordShown(
        id=row.id,
        reference=row.reference,
        what="Referral",
        endpoint="triage.show",
        argument="referral_id",
        referred_on=clock.london(row.submitted_at).date(),
    )
