"""What meetings have heard, shared and agreed about a case, on the page of the case."""

from dataclasses import dataclass
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.marac.board.content import (
    Agreed,
    Noted,
    Risk,
    Shared,
    read_actions,
    read_notes,
    read_risks,
    read_shared,
)
from app.marac.case.ports import Part, case_part
from app.marac.meeting import queries
from app.marac.meeting.model import AgendaItem, Meeting, NoteKind
from app.marac.meeting.rules import ITEM_LABELS, OUTCOME_LABELS, ItemState, Outcome

NOTE_LABELS = {
    NoteKind.PRESENTED: "Presented",
    NoteKind.DIFFERENT: "Different that time",
    NoteKind.CONCLUSION: "Why it ended so",
}


@dataclass(frozen=True)
class Hearing:
    """One hearing of the case. ``is_open`` is false for who did not sign in to that meeting."""

    meeting: Meeting
    item: AgendaItem
    is_open: bool
    notes: dict[NoteKind, Noted]
    shared: list[Shared]
    risks: list[Risk]
    actions: list[Agreed]

    @property
    def outcome(self) -> str:
        """How it ended."""
        if self.item.outcome is not None:
            return OUTCOME_LABELS[Outcome(self.item.outcome)]
        return ITEM_LABELS[ItemState(self.item.state)]

    @property
    def said(self) -> list[tuple[str, str]]:
        """The notes of the hearing, each with what it is."""
        return [
            (NOTE_LABELS[kind], self.notes[kind].text) for kind in NOTE_LABELS if kind in self.notes
        ]


@case_part(order=30)
def at_meetings(ring: Ring, case_id: UUID) -> Part | None:
    """Read the hearings of a case, the latest first. The page has written its trail already."""
    actor = ring.actor
    rows = queries.hearings(actor, case_id)
    if not rows:
        return None
    hearings = [_read(actor, ring, meeting, item) for meeting, item in rows]
    return Part(
        template="board/history.html",
        heading="At meetings",
        anchor="meetings",
        context={"hearings": hearings},
    )


def _read(actor: Actor, ring: Ring, meeting: Meeting, item: AgendaItem) -> Hearing:
    """Whoever holds the case's key but was not there reads that it was heard, and no more."""
    if not (actor.is_officer or queries.has_signed(meeting.id, actor.person_id)):
        return Hearing(meeting, item, False, {}, [], [], [])
    return Hearing(
        meeting=meeting,
        item=item,
        is_open=True,
        notes=read_notes(ring, item.id),
        shared=read_shared(ring, item.id),
        risks=read_risks(actor, ring, item.id),
        actions=read_actions(actor, ring, item.id),
    )
