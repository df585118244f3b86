"""What a meeting opens with, on its page: how many actions of earlier meetings each agency has."""

from collections import Counter
from datetime import timedelta

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency.queries import agency_names
from app.marac.action import queries, rules
from app.marac.meeting import lobby
from app.marac.meeting.model import Meeting
from app.marac.meeting.ports import Part, meeting_part
from app.marac.meeting.rules import Place

SOON = timedelta(days=1)


def may_hear(actor: Actor, meeting: Meeting) -> bool:
    """Say whether somebody may go through them: inside, or an officer on the eve of the meeting."""
    if not actor.may(Permission.ACTION_READ) or actor.keyring is None:
        return False
    place = lobby.here(actor, meeting.id).place
    if place is Place.INSIDE:
        return True
    soon = meeting.starts_at - clock.now() < SOON
    return place is Place.BEFORE and soon and actor.may(Permission.ACTION_AGREE)


@meeting_part(8)
def earlier_actions(actor: Actor, meeting: Meeting) -> Part | None:
    """Count what is outstanding by agency, and lead to the list; no word of a case is opened."""
    if not may_hear(actor, meeting):
        return None
    rows = queries.agreed_before(actor, meeting)
    if not rows:
        return None
    still = [row for row in rows if row.state not in rules.FINISHED]
    agencies = agency_names(row.agency_id for row in still)
    counts = Counter(agencies[row.agency_id] for row in still)
    values = {"meeting": meeting, "agencies": sorted(counts.items()), "open": len(still)}
    return Part("action/meeting_part.html", values | {"finished": len(rows) - len(still)})
