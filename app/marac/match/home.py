"""Decisions about the same person that wait for a second officer, on the home page."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.match.deciding import how_many_wait
from app.web.home import Panel, home_panel


@home_panel(order=52)
def to_confirm(actor: Actor) -> Panel | None:
    """Lead to them; nothing when nothing waits for this officer."""
    if not actor.may(Permission.MATCH_DECIDE):
        return None
    count = how_many_wait(actor)
    return Panel("match/home.html", {"count": count}) if count else None
