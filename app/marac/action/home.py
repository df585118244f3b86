"""One's own actions on the home page, the longest overdue on top."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.action import service
from app.refusals import Refused
from app.web.home import Panel, home_panel

MOST = 8


@home_panel(order=40)
def my_actions(actor: Actor) -> Panel | None:
    """Show what is still to be done; whoever has not signed yet is told so elsewhere."""
    if not actor.may(Permission.ACTION_READ) or actor.keyring is None:
        return None
    try:
        actions = [one for one in service.my_actions(actor) if not one.is_finished]
    except Refused:
        return None
    if not actions:
        return None
    return Panel("action/home.html", {"actions": actions[:MOST], "count": len(actions)})
