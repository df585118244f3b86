"""What is sealed of a request and of a decision, as values and as JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from app import clock
from app.confidentiality.disclosure.rules import (
    Consent,
    Ground,
    Outcome,
    Urgency,
    outcome_of,
    require_words,
)
from app.refusals import RuleBroken
from app.vault import digests

STEPS: dict[str, str] = {
    "recipient_id": "recipient",
    "items": "items",
    "purpose": "purpose",
    "urgency": "purpose",
    "justified": "steps",
    "power": "steps",
    "least": "steps",
    "kept": "steps",
    "consent": "agreement",
    "consent_why": "agreement",
    "risk_of_sharing": "risks",
    "risk_of_not_sharing": "risks",
}
"""On which page each answer is given."""
COMMITMENTS = ("purpose", "justified", "power", "least", "kept")
"""What is undertaken, and so what the firewall judges; what is feared may name anybody."""


@dataclass(frozen=True)
class Demand:
    """A court order or another demand, and how it was made sure that it is a true one."""

    issued_by: str = ""
    number: str = ""
    dated_on: date | None = None
    scope: str = ""
    seen: bool = False
    called_back: bool = False
    called_on: str = ""
    judge_until: date | None = None

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote as JSON."""
        known = {each.name: given[each.name] for each in fields(cls) if each.name in given}
        for name in ("dated_on", "judge_until"):
            if isinstance(known.get(name), str):
                known[name] = date.fromisoformat(known[name])
        return cls(**known)


@dataclass(frozen=True)
class Transfer:
    """What the other MARAC must know of the move itself (SafeLives, MARAC to MARAC)."""

    heard_there: str = ""
    agreed_with: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody asks to share, with whom and why. ``salt``: nobody can test guesses of it."""

    ground: Ground
    recipient_id: UUID | None = None
    items: tuple[str, ...] = ()
    purpose: str = ""
    urgency: Urgency = Urgency.NO_HURRY
    justified: str = ""
    power: str = ""
    least: str = ""
    kept: str = ""
    consent: Consent | None = None
    consent_why: str = ""
    risk_of_sharing: str = ""
    risk_of_not_sharing: str = ""
    demand: Demand = Demand()
    transfer: Transfer = Transfer()
    saved: tuple[str, ...] = ()
    consent_withdrawn: str = ""
    salt: str = field(default_factory=digests.random_token)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        plain = asdict(self)
        plain["recipient_id"] = str(self.recipient_id) if self.recipient_id else None
        demand = plain["demand"]
        for name in ("dated_on", "judge_until"):
            demand[name] = demand[name] and demand[name].isoformat()
        return plain | {"items": list(self.items), "saved": list(self.saved)}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        known = {each.name: given[each.name] for each in fields(cls) if each.name in given}
        recipient, consent = known.get("recipient_id"), known.get("consent")
        return cls(
            **known
            | {
                "ground": Ground(known["ground"]),
                "recipient_id": UUID(recipient) if recipient else None,
                "items": tuple(known.get("items", ())),
                "urgency": Urgency(known.get("urgency", Urgency.NO_HURRY)),
                "consent": Consent(consent) if consent else None,
                "demand": Demand.from_dict(known.get("demand", {})),
                "transfer": Transfer(**known.get("transfer", {})),
                "saved": tuple(known.get("saved", ())),
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hex: what a chair's signature says was asked."""
        return _digest(self.to_dict() | {"saved": []})

    def with_page(self, page: str, **answers: Any) -> Self:
        """Return it with the answers of one page, which counts as saved from now on."""
        saved = self.saved if page in self.saved else (*self.saved, page)
        return replace(self, saved=saved, **answers)


