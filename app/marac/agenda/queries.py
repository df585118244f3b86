"""SELECTs for building an agenda: what waits, how long a case gets, when it is to be published."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.accounts.area.queries import settings_of
from app.confidentiality.circle.queries import not_excluded
from app.db import db
from app.marac.case.model import Case
from app.marac.meeting.model import AgendaItem, ItemState, Meeting, Outcome
from app.marac.meeting.queries import on_no_agenda


@dataclass(frozen=True)
class Waits:
    """A case that waits for a meeting: since when, and whether it was put off or heard in part."""

    case: Case
    since: datetime
    outcome: Outcome | None = None

    @property
    def is_first(self) -> bool:
        """Whether it was on an agenda before."""
        return self.outcome is not None


def waiting(actor: Actor) -> list[Waits]:
    """Return the cases that wait for a meeting: put off or heard in part first, then by time.

    Whether they open is asked elsewhere.
    """
    found = [_waits(actor, case) for case in on_no_agenda(actor)]
    return sorted(found, key=lambda one: (not one.is_first, one.since))


def minutes_of(actor: Actor, meeting: Meeting) -> int:
    """How long a case of this meeting gets where nothing else was said."""
    return meeting.minutes_each or settings_of(actor).minutes_each


def publish_by(actor: Actor, meeting: Meeting) -> date:
    """The last day on which publishing is in time, by the area's setting."""
    before = timedelta(days=settings_of(actor).publish_days)
    return clock.london(meeting.starts_at).date() - before


def _waits(actor: Actor, case: Case) -> Waits:
    last = db.session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.case_id == case.id, not_excluded(actor, AgendaItem.case_id))
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
    if last is None:
        return Waits(case, case.opened_at)
    item, meeting = last
    put_off = Outcome.DEFERRED if item.state == ItemState.DEFERRED else Outcome.IN_PART
    return Waits(case, meeting.starts_at, item.outcome or put_off)
