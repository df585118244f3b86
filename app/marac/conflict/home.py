"""What the home page tells officers: that somebody may know a person in a case, and no name."""

from collections import Counter

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.conflict import opened, queries
from app.marac.meeting import queries as meetings
from app.web.home import Panel, home_panel


@home_panel(order=32)
def conflicts_to_look_at(actor: Actor) -> Panel | None:
    """Say how many wait, and where; nothing of what is in it."""
    if not actor.may(Permission.CASE_EXCLUDE):
        return None
    waiting = Counter(queries.heard_at(actor, each.case_id) for each in opened.waiting(actor))
    rows = [(meetings.meeting(actor, id), count) for id, count in waiting.items() if id]
    return Panel("conflict/home.html", {"meetings": rows}) if rows else None
