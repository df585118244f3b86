"""What was released to somebody, on their home page; and the list that it leads to."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.gate import queries
from app.confidentiality.gate.standing import Line, standing
from app.web.home import Panel, home_panel


@home_panel(order=30)
def to_receive(actor: Actor) -> Panel | None:
    """Say that there is something to read or to hand over; nothing once it was read, or noted."""
    if not actor.may(Permission.RELEASE_READ):
        return None
    waiting = [line for line in lines(actor) if line.waits]
    if not waiting:
        return None
    handing = sum(line.is_to_hand_over for line in waiting)
    return Panel("gate/panel.html", {"reading": len(waiting) - handing, "handing": handing})


def lines(actor: Actor) -> list[Line]:
    """Return what was released to the actor, the newest first, as it stands today."""
    rows = queries.received_by(actor)
    receipts = queries.receipts_of([row.id for row in rows])
    made = []
    for row in rows:
        own = tuple(each for each in receipts[row.id] if each.person_id == actor.person_id)
        stands = standing(row, clock.today(), bool(own))
        made.append(Line(row, stands, row.hand_over_by == actor.person_id, own))
    return made
