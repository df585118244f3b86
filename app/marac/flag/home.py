"""Flags on the home page: for officers what to tell, for others what to do."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.flag import service
from app.refusals import Refused
from app.web.home import Panel, home_panel


@home_panel(order=34)
def to_tell(actor: Actor) -> Panel | None:
    """Tell an officer that agencies wait to be told; no case is opened for it."""
    if not actor.may(Permission.FLAG_SET) or actor.keyring is None:
        return None
    count = len(service.to_tell(actor))
    return Panel("flag/to_tell.html", {"count": count}) if count else None


@home_panel(order=44)
def own_flags(actor: Actor) -> Panel | None:
    """Tell a keeper of records how many flags wait for an answer."""
    if not actor.may(Permission.FLAG_CONFIRM) or actor.keyring is None:
        return None
    try:
        count = service.count_own(actor)
    except Refused:
        return None
    return Panel("flag/own.html", {"count": count}) if count else None
