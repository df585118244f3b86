"""The meeting on the home page: the one that is open, or the next."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.meeting import heard, queries
from app.web.home import Panel, home_panel

__all__ = ["heard", "next_meeting"]


@home_panel(order=30)
def next_meeting(actor: Actor) -> Panel | None:
    """Show when and where, and the way in."""
    if not actor.may(Permission.MEETING_READ):
        return None
    meeting = queries.next_meeting(actor)
    if meeting is None:
        return None
    is_today = clock.london(meeting.starts_at).date() == clock.today()
    return Panel("meeting/home.html", {"meeting": meeting, "is_today": is_today})
