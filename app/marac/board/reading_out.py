"""What an agency that could not come sent is read out, and written down as shared by it.

The officers alone open what was sent. Once it is read out and written down, it is what that agency
shared, and whoever is in the meeting reads it on the board.
"""

from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.board.content import read_shared
from app.marac.board.sharing import as_said
from app.marac.meeting import hearing, queries
from app.marac.meeting.rules import LONGEST_TEXT
from app.marac.research import reading_out
from app.marac.research.reading_out import Sent
from app.refusals import NotVisible, Refused, RuleBroken

BEFORE_IT = "Sent to be read out:"
NOTHING_KNOWN = "Sent word that it knows nothing."
FULL = "What {agency} sent is too long for its box. Read it out, and write down what matters."


def to_read_out(actor: Actor, meeting_id: UUID, item_id: UUID) -> list[Sent]:
    """Open, for an officer, what agencies sent about a case and nobody has written down yet; the
    opening is in the trail. Nothing for anybody else."""
    if queries.item(actor, item_id).meeting_id != meeting_id:
        raise NotVisible()
    if not actor.may(Permission.MEETING_PLAN):
        return []
    try:
        found = reading_out.sent_for(actor, Ring(actor), item_id)
    except Refused:  # a role without an office
        return []
    return [sent for sent in found if not sent.is_read_out]


def read_out(actor: Actor, meeting_id: UUID, item_id: UUID, agency_id: UUID) -> bool:
    """Write down what an agency sent as shared by it, after what it shared before; say whether
    anything waited: pressed twice, it is written once."""
    actor.require(Permission.CONTRIBUTION_WRITE)
    with transaction():
        waiting = to_read_out(actor, meeting_id, item_id)
        sent = next((each for each in waiting if each.agency_id == agency_id), None)
        if sent is None:
            return False
        shared = read_shared(Ring(actor), item_id)
        before = next((one for one in shared if one.agency_id == agency_id), None)
        words = "\n".join([*([before.text] if before else []), *_said(sent)])
        if len(words) > LONGEST_TEXT:
            raise RuleBroken("shared", FULL.format(agency=sent.agency))
        hearing.share(actor, item_id, words, before.revision if before else None, agency_id)
        reading_out.note_read_out(actor, item_id, agency_id)
    return True


def _said(sent: Sent) -> list[str]:
    return [BEFORE_IT, *map(as_said, sent.lines)] if sent.lines else [NOTHING_KNOWN]
