"""What a referral says: who, what happened, and why the worker brings it (domain.md §2.4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self

from app.marac.party.rules import Details
from app.marac.risk.rules import CRITERION_LABELS, Criterion
from app.refusals import RuleBroken

LONGEST_TEXT = 8000
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""What a reference is made of: nothing that reads as a word, no two that look alike."""


class ReferralState(StrEnum):
    """Where a referral stands. There is no state for a rejection by score."""

    SUBMITTED = "submitted"
    LISTED = "listed"


class Agreement(StrEnum):
    """Whether the victim knows of the referral, and whether they agree to it."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Summary:
    """What happened, what the victim wants and what is in place. Fact stands apart from opinion."""

    what_happened: str
    own_words: str = ""
    wishes: str = ""
    in_place: str = ""
    worker_view: str = ""
    aware: Agreement = Agreement.NOT_KNOWN
    agrees: Agreement = Agreement.NOT_KNOWN
    why_shared: str = ""
    heard_elsewhere: str = ""
    referred_on: date | None = None
    last_referred_on: date | None = None
    last_heard_on: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        plain = asdict(self)
        return plain | {name: plain[name] and plain[name].isoformat() for name in DATES}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or in another version."""
        known = _known(cls, given)
        for name in DATES & known.keys():
            if isinstance(known[name], str):
                known[name] = date.fromisoformat(known[name])
        for name in {"aware", "agrees"} & known.keys():
            known[name] = Agreement(known[name])
        return cls(**known)


DATES = frozenset({"referred_on", "last_referred_on", "last_heard_on"})

SUMMARY_LABELS: dict[str, str] = {
    "what_happened": "What happened",
    "own_words": "In the victim’s own words",
    "wishes": "What the victim wants",
    "in_place": "What is already in place",
    "worker_view": "The worker’s view",
    "aware": "Knows about the referral",
    "agrees": "Agrees to the referral",
    "why_shared": "Why information is shared without agreement",
    "heard_elsewhere": "Heard by another MARAC",
    "referred_on": "Referred on",
    "last_referred_on": "Last referred on",
    "last_heard_on": "Last heard on",
}


def check_summary(summary: Summary) -> None:
    """Raise ``RuleBroken`` for what is missing or too long to be read at a meeting."""
    if not summary.what_happened.strip():
        raise RuleBroken("what_happened", "Say what happened.")
    for name, label in SUMMARY_LABELS.items():
        value = getattr(summary, name)
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise RuleBroken(name, f"{label} must be {LONGEST_TEXT} characters or fewer.")
    if summary.agrees is Agreement.NO and not summary.why_shared.strip():
        raise RuleBroken(
            "why_shared", "Say why sharing without agreement is necessary and proportionate."
        )


@dataclass(frozen=True)
class Referred:
    """All of one referral: the people in it, the criteria ticked, and the summary."""

    victim: Details
    summary: Summary
    perpetrators: tuple[Details, ...] = ()
    children: tuple[Details, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "victim": self.victim.to_dict(),
            "summary": self.summary.to_dict(),
            "perpetrators": [each.to_dict() for each in self.perpetrators],
            "children": [each.to_dict() for each in self.children],
            "criteria": list(self.criteria),
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, or what a data file says in the same words."""
        return cls(
            victim=Details.from_dict(given["victim"]),
            summary=Summary.from_dict(given["summary"]),
            perpetrators=tuple(map(Details.from_dict, given.get("perpetrators", ()))),
            children=tuple(map(Details.from_dict, given.get("children", ()))),
            criteria=tuple(map(Criterion, given.get("criteria", ()))),
        )

    def criteria_in_words(self) -> list[str]:
        """The criteria that the worker ticked. None is needed for a referral to be read."""
        return [CRITERION_LABELS[criterion] for criterion in self.criteria]


def days_waiting(submitted_on: date, today: date) -> str:
    """How long ago a referral came in, in words."""
    days = (today - submitted_on).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _known(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: given[field.name] for field in fields(kind) if field.name in given}
