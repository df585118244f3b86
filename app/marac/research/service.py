"""Agency research: what is asked of whom, an agency's own lines, and which of them it shares."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.marac.research.rules import ResearchState


@dataclass(frozen=True)
class ShareableLine:
    """A line that the agency means to share. ``kind`` is "fact" or "opinion"; ``date`` is of what
    happened, as somebody wrote it."""

    id: UUID
    text: str
    kind: str
    source: str
    date: str


def to_share(actor: Actor, ring: Ring, item_id: UUID) -> list[ShareableLine]:
    """Open what the actor's own agency means to share of a case at its meeting."""
    return []


def mark_shared(actor: Actor, line_ids: Collection[UUID]) -> None:
    """Note that these lines of the actor's own agency were shared."""


def states(actor: Actor, meeting_id: UUID) -> dict[tuple[UUID, UUID], ResearchState]:
    """Say how far each agency is with each case; never how much was written, or what."""
    return {}
