"""What was told to somebody outside by word of mouth: what is written down of it, and the rules.

Nothing is said aloud without a record of it, and only after ringing back on the register's number,
unless a life was at risk at that moment (security design, AC-27; the ICO's data sharing code of
practice on urgent sharing). A chair of another agency looks at it afterwards.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from app.confidentiality.disclosure.rules import LONGEST_TEXT, Ground, may_receive, require_words
from app.confidentiality.recipient.rules import RecipientKind
from app.refusals import RuleBroken
from app.vault import digests

OLDEST = timedelta(days=31)
"""How late it can still be written down. What is older goes to an officer first."""


class Rung(StrEnum):
    """Whether whoever was told had been rung on the register's number first."""

    YES = "yes"
    LIFE_AT_RISK = "life_at_risk"


RUNG_LABELS: dict[Rung, str] = {
    Rung.YES: "Yes, on that number, before anything was said",
    Rung.LIFE_AT_RISK: "No: a life was at risk at that moment",
}


class Verdict(StrEnum):
    """What the chair who looked at it says."""

    READ = "read"
    WRONG = "wrong"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.READ: "I have read it",
    Verdict.WRONG: "It should not have happened",
}
VERDICT_TAGS: dict[Verdict, tuple[str, str]] = {
    Verdict.READ: ("Looked at by a chair", "green"),
    Verdict.WRONG: ("Should not have happened", "red"),
}
NOT_LOOKED_AT = ("A chair has not looked at it yet", "yellow")
NO_NUMBER = (
    "The register has no number for them, so nobody can have rung back. If a life was at risk, "
    "select that. If not, tell an officer now."
)
NOT_THERE = (
    "Select somebody from the register. If you told somebody who is not on it, tell an officer now "
    "and write it down under ‘Somebody has asked’."
)
KEPT_FROM = "This was not to go there. Tell an officer now what was said and to whom."
STATUS = (
    "These words say, or may say, something of immigration status, which is told to nobody "
    "outside. Leave it out here. If it was said, tell an officer now."
)
NOT_YOURS = (
    "You said this, or your agency did. A chair or deputy chair of another agency looks at it."
)
LOOKED_AT = "{name} has looked at this meanwhile. Nothing of yours was signed."
FUTURE = "This has not happened yet. Write it down once it was said."
RANG_FIRST = "Nothing is said before ringing back. Enter a time before it was said."
TOO_OLD = "This was more than a month ago. Tell an officer, who can say how it is written down."


@dataclass(frozen=True)
class Told:
    """What somebody wrote down of what they said. ``salt``: nobody can test guesses of it.

    ``to``: the recipient and the person by the register's ids and, as it was then, in words.
    ``agreed_by``: the chair who had agreed before; None if nobody had.
    """

    recipient_id: str
    recipient_person_id: str
    to: str
    person: str
    rung: Rung
    number: str
    rung_at: str
    items: tuple[str, ...]
    titles: tuple[str, ...]
    words: str
    why: str
    agreed_by: str = ""
    salt: str = field(default_factory=digests.random_token)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self) | {"items": list(self.items), "titles": list(self.titles)}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        known = {each.name: given[each.name] for each in fields(cls)}
        return cls(
            **known
            | {
                "rung": Rung(given["rung"]),
                "items": tuple(given["items"]),
                "titles": tuple(given["titles"]),
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hex."""
        return _digest(self.to_dict())


@dataclass(frozen=True)
class Looked:
    """What the chair who looked at it says, and in which words."""

    verdict: Verdict
    words: str = ""
    salt: str = field(default_factory=digests.random_token)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        return cls(Verdict(given["verdict"]), given["words"], given["salt"])

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hex."""
        return _digest(self.to_dict())


@dataclass(frozen=True)
class Said:
    """What the form says of it; moments with their zone. ``person_id``: of the register."""

    person_id: UUID
    rung: Rung
    rung_at: datetime | None
    told_at: datetime
    items: tuple[str, ...]
    words: str
    why: str
    agreed_by: UUID | None


def may_be_told(kind: RecipientKind) -> bool:
    """Say whether somebody of this kind can be told anything by word of mouth at all.

    Nobody who demands something, nor their lawyers: those have the written road.
    """
    return any(may_receive(ground, kind) for ground in (Ground.PROTECT, Ground.TRANSFER))


def check_said(said: Said, number: str, now: datetime) -> None:
    """Raise ``RuleBroken`` for what is missing, or cannot have been.

    ``number``: the one that the register has for whoever was told, or nothing.
    """
    require_words("words", said.words, "what was said, in a few words")
    require_words("why", said.why, "why it could not wait")
    if said.told_at > now:
        raise RuleBroken("told_on", FUTURE)
    if said.told_at < now - OLDEST:
        raise RuleBroken("told_on", TOO_OLD)
    if said.rung is Rung.LIFE_AT_RISK:
        return
    if not number:
        raise RuleBroken("rung", NO_NUMBER)
    if said.rung_at is None:
        raise RuleBroken("rung_time", "Enter the time at which you rang them.")
    if said.rung_at > said.told_at:
        raise RuleBroken("rung_time", RANG_FIRST)


def check_looked(looked: Looked) -> None:
    """Raise ``RuleBroken`` unless a chair says why something should not have happened."""
    if looked.verdict is Verdict.WRONG:
        require_words("words", looked.words, "why, and what follows from it")
    elif len(looked.words) > LONGEST_TEXT:
        require_words("words", looked.words, "")


def _digest(plain: Mapping[str, Any]) -> str:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digests.sha256_hex(text.encode())
