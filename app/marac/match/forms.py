"""The forms of matching: what an officer says of several people at once, and taking it back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.marac.match.rules import DECISION_LABELS, LONGEST_WHY
from app.marac.match.searching import Candidate
from app.marac.party.rules import KIND_LABELS
from app.web.forms import Form, LongText, Radios, Submit

CHOICES = [(str(decision), label) for decision, label in DECISION_LABELS.items()]
WHY = "What did you look at?"
WHY_HINT = (
    "For example, which worker you asked. Whoever confirms it reads this. Another officer confirms "
    "before two records count as the same person’s."
)


@dataclass(frozen=True)
class Said:
    """What was chosen for one pair, and the reasons given for its record."""

    own: UUID
    other: UUID
    decision: str
    why: str
    why_box: str


class DecideMatches(Form):
    """Radios for every candidate and reasons for every record; made by ``form_for``."""

    def decision(self, candidate: Candidate) -> Any:
        """The radios of one candidate."""
        return self[decision_box(candidate)]

    def why(self, record_id: UUID) -> Any:
        """The reasons about one record."""
        return self[why_box(record_id)]

    def said(self, candidates: Iterable[Candidate]) -> Iterator[Said]:
        """What was chosen; candidates that were left alone are not in it."""
        for each in candidates:
            if chosen := self.decision(each).data:
                box = why_box(each.record.id)
                yield Said(each.own.id, each.other.id, chosen, self[box].data, box)


class UndoMatch(Form):
    """Why a decision is taken back."""

    why = LongText(
        "Why is it taken back?", hint="Both records stand apart again from now on.", rows=3
    )
    send = Submit("Take it back")


def form_for(candidates: Iterable[Candidate]) -> type[DecideMatches]:
    """Make the form for these candidates."""
    boxes: dict[str, Any] = {}
    for each in candidates:
        boxes[decision_box(each)] = Radios(
            f"{KIND_LABELS[each.own.kind]}: the same person?", CHOICES
        )
        hint = f"{WHY_HINT} Up to {LONGEST_WHY:,} characters."
        boxes.setdefault(why_box(each.record.id), LongText(WHY, hint=hint, rows=3))
    boxes["send"] = Submit("Save what you decided")
    return type("DecideTheseMatches", (DecideMatches,), boxes)


def decision_box(candidate: Candidate) -> str:
    """The name of the radios of one candidate: ids, nothing else."""
    return f"decision_{candidate.own.id.hex}_{candidate.other.id.hex}"


def why_box(record_id: UUID) -> str:
    """The name of the box for the reasons about one record."""
    return f"why_{record_id.hex}"
