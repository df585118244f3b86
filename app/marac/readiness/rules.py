"""What is missing before a meeting, and what a coordinator does next about it; plain values only.

A chair and a coordinator ask the same before each meeting (SafeLives, effective chairing; domain
2.2 and 2.4): who comes, who has looked the cases up, who may see them at all, and what each case
still needs.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Lacks(StrEnum):
    """Why the cases would not open for somebody who came."""

    KEYS = "keys"
    CONFIRMATION = "confirmation"
    SIGNATURE = "signature"
    AGENCY_SIGNATURE = "agency_signature"
    WORD = "word"


LACKS_LABELS: dict[Lacks, str] = {
    Lacks.KEYS: "has not joined yet",
    Lacks.CONFIRMATION: "keys to confirm",
    Lacks.SIGNATURE: "has not signed the agreement in force",
    Lacks.AGENCY_SIGNATURE: "their agency has not signed the protocols in force",
    Lacks.WORD: "has to be attested again",
}


class Comes(StrEnum):
    """What an agency answered to the invitation."""

    YES = "yes"
    SORRY = "sorry"
    SORRY_INFORMED = "sorry_informed"
    SILENT = "silent"


CORE: tuple[tuple[str, frozenset[str]], ...] = (
    ("police", frozenset({"police"})),
    ("children’s social care", frozenset({"childrens_social_care"})),
    (
        "health",
        frozenset({"primary_care", "acute_trust", "mental_health", "midwifery_health_visiting"}),
    ),
    ("housing", frozenset({"housing"})),
)
"""Whose research a case is hardly heard without (domain 2.3, quorum)."""


ALIKE = 3
"""From so many cases on, what they lack alike is said once."""


class Step(StrEnum):
    """What a coordinator does next about an agency, the first that is missing; in the order in
    which agencies are listed."""

    NOBODY = "nobody"
    CONFIRM = "confirm"
    SIGN = "sign"
    RING = "ring"
    REMIND = "remind"
    NOTHING = "nothing"


STEP_LABELS: dict[Step, str] = {
    Step.NOBODY: "Invite somebody of this agency to join",
    Step.CONFIRM: "Confirm their keys",
    Step.SIGN: "Ask them to sign",
    Step.RING: "Remind or ring them: no answer",
    Step.REMIND: "Remind them: cases to look up",
    Step.NOTHING: "Nothing",
}


@dataclass(frozen=True)
class Missing:
    """What one case still needs before it is heard."""

    no_idva: bool = False
    referrer_asked: bool = False
    research: tuple[str, ...] = ()
    research_not_asked: bool = False

    @property
    def count(self) -> int:
        """How many things are missing."""
        return sum(
            (self.no_idva, self.referrer_asked, self.research_not_asked, bool(self.research))
        )


def research_missing(
    done: Collection[UUID], asked: Collection[UUID], sectors: Mapping[UUID, str]
) -> tuple[str, ...]:
    """Name whose research is not there of those who count most, out of the agencies asked.

    One finished agency of a field is enough; a field of which nobody was asked is not named.
    """
    has = {sectors.get(agency_id, "") for agency_id in done}
    wanted = {sectors.get(agency_id, "") for agency_id in asked}
    return tuple(name for name, fits in CORE if fits & wanted and not fits & has)


def next_step(*, people: int, lacking: Collection[Lacks], comes: Comes, to_look_up: int) -> Step:
    """Say what to do next about an agency: first that somebody can come at all."""
    if not people:
        return Step.NOBODY
    if len(lacking) == people:
        return Step.CONFIRM if Lacks.CONFIRMATION in lacking else Step.SIGN
    if comes is Comes.SILENT:
        return Step.RING
    return Step.REMIND if to_look_up else Step.NOTHING
