"""Shares an agency's research as it is said: one line or all of them, each by one press.

The words go into what the agency shares on the board. What is not shared stays where it is, and
nobody outside the agency can read it.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle.ring import Ring
from app.db import transaction
from app.marac.board.content import read_shared
from app.marac.meeting import hearing, queries
from app.marac.meeting.rules import LONGEST_TEXT
from app.marac.research.content import LineWords
from app.marac.research.queries import own_lines
from app.marac.research.service import ShareableLine, mark_shared, to_share
from app.refusals import NotVisible, RuleBroken

FULL = "What your agency shares has no room for this. Shorten it, then share more."
KINDS = {"fact": "Fact", "opinion": "Opinion"}


def lines_to_share(actor: Actor, meeting_id: UUID, item_id: UUID) -> list[ShareableLine]:
    """Open what the actor's own agency means to share and has not; the opening is in the trail.

    Nothing for whoever has no research of their own agency to open here.
    """
    if queries.item(actor, item_id).meeting_id != meeting_id:
        raise NotVisible()
    if not actor.may(Permission.RESEARCH_WRITE):
        return []
    try:
        lines = to_share(actor, Ring(actor), item_id)
    except NotVisible:
        return []
    return _unshared(actor, lines)


def share_lines(
    actor: Actor, meeting_id: UUID, item_id: UUID, chosen: Collection[UUID] | None
) -> int:
    """Share these lines of the actor's own agency, or all with ``None``; return how many.

    A line is shared once: pressed again, it is no longer among those that wait.
    """
    actor.require(Permission.CONTRIBUTION_WRITE)
    waiting = lines_to_share(actor, meeting_id, item_id)
    with transaction():
        still = _unshared(actor, waiting)
        lines = [line for line in still if chosen is None or line.id in chosen]
        if not lines:
            return 0
        shared = read_shared(Ring(actor), item_id)
        before = next((one for one in shared if one.agency_id == actor.agency_id), None)
        words = "\n".join([*([before.text] if before else []), *map(as_said, lines)])
        if len(words) > LONGEST_TEXT:
            raise RuleBroken("shared", FULL)
        hearing.share(actor, item_id, words, before.revision if before else None)
        mark_shared(actor, [line.id for line in lines])
    return len(lines)


def as_said(line: ShareableLine | LineWords) -> str:
    """A line as the meeting reads it: fact or opinion first, then where it comes from and when."""
    told = ", ".join(_known((line.source, line.date)))
    return f"{KINDS.get(line.kind, 'Said')}: {line.text}{f' ({told})' if told else ''}"


def _unshared(actor: Actor, lines: Collection[ShareableLine]) -> list[ShareableLine]:
    rows = own_lines(actor, [line.id for line in lines])
    waiting = {row.id for row in rows if row.shared_at is None}
    return [line for line in lines if line.id in waiting]


def _known(words: Iterable[str]) -> list[str]:
    return [each for each in words if each]
