"""The only SELECTs on minutes. Every one goes through the actor; exclusions are asked first."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.invitation.model import Answer, Reply
from app.marac.meeting.model import Attendance, Meeting, MeetingState
from app.marac.minutes.model import (
    Minutes,
    MinutesAcceptance,
    MinutesCopy,
    MinutesDraft,
    MinutesLeaf,
    MinutesSignature,
    MinutesVersion,
)
from app.refusals import NotVisible

Signed = tuple[Minutes, MinutesVersion, MinutesSignature]


def apologies(meeting_id: UUID) -> Sequence[Reply]:
    """Return who did not come by their own answer: a deputy sent, or apologies."""
    return db.session.scalars(
        select(Reply).where(
            Reply.meeting_id == meeting_id, Reply.answer.in_((Answer.APOLOGIES, Answer.DEPUTY))
        )
    ).all()


def meeting_before(actor: Actor, meeting: Meeting) -> Meeting | None:
    """Return the last meeting that was held before this one."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.starts_at < meeting.starts_at)
        .where(Meeting.state == MeetingState.CLOSED)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()


def minutes_of(actor: Actor, meeting_id: UUID) -> Sequence[Minutes]:
    """Return the minutes of a meeting: the whole first, then what stands apart for one case."""
    return db.session.scalars(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id, _ours(actor))
        .order_by(Minutes.case_id.is_not(None), Minutes.made_at)
    ).all()


def minutes(actor: Actor, minutes_id: UUID) -> Minutes:
    """Return one of them; ``NotVisible`` for any other."""
    found = db.session.scalars(
        select(Minutes).where(Minutes.id == minutes_id, _ours(actor))
    ).first()
    if found is None:
        raise NotVisible()
    return found


def newest_drafts(actor: Actor, minutes_ids: Iterable[UUID]) -> list[MinutesDraft]:
    """Return the newest edition of each part that is not kept from the actor."""
    rows = db.session.scalars(
        select(MinutesDraft)
        .where(MinutesDraft.minutes_id.in_(set(minutes_ids)))
        .where(not_excluded(actor, MinutesDraft.case_id))
        .order_by(MinutesDraft.edition)
    )
    found: dict[tuple[UUID, UUID], MinutesDraft] = {}
    for row in rows:
        found[row.minutes_id, row.subject_id] = row
    return list(found.values())


def draft(actor: Actor, draft_id: UUID) -> MinutesDraft:
    """Return one edition of a part; ``NotVisible`` if absent, excluded or of another area."""
    found = db.session.scalars(
        select(MinutesDraft).where(
            MinutesDraft.id == draft_id,
            MinutesDraft.area_id == actor.area_id,
            not_excluded(actor, MinutesDraft.case_id),
        )
    ).first()
    if found is None:
        raise NotVisible()
    return found


def editions(actor: Actor, minutes_id: UUID, subject_id: UUID) -> Sequence[MinutesDraft]:
    """Return every edition of one part, the newest first."""
    return db.session.scalars(
        select(MinutesDraft)
        .where(MinutesDraft.minutes_id == minutes_id, MinutesDraft.subject_id == subject_id)
        .where(not_excluded(actor, MinutesDraft.case_id))
        .order_by(MinutesDraft.edition.desc())
    ).all()


def version(version_id: UUID) -> MinutesVersion:
    """Return a version whose minutes the caller has asked for."""
    return db.session.get_one(MinutesVersion, version_id)


def leaves(actor: Actor, version_ids: Iterable[UUID]) -> list[MinutesLeaf]:
    """Return the leaves of these versions that are not kept from the actor."""
    return list(
        db.session.scalars(
            select(MinutesLeaf)
            .where(MinutesLeaf.version_id.in_(set(version_ids)))
            .where(MinutesLeaf.area_id == actor.area_id, not_excluded(actor, MinutesLeaf.case_id))
        )
    )


def leaf_count(version_id: UUID) -> int:
    """Count the leaves of a version, for whoever signs or approves it; never for showing."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(MinutesLeaf)
            .where(MinutesLeaf.version_id == version_id)
        )
        or 0
    )


def acceptances(leaf_ids: Iterable[UUID]) -> Sequence[MinutesAcceptance]:
    """Return what chairs let stand in these leaves."""
    return db.session.scalars(
        select(MinutesAcceptance).where(MinutesAcceptance.leaf_id.in_(set(leaf_ids)))
    ).all()


def signed(actor: Actor, meeting_ids: Iterable[UUID]) -> list[Signed]:
    """Return the signed versions of these meetings' minutes, the newest first."""
    rows = db.session.execute(
        select(Minutes, MinutesVersion, MinutesSignature)
        .join(MinutesVersion, MinutesVersion.minutes_id == Minutes.id)
        .join(MinutesSignature, MinutesSignature.version_id == MinutesVersion.id)
        .where(Minutes.meeting_id.in_(set(meeting_ids)), _ours(actor))
        .order_by(MinutesSignature.at.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]


def readable_meetings(actor: Actor) -> Sequence[Meeting]:
    """Return the closed meetings whose minutes are this person's to read: signed in, or officer."""
    closed = select(Meeting).where(
        Meeting.area_id == actor.area_id, Meeting.state == MeetingState.CLOSED
    )
    if not actor.is_officer:
        closed = closed.where(_was_there(actor))
    return db.session.scalars(closed.order_by(Meeting.starts_at.desc())).all()


def readable_meeting(actor: Actor, meeting_id: UUID) -> Meeting:
    """Return one of them; ``NotVisible`` for any other."""
    wanted = select(Meeting).where(
        Meeting.id == meeting_id,
        Meeting.area_id == actor.area_id,
        Meeting.state == MeetingState.CLOSED,
    )
    if not actor.is_officer:
        wanted = wanted.where(_was_there(actor))
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotVisible()
    return found


def copies(meeting_id: UUID) -> Sequence[MinutesCopy]:
    """Return who took a copy of a meeting's minutes, the latest first; for officers."""
    return db.session.scalars(
        select(MinutesCopy)
        .where(MinutesCopy.meeting_id == meeting_id)
        .order_by(MinutesCopy.at.desc())
    ).all()


def unsigned(actor: Actor) -> list[tuple[Meeting, list[Minutes], set[UUID]]]:
    """Return the area's closed meetings of the last year with their minutes, for the officers, and
    which of those were ever signed; the latest first."""
    since = clock.now() - timedelta(days=366)
    meetings = db.session.scalars(
        select(Meeting)
        .where(Meeting.area_id == actor.area_id, Meeting.state == MeetingState.CLOSED)
        .where(Meeting.starts_at >= since)
        .order_by(Meeting.starts_at.desc())
    ).all()
    ids = [meeting.id for meeting in meetings]
    documents: dict[UUID, list[Minutes]] = {meeting_id: [] for meeting_id in ids}
    for row in db.session.scalars(select(Minutes).where(Minutes.meeting_id.in_(ids), _ours(actor))):
        documents[row.meeting_id].append(row)
    known = {minutes.id for minutes, _, _ in signed(actor, ids)}
    return [(meeting, documents[meeting.id], known) for meeting in meetings]


def _was_there(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        Attendance.meeting_id == Meeting.id,
        Attendance.person_id == actor.person_id,
        Attendance.signature_id.is_not(None),
    )


def _ours(actor: Actor) -> ColumnElement[bool]:
    visible: ColumnElement[bool] = not_excluded(actor, Minutes.case_id)
    return (Minutes.area_id == actor.area_id) & visible
