"""Paper packs on the officers' home page and on a meeting's: what waits, and what is not back."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.meeting.ports import Part, meeting_part
from app.marac.meeting.rules import TO_COME
from app.marac.pack import queries, rules
from app.marac.pack.rules import Stage
from app.web.home import Panel, home_panel

SHOWN = (Stage.ASKED, Stage.AGREED, Stage.OUT, Stage.LATE)


@home_panel(order=12)
def packs(actor: Actor) -> Panel | None:
    """Show officers the packs that wait for somebody, or of which copies are not back."""
    if not actor.may(Permission.PACK_READ):
        return None
    found = []
    for row in queries.packs(actor.area_id):
        stands = queries.stage(row)
        if stands not in SHOWN:
            continue
        back = rules.back_by(row.agreed_at, row.meeting_at) if row.agreed_at else None
        found.append((row, stands, len(queries.not_back(row.id)), back))
    if not found:
        return None
    return Panel("pack/home.html", {"packs": found, "me": actor.person_id, "now": clock.now()})


@meeting_part(order=80)
def of_meeting(actor: Actor, meeting: Meeting) -> Part | None:
    """Lead officers to a paper pack for a meeting that is not over, or to those there were."""
    if not actor.may(Permission.PACK_READ):
        return None
    found = [(row, queries.stage(row)) for row in queries.of_meeting(actor, meeting.id)]
    may_ask = (
        meeting.state in TO_COME
        and actor.may(Permission.PACK_ASK)
        and rules.is_soon(meeting.starts_at, clock.now())
        and bool(meetings.agenda(actor, meeting.id))
    )
    if not found and not may_ask:
        return None
    given = {"packs": found, "labels": rules.STAGE_LABELS, "may_ask": may_ask}
    return Part("pack/on_meeting.html", given)
