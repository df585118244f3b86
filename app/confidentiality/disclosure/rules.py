"""What must be asked before something leaves the circle, who decides, and by when.

The chair decides about every request to share outside, and never the requester or anybody of the
requester's agency (Safe to share?, 2020, Ealing MARAC). The four steps are those of the ICO's data
sharing code of practice; that a decision not to share is kept too, is the same code's.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.confidentiality.recipient.rules import RecipientKind
from app.refusals import Refused, RuleBroken

LONGEST_TEXT = 4000
SATURDAY = 5
CALM_DAYS = 10
"""Working days within which a request without hurry is decided."""


class Ground(StrEnum):
    """Why something would leave at all. It decides who may receive it."""

    PROTECT = "protect"
    TRANSFER = "transfer"
    LEGAL_DEMAND = "legal_demand"
    SUBJECT_ACCESS = "subject_access"


GROUND_LABELS: dict[Ground, str] = {
    Ground.PROTECT: "Somebody outside needs to know something, to keep somebody safe",
    Ground.TRANSFER: "The case moves to another MARAC",
    Ground.LEGAL_DEMAND: "A court order or another demand that the law makes",
    Ground.SUBJECT_ACCESS: "Somebody asks for the information held about themselves",
}
BY_LAWYERS = frozenset({Ground.LEGAL_DEMAND, Ground.SUBJECT_ACCESS})
"""What only ever goes to a member agency’s own legal team, and never to whoever demands it."""
_ONLY_BY_LETTER = frozenset({RecipientKind.VICTIM})


class Urgency(StrEnum):
    """How soon it must be decided."""

    TODAY = "today"
    TWO_DAYS = "two_days"
    NO_HURRY = "no_hurry"


URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.TODAY: "Today: a life is at risk",
    Urgency.TWO_DAYS: "Within two days",
    Urgency.NO_HURRY: "There is no hurry",
}
URGENCY_TAGS: dict[Urgency, tuple[str, str]] = {
    Urgency.TODAY: ("Today", "red"),
    Urgency.TWO_DAYS: ("Within two days", "yellow"),
    Urgency.NO_HURRY: ("No hurry", "grey"),
}


class Consent(StrEnum):
    """Whether the victim knows and agrees (UK GDPR article 6; Kingston’s and SafeLives’ annex)."""

    YES = "yes"
    OVERRIDDEN = "overridden"
    TOO_RISKY = "too_risky"
    CANNOT = "cannot"


CONSENT_LABELS: dict[Consent, str] = {
    Consent.YES: "The victim knows, and agrees",
    Consent.OVERRIDDEN: "The victim knows, and does not agree",
    Consent.TOO_RISKY: "Nobody asked, because asking would raise the risk",
    Consent.CANNOT: "The victim cannot be asked",
}


class RequestState(StrEnum):
    """Where a request stands. ``STOPPED``: the victim no longer agrees."""

    DRAFT = "draft"
    WAITING = "waiting"
    DECIDED = "decided"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[RequestState, tuple[str, str]] = {
    RequestState.DRAFT: ("Not sent yet", "grey"),
    RequestState.WAITING: ("Waits for a chair", "blue"),
    RequestState.DECIDED: ("Decided", "green"),
    RequestState.STOPPED: ("Stopped: no longer agreed to", "red"),
    RequestState.WITHDRAWN: ("Withdrawn", "grey"),
}


class Outcome(StrEnum):
    """What the chair decided, of an item or of the whole."""

    FULL = "full"
    PART = "part"
    REFUSED = "refused"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.FULL: "Shared in full",
    Outcome.PART: "Shared in part",
    Outcome.REFUSED: "Not shared",
}

ANOTHER_DECIDES = "Another chair must decide: "
WHO_DECIDES = "It can be decided by "
NOBODY_DECIDES = (
    "There is nobody who can decide this: the area needs a deputy chair of another agency, from "
    "whom this case is not kept. Ask the coordinator."
)
NOT_YOURS = (
    "You asked for this, or your agency did. A chair or deputy chair of another agency decides."
)
DECIDED_MEANWHILE = "{name} has decided this meanwhile. Nothing of yours was signed."
CHANGED_MEANWHILE = (
    "The request or the case has changed since you looked. Nothing was signed. Look at it again."
)
COOLING_OFF = (
    "A demand is answered on the next working day at the earliest, unless a judge set a shorter "
    "time that you have seen in the order itself. This one can be decided from {day}."
)


def may_receive(ground: Ground, kind: RecipientKind) -> bool:
    """Say whether a recipient of this kind can be chosen at all, on this ground.

    A demand goes to the agency’s own lawyers and nowhere else; the victim has letters.
    """
    if ground in BY_LAWYERS:
        return kind == RecipientKind.OWN_LEGAL_TEAM
    if ground == Ground.TRANSFER:
        return kind == RecipientKind.ANOTHER_MARAC
    lawyers_and_transfers = {RecipientKind.OWN_LEGAL_TEAM, RecipientKind.ANOTHER_MARAC}
    return kind not in lawyers_and_transfers | _ONLY_BY_LETTER


def decides_for(person_id: UUID, agency_ids: set[UUID], requester_id: UUID, of: set[UUID]) -> bool:
    """Say whether somebody may decide: not the requester, and of none of the requester’s agencies.

    ``agency_ids`` and ``of`` hold the agency now and the one that an officer once confirmed, so
    that nobody steps aside by changing agencies.
    """
    return person_id != requester_id and not agency_ids & of


def require_decider(
    person_id: UUID, agency_ids: set[UUID], requester_id: UUID, of: set[UUID]
) -> None:
    """Raise ``Refused`` for whoever may not decide."""
    if not decides_for(person_id, agency_ids, requester_id, of):
        raise Refused(NOT_YOURS)


def outcome_of(answers: list[Outcome]) -> Outcome:
    """Return what was decided of the whole, from what was decided of each item."""
    if all(answer is Outcome.REFUSED for answer in answers):
        return Outcome.REFUSED
    return Outcome.FULL if all(answer is Outcome.FULL for answer in answers) else Outcome.PART


def decide_by(urgency: Urgency, sent_on: date) -> date:
    """Return the day by which a chair decides."""
    if urgency is Urgency.TODAY:
        return sent_on
    if urgency is Urgency.TWO_DAYS:
        return sent_on + timedelta(days=2)
    day = sent_on
    for _ in range(CALM_DAYS):
        day = next_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """Return the day after, over a weekend. Bank holidays are not known here."""
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def not_before(ground: Ground, recorded_on: date, by_judge_until: date | None) -> date | None:
    """Return the first day on which a demand can be decided; None for what is no demand.

    Urgent pressure is how a false order works. Only a time limit of a judge, seen in the order,
    shortens the wait, and one that was over when it was recorded shortens nothing.
    """
    if ground is not Ground.LEGAL_DEMAND:
        return None
    calm = next_working_day(recorded_on)
    by_judge = by_judge_until is not None and recorded_on <= by_judge_until < calm
    return recorded_on if by_judge else calm


def require_words(field: str, text: str, what: str) -> None:
    """Something must be said, and it must fit."""
    if not text.strip():
        raise RuleBroken(field, f"Enter {what}.")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(field, f"Shorten this to {LONGEST_TEXT:,} characters or fewer.")
