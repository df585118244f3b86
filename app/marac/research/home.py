"""Before a meeting: how many cases one's agency has still to look up. Names nobody."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.research import service
from app.marac.research.rules import before
from app.web.home import Panel, home_panel


@home_panel(order=35)
def research_panel(actor: Actor) -> Panel | None:
    """Count what is left, meeting by meeting; the next meeting comes first."""
    if not actor.may(Permission.RESEARCH_READ) or actor.keyring is None:
        return None
    left: dict[str, int] = {}
    for each in service.unfinished(actor):
        words = before(clock.london(each.meeting.starts_at).date(), clock.today())
        left[words] = left.get(words, 0) + 1
    return Panel("research/home.html", {"left": left}) if left else None
