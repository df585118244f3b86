"""Minutes on the home page: what is due for those who write, what waits for who signs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit.events import MinutesRead
from app.audit.queries import rows_each
from app.marac.meeting.model import Meeting
from app.marac.minutes import queries, rules
from app.marac.minutes.signing import may_sign
from app.web.home import Panel, home_panel

NEWS = timedelta(days=14)
"""So long the home page leads to minutes that were not read."""


@dataclass(frozen=True)
class Waiting:
    """Minutes that are not signed yet. ``document_id`` where this person can sign them now."""

    meeting: Meeting
    due_on: date
    is_late: bool
    state: str


@home_panel(order=45)
def minutes_due(actor: Actor) -> Panel | None:
    """Show the officers which minutes are to be written, approved or signed, and by when."""
    if not actor.may(Permission.MINUTES_WRITE):
        return None
    waiting = waiting_for(actor)
    return Panel("minutes/home.html", {"waiting": waiting}) if waiting else None


@home_panel(order=46)
def to_read(actor: Actor) -> Panel | None:
    """Lead to minutes that were signed lately and that this person has not read since."""
    if not actor.may(Permission.MINUTES_READ) or actor.keyring is None:
        return None
    found = unread(actor)
    return Panel("minutes/home_read.html", {"meetings": found}) if found else None


def unread(actor: Actor) -> list[Meeting]:
    """Return the meetings whose minutes somebody else signed lately, unless they were read since,
    as the trail has it."""
    since = clock.now() - NEWS
    meetings = {row.id: row for row in queries.readable_meetings(actor)}
    signed: dict[UUID, datetime] = {}
    for minutes, _, row in queries.signed(actor, meetings):
        if row.at >= since and row.by_person_id != actor.person_id:
            signed.setdefault(minutes.meeting_id, row.at)
    read = rows_each([MinutesRead.tag], signed)
    return [
        meetings[meeting_id]
        for meeting_id, at in signed.items()
        if not any(
            row.actor_id == actor.person_id and datetime.fromisoformat(row.at) > at
            for row in read.get(meeting_id, [])
        )
    ]


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return the meetings whose minutes somebody still has to do something about."""
    today, found = clock.today(), []
    for meeting, documents, signed in queries.unsigned(actor):
        due = rules.due_on(clock.london(meeting.starts_at).date())
        approved = any(each.approved_id for each in documents)
        if not documents:
            state = "To be written"
        elif approved:
            state = "For you to sign" if may_sign(actor, meeting) else "With the chair"
        elif all(each.id in signed for each in documents):
            continue
        else:
            state = "Draft"
        found.append(Waiting(meeting, due, due < today, state))
    return found
