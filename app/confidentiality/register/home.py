"""What officers find at home: how often the firewall refused something, and who asked."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.register import queries
from app.web.home import Panel, home_panel


@home_panel(order=30)
def refused_and_asked(actor: Actor) -> Panel | None:
    """Counts only, since this officer last looked; nothing of anybody."""
    if not actor.may(Permission.REGISTER_READ):
        return None
    attempts, callers = queries.how_many_new(actor), queries.how_many_new_enquiries(actor)
    if not attempts and not callers:
        return None
    return Panel("register/home.html", {"attempts": attempts, "callers": callers})


@home_panel(order=31)
def to_ring_back(actor: Actor) -> Panel | None:
    """Whom one said one would ring back, and has not closed."""
    if not actor.may(Permission.ENQUIRY_RECORD):
        return None
    count = queries.how_many_open(actor)
    return Panel("register/to_ring_back.html", {"count": count}) if count else None
