"""How far a letter is, what must be known before it may be signed, and what became of it.

A letter needs her recorded agreement, a recipient on the register and a chair’s signature; where a
regulation says member, the member’s signature too (Civil Legal Aid (Procedure) Regulations 2012,
Schedule 1, paragraph 13; Safe to share?, 2020, Ealing MARAC).
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.refusals import RuleBroken

C = TypeVar("C", bound=StrEnum)


class Purpose(StrEnum):
    """What a letter is for; each has its own wording."""

    HEARD_ADVISER = "heard_adviser"
    HEARD_IDVA = "heard_idva"
    HEARD_OWN_HAND = "heard_own_hand"
    LEGAL_AID = "legal_aid"
    MIAM = "miam"
    HOUSING = "housing"


PURPOSE_SHORT: dict[Purpose, str] = {
    Purpose.HEARD_ADVISER: "Adviser",
    Purpose.HEARD_IDVA: "IDVA",
    Purpose.HEARD_OWN_HAND: "Own hand",
    Purpose.LEGAL_AID: "Legal aid",
    Purpose.MIAM: "MIAM",
    Purpose.HOUSING: "Housing",
}
"""For the head of a narrow line."""


class LetterState(StrEnum):
    """How far a letter is. None says what it is for or to whom it goes: that is sealed."""

    DRAFT = "draft"
    ASKED = "asked"
    REFUSED = "refused"
    RELEASED = "released"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[LetterState, str] = {
    LetterState.DRAFT: "Draft",
    LetterState.ASKED: "Waiting for the chair",
    LetterState.REFUSED: "Not signed",
    LetterState.RELEASED: "Signed",
    LetterState.ANSWERED: "Outcome known",
    LetterState.WITHDRAWN: "Withdrawn",
}
STATE_COLOURS: dict[LetterState, str] = {
    LetterState.DRAFT: "grey",
    LetterState.ASKED: "blue",
    LetterState.REFUSED: "yellow",
    LetterState.RELEASED: "turquoise",
    LetterState.ANSWERED: "green",
    LetterState.WITHDRAWN: "grey",
}
CHANGEABLE = frozenset({LetterState.DRAFT, LetterState.ASKED, LetterState.REFUSED})
"""Its writer may still change it; a change voids what was signed."""
STANDING = frozenset({LetterState.ASKED, LetterState.RELEASED, LetterState.ANSWERED})
"""In these the gate finds the letter as it was asked for."""
OVER = frozenset({LetterState.ANSWERED, LetterState.WITHDRAWN})


class How(StrEnum):
    """How she was asked."""

    IN_PERSON = "in_person"
    BY_TELEPHONE = "by_telephone"
    WITH_INTERPRETER = "with_interpreter"
    IN_WRITING = "in_writing"


HOW_LABELS: dict[How, str] = {
    How.IN_PERSON: "In person, alone",
    How.WITH_INTERPRETER: "In person, with a booked interpreter",
    How.BY_TELEPHONE: "By telephone, at a safe time",
    How.IN_WRITING: "In writing, in a way that is safe",
}


class Outcome(StrEnum):
    """What came of a letter, as far as her IDVA knows."""

    ADVICE_GIVEN = "advice_given"
    APPLICATION_MADE = "application_made"
    LEGAL_AID_GRANTED = "legal_aid_granted"
    MIAM_ACCEPTED = "miam_accepted"
    HOUSING_ACCEPTED = "housing_accepted"
    REFUSED = "refused"
    NOTHING_HEARD = "nothing_heard"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.ADVICE_GIVEN: "The adviser has advised her",
    Outcome.APPLICATION_MADE: "The adviser has made an application",
    Outcome.LEGAL_AID_GRANTED: "Legal aid was granted",
    Outcome.MIAM_ACCEPTED: "The MIAM exemption was accepted",
    Outcome.HOUSING_ACCEPTED: "Housing accepted the application",
    Outcome.REFUSED: "The letter, or what it was for, was refused",
    Outcome.NOTHING_HEARD: "Nothing was heard",
}
OUTCOME_SHORT: dict[Outcome, str] = {
    Outcome.ADVICE_GIVEN: "Advised",
    Outcome.APPLICATION_MADE: "Applied",
    Outcome.LEGAL_AID_GRANTED: "Legal aid",
    Outcome.MIAM_ACCEPTED: "MIAM",
    Outcome.HOUSING_ACCEPTED: "Housing",
    Outcome.REFUSED: "Refused",
    Outcome.NOTHING_HEARD: "Nothing heard",
}
_HEARD = (Outcome.ADVICE_GIVEN, Outcome.APPLICATION_MADE)
_ALWAYS = (Outcome.REFUSED, Outcome.NOTHING_HEARD)
OUTCOMES_OF: dict[Purpose, tuple[Outcome, ...]] = {
    Purpose.HEARD_ADVISER: (*_HEARD, *_ALWAYS),
    Purpose.HEARD_IDVA: (*_HEARD, *_ALWAYS),
    Purpose.HEARD_OWN_HAND: (*_HEARD, *_ALWAYS),
    Purpose.LEGAL_AID: (Outcome.LEGAL_AID_GRANTED, *_ALWAYS),
    Purpose.MIAM: (Outcome.MIAM_ACCEPTED, *_ALWAYS),
    Purpose.HOUSING: (Outcome.HOUSING_ACCEPTED, *_ALWAYS),
}
"""What may come of a letter of each purpose."""


class WhyRefused(StrEnum):
    """Why a letter, or what it was for, was refused: the reasons advisers report."""

    HE_NOT_NAMED = "he_not_named"
    MAY_BE_AT_RISK = "may_be_at_risk"
    NOT_A_MEMBER = "not_a_member"
    NOT_MULTI_AGENCY = "not_multi_agency"
    NOT_SIGNED_OR_DATED = "not_signed_or_dated"
    NOT_THE_LETTER = "not_the_letter"
    NOT_KNOWN = "not_known"


_ANY_LETTER = (WhyRefused.NOT_SIGNED_OR_DATED, WhyRefused.NOT_THE_LETTER, WhyRefused.NOT_KNOWN)
_EVIDENCE = tuple(WhyRefused)
WHY_REFUSED_OF: dict[Purpose, tuple[WhyRefused, ...]] = {
    Purpose.HEARD_ADVISER: _ANY_LETTER,
    Purpose.HEARD_IDVA: _ANY_LETTER,
    Purpose.HEARD_OWN_HAND: _ANY_LETTER,
    Purpose.LEGAL_AID: _EVIDENCE,
    Purpose.MIAM: _EVIDENCE,
    Purpose.HOUSING: (WhyRefused.MAY_BE_AT_RISK, WhyRefused.NOT_MULTI_AGENCY, *_ANY_LETTER),
}
"""Why a letter of each purpose may be refused: who signs as a member and names him is asked of
evidence alone."""

WHY_REFUSED_LABELS: dict[WhyRefused, str] = {
    WhyRefused.HE_NOT_NAMED: "The perpetrator was not named, or named otherwise",
    WhyRefused.MAY_BE_AT_RISK: "The words about the risk were not accepted",
    WhyRefused.NOT_A_MEMBER: "The writer was not taken to be a member of a MARAC",
    WhyRefused.NOT_MULTI_AGENCY: "The forum was taken to be a single agency",
    WhyRefused.NOT_SIGNED_OR_DATED: "A signature, a date or the letterhead was missed",
    WhyRefused.NOT_THE_LETTER: "For another reason, not because of the letter",
    WhyRefused.NOT_KNOWN: "No reason was given",
}


class WhyNotSigned(StrEnum):
    """Why a chair does not sign."""

    NOT_NEEDED = "not_needed"
    NOT_SAFE = "not_safe"
    WORDS = "words"
    AGREEMENT = "agreement"
    RECIPIENT = "recipient"
    NOT_HEARD = "not_heard"


WHY_NOT_SIGNED_LABELS: dict[WhyNotSigned, str] = {
    WhyNotSigned.NOT_SAFE: "It is not safe for her: he could come to see it",
    WhyNotSigned.AGREEMENT: "Her agreement is not clear enough",
    WhyNotSigned.RECIPIENT: "It should go to somebody else",
    WhyNotSigned.WORDS: "The sentence that was added should go, or say something else",
    WhyNotSigned.NOT_HEARD: "The dates or names are not right",
    WhyNotSigned.NOT_NEEDED: "It says more than the purpose needs, or is not needed",
}


class WhyWithdrawn(StrEnum):
    """Why a letter is taken back."""

    SHE_WITHDREW = "she_withdrew"
    NOT_SAFE_NOW = "not_safe_now"
    MISTAKE = "mistake"


WHY_WITHDRAWN_LABELS: dict[WhyWithdrawn, str] = {
    WhyWithdrawn.SHE_WITHDREW: "She no longer agrees to it",
    WhyWithdrawn.NOT_SAFE_NOW: "It is not safe now",
    WhyWithdrawn.MISTAKE: "It was made by mistake, or is not needed",
}

FINISHED = "This letter was signed or withdrawn. Write a new one."
LONGEST_SENTENCE = 300
LONGEST_NOTE = 600
OLDEST_AGREEMENT_DAYS = 90


def require_day(field: str, given: date | None, today: date, what: str) -> date:
    """A day in the recent past: when she agreed, when advice was offered, when one heard back."""
    if given is None:
        raise RuleBroken(field, f"Enter the day {what}.")
    if given > today:
        raise RuleBroken(field, "The day must be today or in the past.")
    return given


def require_fresh(agreed_on: date, today: date) -> None:
    """What she agreed to months ago, she is asked about again before anything is signed."""
    if (today - agreed_on).days > OLDEST_AGREEMENT_DAYS:
        raise RuleBroken(
            "agreed_on",
            f"She agreed more than {OLDEST_AGREEMENT_DAYS} days ago. Ask her again, and record it.",
        )


def require_code(kind: type[C], field: str, given: str, message: str) -> C:
    """Return the code that was chosen, or say what to choose."""
    try:
        return kind(given)
    except ValueError:
        raise RuleBroken(field, message) from None


def check_outcome(purpose: Purpose, outcome: Outcome, why: str) -> WhyRefused | None:
    """Return the reason of a refusal; only an outcome of this purpose can be recorded."""
    if outcome not in OUTCOMES_OF[purpose]:
        raise RuleBroken("outcome", "Select what came of this letter.")
    if outcome is not Outcome.REFUSED:
        return None
    reason = require_code(WhyRefused, "why", why, "Select why it was refused.")
    if reason not in WHY_REFUSED_OF[purpose]:
        raise RuleBroken("why", "Select why it was refused.")
    return reason


def may_see(
    person_id: object, *, is_officer: bool, drafted_by: object, idva_id: object | None
) -> bool:
    """Say who sees a letter: its drafter, the assigned IDVA and the officers. Nobody else."""
    return is_officer or person_id in {drafted_by, idva_id}


def may_begin(person_id: object, *, is_officer: bool, idva_id: object | None) -> bool:
    """Say who writes letters for a case: its assigned IDVA, and the officers."""
    return is_officer or (idva_id is not None and person_id == idva_id)


FEWER = 5


def shown_counts(counts: Collection[int]) -> tuple[list[int | None], int | None]:
    """Return a line of counts as it may be published, and its total: None for what is not said.

    A count of 1 to 4 is not said. The total is said only where it leaves every hidden count free
    to be any of 1 to 4, so that nobody can work one out (ONS, disclosure control for tables).
    """
    shown: list[int | None] = [None if 0 < each < FEWER else each for each in counts]
    hidden = [each for each in counts if 0 < each < FEWER]
    size, left = len(hidden), sum(hidden)
    is_free = size + FEWER - 2 <= left <= (FEWER - 1) * size - (FEWER - 2)
    return shown, sum(counts) if not hidden or is_free else None
