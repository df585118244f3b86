"""Screens what is entered: names, addresses and commitments. Narrative is never screened.

That he threatens to report her, or that somebody did, must be recordable, so there is no function
here for what was said and seen; only for who may come in and what somebody undertakes to do.
"""

import re
import unicodedata
from dataclasses import dataclass

from app.firewall import commitments, domains, family, wording
from app.firewall.skeleton import decoded, is_latin, words
from app.firewall.verbs import ADVICE_BEFORE, SUBJECTS
from app.refusals import RuleBroken

_ORGANISATION = re.compile(r"[A-Za-z0-9 &'().,-]+")
MOST_NAME, MOST_ADDRESS, MOST_COMMITMENT = 200, 254, 4000
_IN_A_NAME = frozenset(" -'’ʼʻ.")
_MOST_MARKS = 2


@dataclass(frozen=True)
class Verdict:
    """What the firewall says: whether it may be, by which rule, why, and the road that is open.

    ``rule`` is "clear", "warn" (allowed, and the person is told what it may lead to), or the reason
    of a refusal: "home-office-name", "home-office-address", "home-office-commitment",
    "plain-alphabet", "person-alphabet", "plain-address", "closed-address", "too-long".
    """

    allowed: bool
    rule: str
    because: str
    instead: str


CLEAR = Verdict(True, "clear", "", "")
_NAME = Verdict(False, "home-office-name", wording.NAME_BECAUSE, wording.ROAD)
_ADDRESS = Verdict(False, "home-office-address", wording.ADDRESS_BECAUSE, wording.ROAD)
_COMMITMENT = Verdict(
    False, "home-office-commitment", wording.COMMITMENT_BECAUSE, wording.COMMITMENT_INSTEAD
)
_ALPHABET = Verdict(False, "plain-alphabet", wording.ALPHABET_BECAUSE, wording.ALPHABET_INSTEAD)
_PERSON = Verdict(False, "person-alphabet", wording.PERSON_BECAUSE, wording.PERSON_INSTEAD)
_FORM = Verdict(False, "plain-address", wording.ADDRESS_FORM_BECAUSE, wording.ADDRESS_FORM_INSTEAD)
_CLOSED = Verdict(False, "closed-address", wording.CLOSED_BECAUSE, wording.ADDRESS_FORM_INSTEAD)
_LONG = Verdict(False, "too-long", wording.TOO_LONG_BECAUSE, wording.TOO_LONG_INSTEAD)
_NRPF = Verdict(True, "warn", wording.NRPF_BECAUSE, wording.ADVICE_FIRST)
_REFERRAL = Verdict(True, "warn", wording.REFERRAL_BECAUSE, wording.ADVICE_FIRST)
_REVIEWED = Verdict(True, "warn", wording.REVIEWED_BECAUSE, wording.ADVICE_FIRST)
_REVIEWED_NAME = Verdict(True, "warn", wording.REVIEWED_BECAUSE, wording.REVIEW_FIRST)


def screen_identity(text: str) -> Verdict:
    """Judge the name of an agency: nothing of the Home Office, and plain letters only."""
    if len(text) > MOST_NAME:
        return _LONG
    read = decoded(text)
    if family.named(read) or family.in_capitals(read) or family.is_whole_abbreviation(read):
        return _NAME
    if any(
        not _is_advice(read, mention.start, mention.end) for mention in family.immigration(read)
    ):
        return _NAME
    if not _ORGANISATION.fullmatch(text) or not any(letter.isalpha() for letter in text):
        return _ALPHABET
    return _REVIEWED_NAME if family.reviewed(text) or family.nrpf_team(text) else CLEAR


def screen_person_name(text: str) -> Verdict:
    """Judge a person's name: Latin letters with any accent, never two alphabets in one name."""
    if len(text) > MOST_NAME:
        return _LONG
    read = decoded(text)
    if family.named(read) or family.is_whole_abbreviation(read) or family.immigration(read):
        return _NAME
    return CLEAR if _is_latin_name(text) else _PERSON


def screen_email(addr: str) -> Verdict:
    """Judge an e-mail address: one plain address, of a host outside the Home Office family."""
    if len(addr) > MOST_ADDRESS:
        return _LONG
    if domains.is_family_address(addr):
        return _ADDRESS
    if domains.is_closed(addr):
        return _CLOSED
    if not domains.is_plain_address(addr) or domains.is_foreign(addr):
        return _FORM
    return CLEAR


def screen_commitment(text: str) -> Verdict:
    """Judge what somebody undertakes to do: an action, a disclosure's purpose, a letter's request.

    Blocked if it would let the Home Office know, in any order and spelling, unless it is her
    solicitor or adviser who acts. A path that may lead there is allowed with a warning.
    """
    if len(text) > MOST_COMMITMENT:
        return _LONG
    if commitments.would_tell(text):
        return _COMMITMENT
    read = decoded(text)
    if family.nrpf_team(read):
        return _NRPF
    if family.referral(read):
        return _REFERRAL
    return _REVIEWED if family.reviewed(read) else CLEAR


def require(verdict: Verdict, field: str) -> None:
    """Raise ``RuleBroken`` for this field, with the reason and the road, unless it is allowed."""
    if not verdict.allowed:
        raise RuleBroken(field, f"{verdict.because} {verdict.instead}")


def _is_advice(text: str, start: int, end: int) -> bool:
    """Say whether immigration stands in the name of somebody who advises on it."""
    before = [word.letters for word in words(text[:start], leet=False)]
    after = [word.letters for word in words(text[end:], leet=False)]
    return bool(after and after[0] in SUBJECTS) or bool(before and before[-1] in ADVICE_BEFORE)


def _is_latin_name(text: str) -> bool:
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        is_mark = "\u0300" <= character <= "\u032f" and 0 < marks <= _MOST_MARKS
        if not (is_latin(character) or character in _IN_A_NAME or is_mark):
            return False
    return any(is_latin(character) for character in text)
