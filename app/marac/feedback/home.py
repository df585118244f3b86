"""Who has not been told of their meeting yet, on the home page of whoever is to tell them."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.feedback import rules, service
from app.refusals import Refused
from app.web.home import Panel, home_panel


@home_panel(order=36)
def to_tell(actor: Actor) -> Panel | None:
    """List them by days since; whoever has not signed yet is told so elsewhere."""
    if not actor.may(Permission.FEEDBACK_WRITE) or actor.keyring is None:
        return None
    try:
        found = service.to_tell(actor)
    except Refused:
        return None
    if not found:
        return None
    return Panel("feedback/home.html", {"people": found, "long_days": rules.LONG_DAYS})
