"""What officers do once a meeting is over, in its order: minutes, flags, telling the victims.

The block on a closed meeting's page. Counts and references alone: no case is opened for it.
"""

from dataclasses import dataclass

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.marac.feedback import queries as feedback
from app.marac.feedback.queries import Heard
from app.marac.flag import service as flags
from app.marac.meeting.model import Meeting
from app.marac.minutes.home import Waiting, waiting_for


@dataclass(frozen=True)
class Afterwards:
    """What is left: ``waiting`` is None once the minutes are signed."""

    waiting: Waiting | None
    agencies: int
    untold: tuple[Heard, ...]

    @property
    def is_done(self) -> bool:
        """Say whether nothing is left to be done."""
        return self.waiting is None and not self.agencies and not self.untold


def afterwards(actor: Actor, meeting: Meeting) -> Afterwards:
    """Return what is left to be done after a closed meeting, for an officer."""
    waiting = next((one for one in waiting_for(actor) if one.meeting.id == meeting.id), None)
    told = flags.to_tell(actor) if actor.may(Permission.FLAG_SET) else []
    agencies = {each.wanted.agency_id for each in told}
    return Afterwards(waiting, len(agencies), _untold(actor, meeting))


def _untold(actor: Actor, meeting: Meeting) -> tuple[Heard, ...]:
    if not actor.may(Permission.FEEDBACK_READ):
        return ()
    ring, found = Ring(actor), feedback.untold(actor, meeting.id)
    ring.preload(one.case.secret_id for one in found)
    return tuple(one for one in found if ring.may_open(one.case.secret_id, of=one.case.id))
