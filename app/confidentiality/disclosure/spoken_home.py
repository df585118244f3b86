"""On officers' home pages: what was told by word of mouth and no chair has looked at yet."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.disclosure import saying
from app.web.home import Panel, home_panel


@home_panel(order=16)
def to_look_at(actor: Actor) -> Panel | None:
    """Lead officers to each. Days only; nothing is opened for it."""
    if actor.keyring is None or not actor.may(Permission.DISCLOSURE_READ):
        return None
    rows = saying.waiting(actor)
    if not rows:
        return None
    mine = actor.may(Permission.DISCLOSURE_DECIDE) and any(
        row.agency_id != actor.agency_id and row.told_by != actor.person_id for row in rows
    )
    return Panel("spoken/panel.html", {"rows": rows, "mine": mine})
