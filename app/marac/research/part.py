"""What the page of a meeting says of research: to an agency its own, to officers what was sent."""

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.meeting.ports import Part, meeting_part
from app.marac.research import asking, queries
from app.marac.research.rules import FINISHED
from app.refusals import Refused


@meeting_part(30)
def research_part(actor: Actor, meeting: Meeting) -> Part | None:
    """Show how many cases one's agency has to look up, and to officers whether all were asked."""
    if not actor.may(Permission.RESEARCH_READ) or actor.keyring is None:
        return None
    if meeting.state == MeetingState.CLOSED:
        return None
    own = [e.request for e in queries.to_look_up(actor) if e.request.meeting_id == meeting.id]
    left = sum(row.state not in FINISHED for row in own)
    missing, sent = _for_officers(actor, meeting)
    if not own and not missing and not sent:
        return None
    return Part(
        "research/part.html",
        {
            "meeting_id": meeting.id,
            "asked": len(own),
            "left": left,
            "missing": missing,
            "sent": sent,
        },
    )


def _for_officers(actor: Actor, meeting: Meeting) -> tuple[int, int]:
    if not actor.may(Permission.MEETING_PLAN):
        return 0, 0
    try:
        require_officer(actor, Chain.of(actor))
        return asking.not_asked(actor, meeting), len(queries.sent_to(actor, meeting.id))
    except Refused:
        return 0, 0
