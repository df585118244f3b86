"""What a referral lacks before a meeting can use it, and by when it is decided.

Nothing here stops anything: a gap is shown with the reason why a meeting needs it filled, and the
officer decides (SafeLives, research form and referral form; ICO, ten steps to sharing information).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.marac.party.rules import WAYS, Details, Safe
from app.marac.referral.rules import Agreement, Referred, Summary, in_area

SATURDAY = 5
ENGLISH = frozenset({"", "english", "british english"})


@dataclass(frozen=True)
class Gap:
    """Something that is not there: what, and why a meeting needs it. ``code`` names it in tests."""

    code: str
    what: str
    why: str


@dataclass(frozen=True)
class Due:
    """By when a referral is decided, in words; ``late`` when that day has passed."""

    text: str
    late: bool
    today: bool


class ClearReason(StrEnum):
    """Why somebody whom the words of a referral name need not be kept out of it."""

    TRUSTED = "trusted"
    NAMESAKE = "namesake"
    SPOKEN = "spoken"


CLEAR_LABELS: dict[ClearReason, str] = {
    ClearReason.TRUSTED: "The referrer names them as somebody who may know",
    ClearReason.NAMESAKE: "Somebody else of the same name is meant",
    ClearReason.SPOKEN: "I asked the referrer, or the person, and it is safe",
}

STEPS: dict[str, str] = {
    "compatible_purpose": "why it fits the purpose the information was collected for",
    "legal_bases": "the basis in law",
    "article_6": "the UK GDPR article 6 condition",
    "article_9": "the UK GDPR article 9 condition",
    "why_shared": "why it is necessary and proportionate",
}
"""What must be said where information is shared without the victim's agreement (ICO)."""


def gaps(told: Referred, *, assessed: bool, is_kept: bool, districts: str = "") -> list[Gap]:
    """Return what is missing, what endangers most first.

    ``is_kept``: it is kept from somebody. ``districts``: the area's postcode districts, if known.
    """
    return [
        *_contact(told.victim),
        *_at_work(told, is_kept),
        *_agreement(told.summary),
        *_people(told),
        *_where(told, districts),
        *_language(told.victim),
        *_rest(told, assessed),
    ]


def add_working_days(day: date, days: int) -> date:
    """The day so many working days later. Monday to Friday; public holidays are not known here."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def due(came_in: date, today: date, working_days: int, *, urgent: bool = False) -> Due:
    """Say by when a referral is decided; an urgent one on the day it came in."""
    by = came_in if urgent else add_working_days(came_in, working_days)
    left = (by - today).days
    if left < 0:
        over = _working_days_between(by, today)
        text = f"Overdue by {_days(over)}" if over else f"Overdue since {by:%A}"
        return Due(text, late=True, today=False)
    words = {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due on {by:%A} {by.day} {by:%B}")
    return Due(words, late=False, today=left == 0)


def _days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"


def _working_days_between(start: date, end: date) -> int:
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def _contact(victim: Details) -> Iterator[Gap]:
    if all(getattr(victim, way) is Safe.NOT_KNOWN for way in WAYS):
        yield Gap(
            "safe_contact",
            "It is not known how to reach the victim safely",
            "Somebody will try to. A call at the wrong moment can start the next assault.",
        )
    if not victim.must_not_be_told.strip():
        yield Gap(
            "must_not_be_told",
            "Nobody said who must not be told",
            "Relatives and friends of the perpetrator work in agencies, interpret, and answer "
            "telephones. Ask even if the answer is nobody.",
        )


def _at_work(told: Referred, is_kept: bool) -> Iterator[Gap]:
    if not is_kept and any(each.works_for.strip() for each in told.perpetrators):
        yield Gap(
            "works_for",
            "A perpetrator works for an agency, and the referral is kept from nobody",
            "Colleagues look things up for each other. Keep it from the people concerned before "
            "anybody else is told.",
        )


def _agreement(summary: Summary) -> Iterator[Gap]:
    if summary.agrees is Agreement.NOT_KNOWN:
        yield Gap(
            "agreement",
            "It is not known whether the victim agrees",
            "Agreement is not needed, but the meeting must know whether sharing is with or without "
            "it, and the IDVA whether the victim expects a call.",
        )
    if summary.agrees is Agreement.NO:
        missing = [words for name, words in STEPS.items() if not getattr(summary, name)]
        if missing:
            yield Gap(
                "steps",
                "Information is shared without agreement, and not every step is recorded",
                f"Still to be said: {'; '.join(missing)}. Every agency at the table relies on it.",
            )


def _people(told: Referred) -> Iterator[Gap]:
    if not told.perpetrators:
        yield Gap(
            "perpetrator",
            "No perpetrator is named",
            "Agencies search their records for both people, and a repeat is of the same pair.",
        )
    if told.victim.date_of_birth is None:
        yield Gap(
            "date_of_birth",
            "The victim’s date of birth is missing",
            "Agencies find the right person by it, and somebody aged 16 or 17 is heard as a child.",
        )
    if not told.children and told.summary.has_children is not Agreement.NO:
        yield Gap(
            "children",
            "There are children, and none is named"
            if told.summary.has_children is Agreement.YES
            else "No child is named, and nobody said that there is none",
            "A child who sees or hears the abuse is a victim too, and schools and health visitors "
            "act only for children they know of.",
        )


def _where(told: Referred, districts: str) -> Iterator[Gap]:
    if not told.victim.postcode:
        yield Gap(
            "postcode",
            "The victim’s postcode is missing",
            "Where the victim lives decides which MARAC hears the case.",
        )
    elif not in_area(told.victim.postcode, districts):
        yield Gap(
            "elsewhere",
            "The victim’s postcode is not one of this area’s",
            "Another MARAC may hear it sooner. Speak to its coordinator before you hand it on, and "
            "do not let it wait meanwhile.",
        )


def _language(victim: Details) -> Iterator[Gap]:
    if victim.language.strip().casefold() in ENGLISH or victim.interpreter.strip():
        return
    yield Gap(
        "interpreter",
        "A language is given, and nothing about an interpreter",
        "Whoever calls needs one at once, and must know who may never interpret.",
    )


def _rest(told: Referred, assessed: bool) -> Iterator[Gap]:
    if not assessed:
        yield Gap(
            "assessment",
            "No risk form was filled in",
            "It helps the meeting to see what is dangerous. No answer and no score is needed for "
            "the case to be heard.",
        )
    if not told.summary.wishes.strip():
        yield Gap(
            "wishes",
            "Nothing is said about what the victim wants",
            "A plan that the victim does not want seldom holds.",
        )
