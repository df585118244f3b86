"""What a conflict of interest is: how it came to be known, and what officers may decide of it.

Domain 2.4: the declaration is per case and per person, it beats every role, and nobody else learns
why. A name that was found decides nothing but who waits: an officer who remains looks (AC-02).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from app.refusals import RuleBroken

LONGEST_WORDS = 1000


class Kind(StrEnum):
    """How a conflict came to be known. A surname or a name like it keeps nobody out."""

    DECLARED = "declared"
    FOR_THEM = "for_them"
    SAME_NAME = "same_name"
    LIKE_NAME = "like_name"
    SAME_SURNAME = "same_surname"


SHUTS_OUT = frozenset({Kind.DECLARED, Kind.FOR_THEM, Kind.SAME_NAME})
PROMPTS = frozenset({Kind.LIKE_NAME, Kind.SAME_SURNAME})
TO_LOOK_AT = PROMPTS | {Kind.SAME_NAME}
"""What an officer is asked to look at; what was declared needs nobody's yes."""


class Relation(StrEnum):
    """How somebody knows a person in the case."""

    FAMILY = "family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    CLIENT = "client"
    OTHER = "other"
    UNSAID = "unsaid"


RELATION_LABELS: dict[Relation, str] = {
    Relation.FAMILY: "Family, by blood, marriage or a relationship",
    Relation.FRIEND: "A friend, or somebody I know socially",
    Relation.NEIGHBOUR: "A neighbour",
    Relation.COLLEAGUE: "A colleague, or somebody from my agency",
    Relation.CLIENT: "A client or patient of mine outside this work",
    Relation.OTHER: "In another way",
    Relation.UNSAID: "I would rather not say",
}

SAID: dict[Relation, str] = {
    Relation.FAMILY: "Family",
    Relation.FRIEND: "A friend, or somebody they know socially",
    Relation.NEIGHBOUR: "A neighbour",
    Relation.COLLEAGUE: "A colleague",
    Relation.CLIENT: "A client or patient outside this work",
    Relation.OTHER: "In another way",
    Relation.UNSAID: "They would rather not say",
}
"""The same as the officers read it of somebody else."""


class Decision(StrEnum):
    """What an officer decides: somebody stays out, is let in again, or a prompt needs nothing."""

    KEEP_OUT = "keep_out"
    LET_IN = "let_in"


@dataclass(frozen=True)
class Content:
    """What is sealed of one conflict: who, how it came to be known, and what was said."""

    person_id: UUID
    kind: Kind
    how: str = ""
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "person": str(self.person_id),
            "kind": self.kind.value,
            "how": self.how,
            "words": self.words,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        return cls(UUID(given["person"]), Kind(given["kind"]), given["how"], given["words"])


def relation_of(reason: str) -> Relation:
    """Read how somebody knows a person in the case; ``RuleBroken`` for nothing that is offered."""
    try:
        return Relation(reason)
    except ValueError:
        raise RuleBroken("how", "Select how you know them.") from None


def check_words(words: str) -> None:
    """What is said beside the choice may be empty, and must fit."""
    if len(words) > LONGEST_WORDS:
        raise RuleBroken("words", f"Shorten this to {LONGEST_WORDS} characters or fewer.")


def check_reason(reason: str) -> None:
    """A decision says what it rests on, so that another officer can follow it."""
    if not reason.strip():
        raise RuleBroken("reason", "Enter what you looked at, so that a colleague can follow it.")
    if len(reason) > LONGEST_WORDS:
        raise RuleBroken("reason", f"Shorten this to {LONGEST_WORDS} characters or fewer.")


def may_decide(kind: Kind, decision: Decision, decided: Decision | None, *, is_out: bool) -> bool:
    """Say whether an officer may decide this now.

    Whoever is out can be let in; who is in can be kept out; what was found and is not decided about
    can be confirmed as it stands.
    """
    if decision is Decision.LET_IN:
        return is_out or (kind in PROMPTS and decided is None)
    return not is_out or (kind is Kind.SAME_NAME and decided is None)
