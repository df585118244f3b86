"""What a referral says: who, what happened, and why the worker brings it (domain.md §2.4)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from app.marac.party.rules import YOUNGEST_VICTIM, Details, PartyKind
from app.marac.risk.rules import Criterion
from app.refusals import RuleBroken

LONGEST_TEXT = 8000
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""What a reference is made of: nothing that reads as a word, no two that look alike."""


class ReferralState(StrEnum):
    """Where a referral stands. There is no state for a rejection by score."""

    SUBMITTED = "submitted"
    ASKED = "asked"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    LISTED = "listed"


STATE_LABELS: dict[ReferralState, str] = {
    ReferralState.SUBMITTED: "With the coordinator",
    ReferralState.ASKED: "Waiting for the referrer",
    ReferralState.RETURNED: "Returned to the referrer",
    ReferralState.WITHDRAWN: "Withdrawn",
    ReferralState.LISTED: "On the list",
}
REFERRER_LABELS: dict[ReferralState, str] = {
    ReferralState.SUBMITTED: "With the coordinator",
    ReferralState.ASKED: "Waits for your answer",
    ReferralState.RETURNED: "Returned to you",
    ReferralState.WITHDRAWN: "Withdrawn",
    ReferralState.LISTED: "On the list",
}
"""The same to whoever made the referral."""
OPEN_STATES = frozenset({ReferralState.SUBMITTED, ReferralState.ASKED})
"""Still to be decided; the clock runs."""
CHANGEABLE = OPEN_STATES | {ReferralState.RETURNED}
"""Its referrer may still change it and send it again."""

FOR_THE_REFERRER = frozenset({ReferralState.ASKED, ReferralState.RETURNED})
"""Nothing happens until its referrer does something."""


class NoteKind(StrEnum):
    """What officer and referrer write to each other about a referral."""

    QUESTION = "question"
    ANSWER = "answer"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


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
    compatible_purpose: str = ""
    legal_bases: tuple[str, ...] = ()
    article_6: str = ""
    article_9: str = ""
    explained_on: date | None = None
    explained_by: str = ""
    explained_in: str = ""
    urgent_why: str = ""
    has_children: Agreement = Agreement.NOT_KNOWN
    transfer_from: str = ""
    heard_elsewhere: str = ""
    watch_for: str = ""
    referred_on: date | None = None
    last_referred_on: date | None = None
    last_heard_on: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        plain = asdict(self) | {"legal_bases": list(self.legal_bases)}
        return plain | {name: plain[name] and plain[name].isoformat() for name in DATES}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or in another version."""
        known = _known(cls, given)
        for name in DATES & known.keys():
            if isinstance(known[name], str):
                known[name] = date.fromisoformat(known[name])
        for name in AGREEMENTS & known.keys():
            known[name] = Agreement(known[name])
        known["legal_bases"] = tuple(known.get("legal_bases", ()))
        return cls(**known)


DATES = frozenset({"referred_on", "last_referred_on", "last_heard_on", "explained_on"})
AGREEMENTS = frozenset({"aware", "agrees", "has_children"})

SUMMARY_LABELS: dict[str, str] = {
    "what_happened": "What happened",
    "own_words": "In the victim’s own words",
    "wishes": "What the victim wants",
    "in_place": "What is already in place",
    "worker_view": "The worker’s view",
    "aware": "Knows about the referral",
    "agrees": "Agrees to the referral",
    "why_shared": "Why information is shared without agreement",
    "compatible_purpose": "Why sharing fits the purpose the information was collected for",
    "legal_bases": "Basis in law",
    "article_6": "UK GDPR article 6",
    "article_9": "UK GDPR article 9",
    "explained_on": "Explained on",
    "explained_by": "Explained by",
    "explained_in": "Explained in which language",
    "urgent_why": "Why it cannot wait for the next meeting",
    "has_children": "Are there any children",
    "transfer_from": "Transferred from another MARAC",
    "heard_elsewhere": "Heard by another MARAC",
    "watch_for": "People who may work for an agency and must not learn of this",
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


TOO_YOUNG = (
    f"A MARAC hears victims who are {YOUNGEST_VICTIM} or over. If this child may be harmed, "
    "contact children’s services now. If an adult is harmed, refer them as the victim and add this "
    "child under ‘Children and others at risk’. If you are not sure of the date, leave it empty."
)


def check_victim(victim: Details, at: date) -> None:
    """Raise ``RuleBroken`` for somebody too young to be heard (Domestic Abuse Act 2021: 16)."""
    age = victim.age(at)
    if age is not None and age < YOUNGEST_VICTIM:
        raise RuleBroken("date_of_birth", TOO_YOUNG)


@dataclass(frozen=True)
class KeptFrom:
    """Somebody, or a whole agency, from whom a record is kept from its first moment."""

    person_id: UUID | None = None
    agency_id: UUID | None = None
    reason: str = ""


@dataclass(frozen=True)
class Referred:
    """All of one referral: the people in it, the criteria, and the summary.

    ``answered`` names the pages that its writer saved (``steps.answered_pages``), so that what was
    left open is still open when they change it.
    """

    victim: Details
    summary: Summary
    perpetrators: tuple[Details, ...] = ()
    children: tuple[Details, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    others_at_risk: tuple[Details, ...] = ()
    answered: tuple[str, ...] = ()

    @property
    def parties(self) -> tuple[tuple[PartyKind, Details], ...]:
        """Everybody in it, by kind, the victim first."""
        return (
            (PartyKind.VICTIM, self.victim),
            *((PartyKind.PERPETRATOR, each) for each in self.perpetrators),
            *((PartyKind.CHILD, each) for each in self.children),
            *((PartyKind.OTHER_AT_RISK, each) for each in self.others_at_risk),
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "victim": self.victim.to_dict(),
            "summary": self.summary.to_dict(),
            "perpetrators": [each.to_dict() for each in self.perpetrators],
            "children": [each.to_dict() for each in self.children],
            "others_at_risk": [each.to_dict() for each in self.others_at_risk],
            "criteria": list(self.criteria),
            "answered": list(self.answered),
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, or what a data file says in the same words."""
        return cls(
            victim=Details.from_dict(given["victim"]),
            summary=Summary.from_dict(given["summary"]),
            perpetrators=tuple(map(Details.from_dict, given.get("perpetrators", ()))),
            children=tuple(map(Details.from_dict, given.get("children", ()))),
            others_at_risk=tuple(map(Details.from_dict, given.get("others_at_risk", ()))),
            criteria=tuple(map(Criterion, given.get("criteria", ()))),
            answered=tuple(given.get("answered", ())),
        )


def in_area(postcode: str, districts: str) -> bool:
    """Say whether a full postcode is of one of these districts; nothing is known of an empty one.

    Whoever lives elsewhere is referred all the same, and the coordinator transfers it.
    """
    code = "".join(postcode.upper().split())
    return not code or not districts or code[:-3] in districts.split()


def days_waiting(submitted_on: date, today: date) -> str:
    """How long ago a referral came in, in words."""
    days = (today - submitted_on).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _known(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: given[field.name] for field in fields(kind) if field.name in given}
