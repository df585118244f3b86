"""What matching asks of cases."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.model import Case
from app.marac.match.ports import People, RecordShown
from app.marac.match.queries import is_stale
from app.marac.party.model import Party
from app.marac.party.service import open_all
from app.marac.referral.model import Referral


class Cases:
    """Every case of the area."""

    def shown(self, ring: Ring, record_ids: Collection[UUID]) -> list[RecordShown]:
        """Return those of these cases that open, by reference and day."""
        rows = db.session.scalars(_visible(ring.actor).where(Case.id.in_(set(record_ids)))).all()
        ring.preload(row.secret_id for row in rows)
        referred = _referred(row.id for row in rows)
        return [_shown(row, referred) for row in rows if ring.may_open(row.secret_id, of=row.id)]

    def mark(self, actor: Actor, record_id: UUID) -> int | None:
        """Return how many people and changes of people there were; it only ever grows."""
        query = _visible(actor).with_only_columns(_changes()).where(Case.id == record_id)
        return db.session.scalar(query)

    def stale(self, actor: Actor, index_id: UUID, limit: int) -> list[UUID]:
        """Return those not indexed as they stand."""
        query = _visible(actor).with_only_columns(Case.id)
        return list(
            db.session.scalars(query.where(is_stale(Case.id, _changes(), index_id)).limit(limit))
        )

    def people(self, ring: Ring, record_id: UUID) -> People:
        """Open who is in a case."""
        return [(each.kind, each.details) for each in open_all(ring, record_id)]


def _changes() -> ScalarSelect[int]:
    changes = func.coalesce(func.sum(Party.revision), 0)
    return select(changes).where(Party.record_id == Case.id).correlate(Case).scalar_subquery()


def _visible(actor: Actor) -> Select[Case]:
    return select(Case).where(Case.area_id == actor.area_id, not_excluded(actor, Case.id))


def _referred(ids: Iterable[UUID]) -> Mapping[UUID, datetime]:
    """When each case came in as a referral; a case that was listed without one is not in it."""
    query = select(Referral.id, Referral.submitted_at).where(Referral.id.in_(set(ids)))
    return {referral_id: at for referral_id, at in db.session.execute(query)}


def _shown(row: Case, referred: Mapping[UUID, datetime]) -> RecordShown:
    return RecordShown(
        id=row.id,
        reference=row.reference,
        what="Case",
        endpoint="case.show",
        argument="case_id",
        referred_on=clock.london(referred.get(row.id, row.opened_at)).date(),
    )
