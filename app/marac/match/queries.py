"""Reads the blind index. Whoever is kept from a record finds nobody of it: that is asked first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.access.actor import Actor
from app.confidentiality.circle.kept import is_kept_from_anybody
from app.confidentiality.circle.model import Secret, SecretKind
from app.confidentiality.circle.queries import exclusions, generations, not_excluded, secret_rows
from app.confidentiality.circle.statements import SecretRow
from app.db import db
from app.marac.match.model import IndexedRecord, MatchDecision, MatchSubject, MatchToken
from app.marac.match.rules import Decision
from app.marac.match.tokens import VERSION
from app.refusals import NotVisible

MOST_CANDIDATES = 2000
"""Beyond this the tokens are too common to say anything; the cards read first are compared."""


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """Somebody of a record as a search reads them: plain, for of most there is nothing to keep."""

    id: UUID
    record_id: UUID
    kind: str
    secret_id: UUID
    sealed_card: bytes = field(repr=False)


_ROW = [getattr(MatchSubject, name) for name in SubjectRow.__slots__]


def index_secret(actor: Actor) -> UUID:
    """Return the newest index key of the area, unopened; ``NotVisible`` before it is founded."""
    rows = generations(SecretKind.INDEX, actor.area_id)
    if not rows:
        raise NotVisible()
    return rows[0].id


def own_secret(record_id: UUID) -> SecretRow:
    """Return the secret of a case, or else of a referral, under which what is kept is sealed."""
    rows = secret_rows(
        Secret.record_id == record_id,
        Secret.kind.in_([SecretKind.CASE, SecretKind.REFERRAL]),
        Secret.retired_at.is_(None),
    )
    if not rows:
        raise NotVisible()
    return min(rows, key=lambda row: row.kind != SecretKind.CASE)


def kept_from_anybody(record_ids: Collection[UUID]) -> set[UUID]:
    """Return those of these records that are kept from somebody, by rows or by signed lists."""
    found = {record_id for record_id, names in exclusions(record_ids).items() if names}
    signed = secret_rows(Secret.record_id.in_(set(record_ids)))
    return found | {row.record_id for row in signed if row.excluded}


def is_stale(record_id: Any, mark: Any, index_id: UUID) -> ColumnElement[bool]:
    """The condition that a record was not indexed as it stands now. Both are columns.

    The exclusions are asked by the indexed record's id, the one table around them: by the caller's
    they would be anybody's, and one exclusion in the area would make every record stale for ever.
    """
    kept = is_kept_from_anybody(IndexedRecord.record_id)
    return ~(
        select(IndexedRecord.record_id)
        .where(IndexedRecord.record_id == record_id, IndexedRecord.mark == mark)
        .where(IndexedRecord.index_id == index_id, IndexedRecord.version == VERSION)
        .where(or_(IndexedRecord.kept, ~kept))
        .exists()
    )


def indexed(record_id: UUID) -> IndexedRecord | None:
    """Return as of when a record was indexed, if it ever was."""
    return db.session.get(IndexedRecord, record_id)


def how_many_records(actor: Actor) -> int:
    """Count the records that the actor may compare with each other."""
    query = select(func.count()).select_from(IndexedRecord)
    visible = not_excluded(actor, IndexedRecord.record_id)
    return db.session.scalar(query.where(IndexedRecord.area_id == actor.area_id, visible)) or 0


def subjects_of(actor: Actor, record_ids: Iterable[UUID]) -> Sequence[MatchSubject]:
    """Return the people of these records, to be changed."""
    return db.session.scalars(
        _visible(actor)
        .where(MatchSubject.record_id.in_(set(record_ids)))
        .order_by(MatchSubject.number)
    ).all()


def people_of(actor: Actor, record_ids: Iterable[UUID]) -> list[SubjectRow]:
    """Return the people of these records, to be compared."""
    query = _visible(actor).where(MatchSubject.record_id.in_(set(record_ids)))
    return _plain(query.order_by(MatchSubject.number))


def subject(actor: Actor, subject_id: UUID) -> MatchSubject:
    """Return one person; ``NotVisible`` if absent or of a record that is kept from the actor."""
    found = db.session.scalars(_visible(actor).where(MatchSubject.id == subject_id)).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def sharing(actor: Actor, tokens: Sequence[int], but: UUID) -> list[SubjectRow]:
    """Return the people of other records who share one of these tokens."""
    numbers = select(MatchToken.subject).where(MatchToken.token.in_(tokens)).distinct()
    query = _visible(actor).where(MatchSubject.number.in_(numbers), MatchSubject.record_id != but)
    return _plain(query.limit(MOST_CANDIDATES))


def live_decisions(actor: Actor, record_ids: Collection[UUID]) -> Sequence[MatchDecision]:
    """Return what holds about people of these records, the newest first."""
    of_them = or_(
        MatchDecision.one_record_id.in_(record_ids), MatchDecision.other_record_id.in_(record_ids)
    )
    return db.session.scalars(
        _decisions(actor)
        .where(of_them, MatchDecision.undone_at.is_(None))
        .order_by(MatchDecision.at.desc())
    ).all()


def undone_decisions(actor: Actor, record_id: UUID) -> Sequence[MatchDecision]:
    """Return what was taken back about people of a record, the newest first."""
    of_it = or_(
        MatchDecision.one_record_id == record_id, MatchDecision.other_record_id == record_id
    )
    return db.session.scalars(
        _decisions(actor)
        .where(of_it, MatchDecision.undone_at.is_not(None))
        .order_by(MatchDecision.undone_at.desc())
    ).all()


def live_decisions_about(subject_id: UUID) -> Sequence[MatchDecision]:
    """Return what holds about one person, whoever may see it: to take it back, never to show."""
    about = or_(MatchDecision.one_id == subject_id, MatchDecision.other_id == subject_id)
    return db.session.scalars(
        select(MatchDecision).where(about, MatchDecision.undone_at.is_(None))
    ).all()


def decision(actor: Actor, decision_id: UUID) -> MatchDecision:
    """Return one decision; ``NotVisible`` if absent or of a record kept from the actor."""
    found = db.session.scalars(
        _decisions(actor).where(MatchDecision.id == decision_id)
    ).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def between(actor: Actor, one_id: UUID, other_id: UUID) -> MatchDecision | None:
    """Return what holds about two people, if anything was decided."""
    one_id, other_id = sorted((one_id, other_id))
    return db.session.scalars(
        _decisions(actor).where(
            MatchDecision.one_id == one_id,
            MatchDecision.other_id == other_id,
            MatchDecision.undone_at.is_(None),
        )
    ).first()


def waiting(actor: Actor) -> Sequence[MatchDecision]:
    """Return what another officer decided and this one may confirm, the oldest first."""
    return db.session.scalars(
        _decisions(actor)
        .where(
            MatchDecision.decision == Decision.SAME,
            MatchDecision.confirmed_at.is_(None),
            MatchDecision.undone_at.is_(None),
            MatchDecision.by_person_id != actor.person_id,
        )
        .order_by(MatchDecision.at)
    ).all()


def _decisions(actor: Actor) -> Select[MatchDecision]:
    return select(MatchDecision).where(
        MatchDecision.area_id == actor.area_id,
        and_(
            not_excluded(actor, MatchDecision.one_record_id),
            not_excluded(actor, MatchDecision.other_record_id),
        ),
    )


def _visible(actor: Actor) -> Select[MatchSubject]:
    return select(MatchSubject).where(
        MatchSubject.area_id == actor.area_id, not_excluded(actor, MatchSubject.record_id)
    )


def _plain(query: Select[MatchSubject]) -> list[SubjectRow]:
    rows = db.session.execute(query.with_only_columns(*_ROW))
    return [SubjectRow(*row) for row in rows]