@dataclass(frozen=True)
class ItemChoice:
    """What a chair decides of one item. ``left_out``: numbers of its passages, from 0.

    ``instead``: the chair's own words for what is left out. ``shown``: the people, by key, whose
    names stay, and why.
    """

    key: str
    answer: Outcome
    left_out: tuple[int, ...] = ()
    instead: str = ""
    shown: tuple[str, ...] = ()
    why_shown: str = ""
    reason: str = ""

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote as JSON."""
        return cls(
            **dict(given)
            | {
                "answer": Outcome(given["answer"]),
                "left_out": tuple(given["left_out"]),
                "shown": tuple(given["shown"]),
            }
        )


@dataclass(frozen=True)
class Chosen:
    """What a chair decides of a request, item by item, and on which conditions."""

    items: tuple[ItemChoice, ...]
    reasons: str = ""
    conditions: str = ""
    expires_on: date | None = None
    readers: tuple[UUID, ...] = ()
    hand_over_by: UUID | None = None
    salt: str = field(default_factory=digests.random_token)

    @property
    def outcome(self) -> Outcome:
        """What becomes of the whole."""
        return outcome_of([each.answer for each in self.items])

    def of(self, key: str) -> ItemChoice | None:
        """Return what was decided of one item."""
        return next((each for each in self.items if each.key == key), None)

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        plain = asdict(self)
        return plain | {
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "readers": [str(each) for each in self.readers],
            "hand_over_by": str(self.hand_over_by) if self.hand_over_by else None,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        until, hander = given["expires_on"], given["hand_over_by"]
        return cls(
            items=tuple(ItemChoice.from_dict(each) for each in given["items"]),
            reasons=given["reasons"],
            conditions=given["conditions"],
            expires_on=date.fromisoformat(until) if until else None,
            readers=tuple(UUID(each) for each in given["readers"]),
            hand_over_by=UUID(hander) if hander else None,
            salt=given["salt"],
        )

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hex."""
        return _digest(self.to_dict())


def check_asked(asked: Asked) -> None:
    """Raise ``RuleBroken`` for what is still missing of a request that is to be sent."""
    if asked.recipient_id is None:
        raise RuleBroken("recipient_id", "Select who is to receive it.")
    if not asked.items:
        raise RuleBroken("items", "Select what is to be shared.")
    for page in pages_of(asked.ground):
        check_page(asked, page)


def check_page(asked: Asked, page: str) -> None:
    """Raise ``RuleBroken`` for what is missing on one page."""
    for name, what in NEEDED.get(page, {}).items():
        require_words(name, getattr(asked, name), what)
    if page == "agreement":
        _check_consent(asked)
    if page == "demand":
        _check_demand(asked.demand)
    if page == "transfer":
        require_words("heard_there", asked.transfer.heard_there, "what the other MARAC knows")
        require_words(
            "agreed_with", asked.transfer.agreed_with, "whom you spoke to there, and when"
        )


NEEDED: dict[str, dict[str, str]] = {
    "purpose": {"purpose": "what the recipient will do with it, and for whose safety"},
    "steps": {
        "justified": "what sharing would achieve",
        "power": "the power or lawful basis",
        "least": "why this is the least that is needed",
        "kept": "how the recipient will keep it safe",
    },
    "risks": {
        "risk_of_sharing": "what could go wrong if this is shared",
        "risk_of_not_sharing": "what could happen if this is not shared",
    },
}
"""What must be said on each page, and how an empty box is asked for."""


def pages_of(ground: Ground) -> tuple[str, ...]:
    """Return the pages of a request, in order."""
    extra = {Ground.TRANSFER: ("transfer",), Ground.LEGAL_DEMAND: ("demand",)}.get(ground, ())
    return ("recipient", "items", *extra, "purpose", "steps", "agreement", "risks")


def check_limit(demand: Demand) -> None:
    """Raise ``RuleBroken`` for a judge’s time limit that was over before it was written down."""
    if demand.judge_until is not None and demand.judge_until < clock.today():
        raise RuleBroken(
            "judge_until",
            "Enter the judge’s time limit as today or a later day, or leave it empty.",
        )


def _check_consent(asked: Asked) -> None:
    if asked.consent is None:
        raise RuleBroken("consent", "Select whether the victim knows and agrees.")
    if asked.consent is not Consent.YES:
        require_words("consent_why", asked.consent_why, "why it must be shared all the same")


def _check_demand(demand: Demand) -> None:
    require_words("issued_by", demand.issued_by, "which court or body issued it")
    require_words("scope", demand.scope, "what it demands, in its own words")
    require_words("called_on", demand.called_on, "where you found the number that you rang")
    if demand.dated_on is None:
        raise RuleBroken("dated_on", "Enter the date on the order.")
    if demand.dated_on > clock.today():
        raise RuleBroken("dated_on", "The date on the order cannot be in the future.")
    if demand.judge_until is not None and demand.judge_until < clock.today():
        raise RuleBroken(
            "judge_until",
            "Enter the judge’s time limit as today or a later day, or leave it empty.",
        )
    if not demand.seen:
        raise RuleBroken("seen", "Somebody must have seen the order itself, not a message of it.")
    if not demand.called_back:
        raise RuleBroken(
            "called_back", "Ring whoever issued it back first, on their published number."
        )


def _digest(plain: Mapping[str, Any]) -> str:
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digests.sha256_hex(text.encode())
