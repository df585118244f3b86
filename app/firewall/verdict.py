"""What the firewall answers: may it be, by which rule, why, and which road is open instead."""

from dataclasses import dataclass

from app.firewall import wording
from app.refusals import RuleBroken


@dataclass(frozen=True)
class Verdict:
    """What the firewall says: whether it may be, by which rule, why, and the road that is open.

    ``rule`` is "clear", "warn" (allowed, and the person is told what it may lead to), "compartment"
    (narrative, allowed, that had better stand in the immigration section), or the reason
    of a refusal: "home-office-name", "home-office-address", "home-office-place",
    "home-office-commitment", "status-in-letter", "plain-alphabet", "person-alphabet",
    "plain-address", "closed-address", "too-long".

    ``road`` is the code of what ``instead`` says, so that the register of attempts can count which
    road was offered: "solicitor_letter", "idva", "regulated_advice", "write_again" (the entry was
    only written in a way that is not taken), or "" where nothing needs to be done.
    """

    allowed: bool
    rule: str
    because: str
    instead: str
    road: str = ""


SOLICITOR_LETTER, IDVA = "solicitor_letter", "idva"
REGULATED_ADVICE, WRITE_AGAIN = "regulated_advice", "write_again"
ROADS = (SOLICITOR_LETTER, IDVA, REGULATED_ADVICE, WRITE_AGAIN)

CLEAR = Verdict(True, "clear", "", "")
NAME = Verdict(False, "home-office-name", wording.NAME_BECAUSE, wording.ROAD, SOLICITOR_LETTER)
ADDRESS = Verdict(
    False, "home-office-address", wording.ADDRESS_BECAUSE, wording.ROAD, SOLICITOR_LETTER
)
PLACE = Verdict(False, "home-office-place", wording.PLACE_BECAUSE, wording.ROAD, SOLICITOR_LETTER)
COMMITMENT = Verdict(
    False,
    "home-office-commitment",
    wording.COMMITMENT_BECAUSE,
    wording.COMMITMENT_INSTEAD,
    SOLICITOR_LETTER,
)
STATUS = Verdict(False, "status-in-letter", wording.STATUS_BECAUSE, wording.STATUS_INSTEAD, IDVA)
ALPHABET = Verdict(
    False, "plain-alphabet", wording.ALPHABET_BECAUSE, wording.ALPHABET_INSTEAD, WRITE_AGAIN
)
POSTAL_ALPHABET = Verdict(
    False, "plain-alphabet", wording.POSTAL_BECAUSE, wording.POSTAL_INSTEAD, WRITE_AGAIN
)
PERSON = Verdict(
    False, "person-alphabet", wording.PERSON_BECAUSE, wording.PERSON_INSTEAD, WRITE_AGAIN
)
FORM = Verdict(
    False,
    "plain-address",
    wording.ADDRESS_FORM_BECAUSE,
    wording.ADDRESS_FORM_INSTEAD,
    WRITE_AGAIN,
)
CLOSED = Verdict(
    False, "closed-address", wording.CLOSED_BECAUSE, wording.ADDRESS_FORM_INSTEAD, WRITE_AGAIN
)
LONG = Verdict(False, "too-long", wording.TOO_LONG_BECAUSE, wording.TOO_LONG_INSTEAD, WRITE_AGAIN)
NRPF = Verdict(True, "warn", wording.NRPF_BECAUSE, wording.ADVICE_FIRST, REGULATED_ADVICE)
REFERRAL = Verdict(True, "warn", wording.REFERRAL_BECAUSE, wording.ADVICE_FIRST, REGULATED_ADVICE)
REVIEWED = Verdict(True, "warn", wording.REVIEWED_BECAUSE, wording.ADVICE_FIRST, REGULATED_ADVICE)
REVIEWED_NAME = Verdict(
    True, "warn", wording.REVIEWED_BECAUSE, wording.REVIEW_FIRST, REGULATED_ADVICE
)

COMPARTMENT = Verdict(
    True, "compartment", wording.COMPARTMENT_BECAUSE, wording.COMPARTMENT_INSTEAD, IDVA
)


def require(verdict: Verdict, field: str) -> None:
    """Raise ``RuleBroken`` for this field, with the reason and the road, unless it is allowed."""
    if not verdict.allowed:
        raise RuleBroken(field, f"{verdict.because} {verdict.instead}")
