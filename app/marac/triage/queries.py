"""Reads what triage shows without opening anything; what is kept from the reader is not in it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.access.actor import Actor
from app.audit.model import AuditRow
from app.audit.queries import Entry
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.conflict.clearing import is_believed
from app.marac.referral.model import Referral, ReferralNote
from app.marac.referral.rules import OPEN_STATES, NoteKind, ReferralState

DECLARED, DISMISSED, CLEARED = "conflict:declare", "conflict:dismiss", "conflict:clear"
SENT_AGAIN = "referral:send_again"


@dataclass(frozen=True)
class Cleared:
    """Who decided that somebody need not be kept out, when, and for which reason (its code)."""

    by_person_id: UUID
    at: datetime
    reason: str


@dataclass
class Answers:
    """What the trail says of a referral as it now reads.

    ``declared``: officers who stood aside, and when. ``dismissed``: who said that they know nobody.
    ``cleared``: people and agencies that need not be kept out. The last two end when the referrer
    changes the words; whoever stood aside comes back only if another officer says so afterwards.
    """

    declared: dict[UUID, datetime] = field(default_factory=dict)
    dismissed: set[UUID] = field(default_factory=set)
    cleared: dict[UUID, Cleared] = field(default_factory=dict)

    def add(self, row: AuditRow) -> None:
        """Take in the next row of the trail."""
        if row.tag == SENT_AGAIN:
            self.dismissed.clear()
            self.cleared.clear()
        elif row.actor_id:
            by, at = UUID(row.actor_id), datetime.fromisoformat(row.at)
            self._answered(row, by, at)

    def _answered(self, row: AuditRow, by: UUID, at: datetime) -> None:
        if row.tag == DECLARED:
            self.declared[by] = at
            self.cleared.pop(by, None)
        elif row.tag == DISMISSED:
            self.dismissed.add(by)
        elif row.tag == CLEARED:
            detail = json.loads(row.detail)
            if (who := UUID(detail["who"])) != by:
                self.cleared[who] = Cleared(by, at, detail["reason"])


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


def urgent_ones(record_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these records that came in as urgent, also after they became cases."""
    query = select(Referral.id).where(Referral.id.in_(record_ids), Referral.urgent)
    return set(db.session.scalars(query))


def not_listed(actor: Actor, record_ids: Collection[UUID]) -> Sequence[Referral]:
    """Return those of these records that are referrals and no cases yet."""
    return db.session.scalars(
        select(Referral)
        .where(Referral.area_id == actor.area_id, not_excluded(actor, Referral.id))
        .where(Referral.id.in_(record_ids), Referral.state != ReferralState.LISTED)
    ).all()


def stood_aside(actor: Actor) -> set[UUID]:
    """Return the referrals in which this officer declared that they may know somebody.

    Those are not in it of which another officer has said since that they may go on.
    """
    rows = db.session.scalars(
        select(AuditRow.subject_id).where(
            AuditRow.tag == DECLARED, AuditRow.actor_id == str(actor.person_id)
        )
    )
    if not (declared := {UUID(row) for row in rows if row}):
        return set()
    chain = Chain.of(actor)
    return {each for each in declared if actor.person_id not in answers(chain, each).cleared}


def answers(chain: Chain, referral_id: UUID) -> Answers:
    """Return what officers answered about a referral, as far as it still holds.

    That somebody was cleared counts as an officer signed it: nobody clears themself by a row.
    """
    found = Answers()
    rows = db.session.scalars(
        select(AuditRow)
        .where(AuditRow.subject_id == str(referral_id))
        .where(AuditRow.tag.in_([DECLARED, DISMISSED, CLEARED, SENT_AGAIN]))
        .order_by(AuditRow.seq)
    )
    for row in rows:
        if row.tag != CLEARED or is_believed(chain, Entry.of(row)):
            found.add(row)
    return found
