"""The meeting on the home page: the one that is open, or the next."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.person.queries import person_names
from app.marac.agenda.queries import publish_by
from app.marac.calendar.queries import cancelled_to_come
from app.marac.invitation.queries import replies
from app.marac.invitation.service import own
from app.marac.meeting import lobby, publishing, queries
from app.marac.meeting.model import Meeting, MeetingState
from app.web.home import Panel, home_panel


@home_panel(order=6)
def next_meeting(actor: Actor) -> Panel | None:
    """Show when and where, and the way in."""
    if not actor.may(Permission.MEETING_READ):
        return None
    meeting = queries.next_meeting(actor)
    if meeting is None:
        return None
    is_today = clock.london(meeting.starts_at).date() == clock.today()
    coming = [each for each in queries.to_come(actor) if each.state == MeetingState.PLANNED]
    unanswered = {each.id for each in coming} - own(actor, coming).keys()
    return Panel(
        "calendar/home.html",
        {
            "meeting": meeting,
            "is_today": is_today,
            "is_out": meeting.published_at is not None and lobby.sees_agenda(actor, meeting),
            "days": _in_days(meeting),
            "count": queries.counts(actor, [meeting.id]).get(meeting.id, 0),
            "answer": meeting.id in unanswered,
            "instead_of": _instead_of(actor, meeting),
            "more": len(unanswered - {meeting.id}),
            "publish": _publish(actor, meeting) if actor.may(Permission.MEETING_PLAN) else "",
        },
    )


@home_panel(order=31)
def cancelled(actor: Actor) -> Panel | None:
    """Show the meetings that somebody may have kept a day for, and that do not take place."""
    if not actor.may(Permission.MEETING_READ):
        return None
    gone = cancelled_to_come(actor)
    return Panel("calendar/home_cancelled.html", {"gone": gone}) if gone else None


def _instead_of(actor: Actor, meeting: Meeting) -> str:
    """Who has said that this person comes in their place; nobody, if the meeting is open."""
    if meeting.state != MeetingState.PLANNED:
        return ""
    sent = [
        each.person_id for each in replies(meeting.id).values() if each.deputy_id == actor.person_id
    ]
    return ", ".join(sorted(person_names(sent).values()))


def _in_days(meeting: Meeting) -> str:
    days = (clock.london(meeting.starts_at).date() - clock.today()).days
    return "Not opened yet" if days < 1 else "Tomorrow" if days == 1 else f"In {days} days"


def _publish(actor: Actor, meeting: Meeting) -> str:
    """When the agenda is to be published, in words for an officer; nothing once it is."""
    if publishing.is_published(meeting) or meeting.state != MeetingState.PLANNED:
        return ""
    by = publish_by(actor, meeting)
    if by < clock.today():
        return "Its agenda is not published yet. It can still be done."
    when = "today" if by == clock.today() else f"by {by:%A} {by.day} {by:%B}"
    return f"Publish its agenda {when}."
