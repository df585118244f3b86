"""What of the board has changed since somebody last looked, told without opening anything.

The mark of the whole board is the marks of its parts in a row. A browser hands back the one it
has, and gets only the parts that differ: what is new, and nothing that it shows already.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from app.marac.meeting.rules import ItemState, Outcome
from app.refusals import RuleBroken

STATES: dict[ItemState, str] = {
    ItemState.WAITING: "to be heard",
    ItemState.HEARING: "now",
    ItemState.HEARD: "heard",
    ItemState.DEFERRED: "put off",
}
ENDED: dict[Outcome, str] = {
    Outcome.IN_PART: "in part",
    Outcome.NO_FURTHER_ACTION: "no action",
    Outcome.UNHEARD: "not heard",
}
"""Those of which the state alone says too little: two of them come again."""

NO_SUCH_RISK = "Enter the number of a risk that is in the list."
NOTHING_YET = "Nothing has been written down about this case."
NEEDS_REASON = frozenset({Outcome.NO_FURTHER_ACTION, Outcome.DEFERRED, Outcome.UNHEARD})


class Part(StrEnum):
    """The live parts of the board."""

    NOW = "now"
    AGENDA = "agenda"
    NOTES = "notes"
    SHARED = "shared"
    RISKS = "risks"
    ACTIONS = "actions"
    BEFORE = "before"


def whole(marks: Mapping[Part, str]) -> str:
    """The mark of the board out of its parts' marks."""
    return ".".join(marks[part] for part in Part)


def changed(marks: Mapping[Part, str], seen: Iterable[str]) -> frozenset[Part]:
    """The parts that are not as in any mark that the browser still has."""
    for mark in seen:
        had = mark.split(".")
        if len(had) == len(Part):
            known = zip(Part, had, strict=True)
            return frozenset(part for part, value in known if marks[part] != value)
    return frozenset(Part)


def standing(state: ItemState, outcome: Outcome | None) -> str:
    """Where a case stands on the agenda, in a word or two; if it is over, how it ended."""
    ended = ENDED.get(outcome) if outcome and state != ItemState.HEARING else None
    return ended or STATES[state]


def require_why(outcome: str, reason: str) -> None:
    """Minutes say why nothing was agreed or a case was not heard; it is asked for at once."""
    if outcome in NEEDS_REASON and not reason.strip():
        raise RuleBroken("reason", "Enter why it ended so. The minutes say it.")


def warnings(
    *,
    has_presented: bool,
    has_shared: bool,
    is_repeat: bool,
    has_difference: bool,
    risks: Mapping[int, bool],
    actions: int,
    absent: Sequence[str],
    unconfirmed: Sequence[str],
) -> list[str]:
    """What is missing before a case is concluded, in the order of the board; nothing blocks. Of an
    empty board only that it is empty.

    ``risks`` says of each number whether an action answers it; ``absent`` are owners of actions who
    are not at the meeting, ``unconfirmed`` those whose keys nobody has confirmed.
    """
    if not (has_presented or has_difference or has_shared or risks or actions):
        return [NOTHING_YET]
    found = []
    if not has_presented:
        found.append("Nobody has written down how the case was presented.")
    if is_repeat and not has_difference:
        found.append("What is different this time has not been written down.")
    if not risks:
        found.append("Nobody has written down a risk.")
    found += [f"Risk {number} has no action." for number, met in risks.items() if not met]
    if not actions:
        found.append("No action has been agreed.")
    if absent:
        found.append(
            f"Not at this meeting, and will see the action on their own list: {_and(absent)}."
        )
    if unconfirmed:
        found.append(f"Cannot read the action until their keys are confirmed: {_and(unconfirmed)}.")
    return found


def _and(names: Sequence[str]) -> str:
    return ", ".join(names)
