"""Whether paper is owed by what the trail says: the rows of a pack may have been changed since.

That a copy was printed, counted or that a pack was closed are rows, which whoever owns the file can
write. The trail counts beside them, so who let paper lapse stays stopped.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.audit.events import PackAgreed, PackAsked, PackClosed, PackCounted, PackPrinted
from app.audit.queries import Entry, rows_each, subjects_by
from app.marac.pack import rules
from app.marac.pack.rules import Copy

_PARTS = (PackAsked.tag, PackAgreed.tag)
_TAGS = (*_PARTS, PackPrinted.tag, PackCounted.tag, PackClosed.tag)


def owes(person_id: UUID) -> bool:
    """Say whether somebody asked for, or agreed to, a pack that is late and not closed."""
    packs = rows_each(_TAGS, subjects_by(_PARTS, person_id))
    return any(map(_is_late, packs.values()))


def is_late(pack_id: UUID) -> bool:
    """Say whether a copy of a pack was not back in time, and no third officer has closed it."""
    return any(map(_is_late, rows_each(_TAGS, [pack_id]).values()))


def _is_late(acts: Sequence[Entry]) -> bool:
    """``acts``: all that the trail says of one pack, the oldest first."""
    agreed = [act for act in acts if act.tag == PackAgreed.tag]
    parties = {act.actor_id for act in acts if act.tag in _PARTS}
    closed = [act for act in acts if act.tag == PackClosed.tag and act.actor_id not in parties]
    if not agreed or closed:
        return False
    return rules.are_late(_at(agreed[0]), _copies(acts), clock.now(), _meeting_at(acts))


def _meeting_at(acts: Sequence[Entry]) -> datetime | None:
    """The latest moment at which its meeting can have begun: paper is asked for shortly before."""
    asked = [act for act in acts if act.tag == PackAsked.tag]
    return _at(asked[0]) + timedelta(hours=rules.HOURS_AHEAD) if asked else None


def _copies(acts: Sequence[Entry]) -> list[Copy]:
    """When each copy was first printed, and when it was first said what became of it."""
    printed: dict[str, datetime] = {}
    counted: dict[str, datetime] = {}
    for act in acts:
        if act.tag == PackPrinted.tag:
            printed.setdefault(act.detail["copy_id"], _at(act))
        if act.tag == PackCounted.tag:
            counted.setdefault(act.detail["copy_id"], _at(act))
    return [Copy(at, counted.get(copy_id)) for copy_id, at in printed.items()]


def _at(act: Entry) -> datetime:
    return datetime.fromisoformat(act.at)
