"""Reads what triage shows without opening anything; what is kept from the reader is not in it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.actor import Actor
from app.audit.model import AuditRow
from app.audit.queries import rows_about
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.match.ports import hides
from app.marac.referral.model import Referral, ReferralNote
from app.marac.referral.rules import OPEN_STATES, NoteKind

DECLARED, DISMISSED = "conflict:declare", "conflict:dismiss"


def undecided(actor: Actor) -> Sequence[Referral]:
    """Return what waits for a decision: urgent first, then what has waited longest."""
    return db.session.scalars(
        select(Referral)
        .where(Referral.area_id == actor.area_id, not_excluded(actor, Referral.id))
        .where(Referral.state.in_(OPEN_STATES), Referral.id.not_in(stood_aside(actor)))
        .order_by(Referral.urgent.desc(), Referral.submitted_at)
    ).all()


def decided_since(actor: Actor, since: datetime) -> Sequence[Referral]:
    """Return what was decided or withdrawn since a moment, the latest first."""
    return db.session.scalars(
        select(Referral)
        .where(Referral.area_id == actor.area_id, not_excluded(actor, Referral.id))
        .where(Referral.state.not_in(OPEN_STATES), Referral.decided_at >= since)
        .where(Referral.id.not_in(stood_aside(actor)))
        .order_by(Referral.decided_at.desc())
    ).all()


def asked_since(referral_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when the referrers of these were last asked something."""
    rows = db.session.execute(
        select(ReferralNote.referral_id, func.max(ReferralNote.at))
        .where(ReferralNote.referral_id.in_(referral_ids), ReferralNote.kind == NoteKind.QUESTION)
        .group_by(ReferralNote.referral_id)
    )
    return {row[0]: row[1] for row in rows}


def stood_aside(actor: Actor) -> set[UUID]:
    """Return the referrals in which this officer declared that they may know somebody."""
    rows = db.session.scalars(
        select(AuditRow.subject_id).where(
            AuditRow.tag == DECLARED, AuditRow.actor_id == str(actor.person_id)
        )
    )
    return {UUID(row) for row in rows if row}


@hides
def where_stood_aside(actor: Actor, record_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these records no match shows to this officer."""
    return stood_aside(actor).intersection(record_ids) if actor.is_officer else set()


def declared_by(actor: Actor, referral_id: UUID) -> dict[UUID, datetime]:
    """Return which officers declared that they may know somebody in a referral, and when."""
    return {
        row.actor_id: datetime.fromisoformat(row.at)
        for row in rows_about(actor, referral_id)
        if row.tag == DECLARED and row.actor_id
    }


def knows_nobody(actor: Actor, referral_id: UUID) -> bool:
    """Say whether this officer declared that the likeness of names means nothing."""
    return any(
        row.tag == DISMISSED and row.actor_id == actor.person_id
        for row in rows_about(actor, referral_id)
    )
