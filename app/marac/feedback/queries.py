"""The only SELECTs on feedback. Every one goes through the actor; exclusions are asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.case.model import Case
from app.marac.feedback.model import Feedback, FeedbackAsked
from app.marac.meeting.model import AgendaItem, ItemState, Meeting
from app.refusals import NotVisible

LOOK_BACK = timedelta(days=180)


@dataclass(frozen=True)
class Heard:
    """One hearing of a case of which its victim may be told, with who was asked to."""

    item: AgendaItem
    case: Case
    asked: FeedbackAsked | None

    @property
    def heard_on(self) -> date:
        """The London day on which it was concluded."""
        assert self.item.concluded_at is not None
        return clock.london(self.item.concluded_at).date()


def hearing(actor: Actor, item_id: UUID) -> Heard:
    """Return one concluded hearing; ``NotVisible`` if absent, of another area or kept away."""
    row = db.session.execute(_hearings(actor).where(AgendaItem.id == item_id)).first()
    if row is None:
        raise NotVisible()
    return Heard(row[0], row[1], row[2])


def latest(actor: Actor, case_id: UUID) -> Heard | None:
    """Return the latest concluded hearing of a case."""
    row = db.session.execute(
        _hearings(actor)
        .where(AgendaItem.case_id == case_id)
        .order_by(AgendaItem.concluded_at.desc())
        .limit(1)
    ).first()
    return Heard(row[0], row[1], row[2]) if row else None


def own_to_tell(actor: Actor) -> list[Heard]:
    """Return the latest hearings of which this person is to tell, by the rows, the oldest first.

    Whether the row is right that they were asked, a signature or a seal shows (``service``).
    """
    since = clock.now() - LOOK_BACK
    own = (Case.idva_id == actor.person_id) | (FeedbackAsked.person_id == actor.person_id)
    mine = select(AgendaItem.case_id).join(Case, Case.id == AgendaItem.case_id)
    mine = mine.outerjoin(FeedbackAsked, FeedbackAsked.item_id == AgendaItem.id).where(own)
    rows = db.session.execute(
        _hearings(actor)
        .where(AgendaItem.case_id.in_(mine), AgendaItem.concluded_at >= since)
        .order_by(AgendaItem.concluded_at)
    )
    newest = {row[0].case_id: Heard(row[0], row[1], row[2]) for row in rows}
    settled = _settled([one.item.id for one in newest.values()])
    return [
        one
        for one in newest.values()
        if one.item.id not in settled
        and (one.asked is None or one.asked.person_id == actor.person_id)
    ]


def untold(actor: Actor, meeting_id: UUID) -> list[Heard]:
    """Return the hearings of one meeting of which the victim has not been told, in their order."""
    rows = db.session.execute(
        _hearings(actor)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.concluded_at)
    )
    found = [Heard(row[0], row[1], row[2]) for row in rows]
    settled = _settled([one.item.id for one in found])
    return [one for one in found if one.item.id not in settled]


def of_hearing(actor: Actor, item_id: UUID) -> Sequence[Feedback]:
    """Return what came of telling the victim of one hearing, the latest first."""
    return db.session.scalars(
        select(Feedback)
        .where(Feedback.item_id == item_id, Feedback.area_id == actor.area_id)
        .where(not_excluded(actor, Feedback.case_id))
        .order_by(Feedback.at.desc())
    ).all()


def of_case(actor: Actor, case_id: UUID) -> Sequence[Feedback]:
    """Return what came of telling the victim, over all hearings of a case, the latest first."""
    return db.session.scalars(
        select(Feedback)
        .where(Feedback.case_id == case_id, Feedback.area_id == actor.area_id)
        .where(not_excluded(actor, Feedback.case_id))
        .order_by(Feedback.at.desc())
    ).all()


def next_days(actor: Actor, item_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return of these hearings the day that was last planned for the next attempt."""
    rows = db.session.execute(
        select(Feedback.item_id, Feedback.next_on)
        .where(Feedback.item_id.in_(item_ids), Feedback.next_on.is_not(None))
        .where(not_excluded(actor, Feedback.case_id))
        .order_by(Feedback.at)
    )
    return {item_id: day for item_id, day in rows if day is not None}


def _hearings(actor: Actor) -> Select[AgendaItem, Case, FeedbackAsked]:
    return (
        select(AgendaItem, Case, FeedbackAsked)
        .join(Case, Case.id == AgendaItem.case_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(FeedbackAsked, FeedbackAsked.item_id == AgendaItem.id)
        .where(AgendaItem.area_id == actor.area_id, AgendaItem.state == ItemState.HEARD)
        .where(AgendaItem.concluded_at.is_not(None), not_excluded(actor, AgendaItem.case_id))
    )


def _settled(item_ids: Sequence[UUID]) -> set[UUID]:
    """Return those hearings of which nothing is left to tell."""
    asked = select(Feedback.item_id).where(Feedback.item_id.in_(item_ids))
    return set(db.session.scalars(asked.where(Feedback.is_settled.is_(True))))
