"""What the home page says of letters: to a chair, that some wait; to a writer, what comes next."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.letter import queries
from app.web.home import Panel, home_panel


@home_panel(order=28)
def to_sign(actor: Actor) -> Panel | None:
    """Tell a chair how many letters wait, and nothing else of them."""
    if not actor.may(Permission.DISCLOSURE_DECIDE):
        return None
    count = queries.waiting(actor)
    return Panel("letter/to_sign.html", {"count": count}) if count else None


@home_panel(order=47)
def to_go_on_with(actor: Actor) -> Panel | None:
    """Tell a writer how many letters wait for something that they do."""
    if not actor.may(Permission.LETTER_WRITE):
        return None
    count = queries.in_hand(actor)
    return Panel("letter/in_hand.html", {"count": count}) if count else None
