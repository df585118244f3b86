"""Judges who may come in: the name of an organisation or a person, a job title, an address."""

import re
import unicodedata

from app.firewall import bodies, domains, family, letters, units, verdict
from app.firewall.mentions import Names
from app.firewall.names import ADVISER_WORDS, JOBS, listed
from app.firewall.skeleton import decoded, is_latin
from app.firewall.verdict import Verdict

MOST_NAME, MOST_POSTAL, MOST_LINES = 200, 500, 8
_ORGANISATION = re.compile(r"[A-Za-z0-9 &'().,-]+")
_JOB = re.compile(r"[A-Za-z0-9 &'().,/+-]+")
_POSTAL = re.compile(r"[A-Za-z0-9 &'().,/\n-]+")
_IN_A_NAME = frozenset(" -'’ʼʻ.")
_MOST_MARKS = 2
_JOBS = Names(listed(JOBS))
_ADVISER = re.compile(rf"\b(?:{ADVISER_WORDS})\b")


def screen_identity(text: str) -> Verdict:
    """Judge the name of an agency: nothing of the Home Office, and plain letters only."""
    if len(text) > MOST_NAME:
        return verdict.LONG
    read = decoded(text)
    if _is_family(read) or any(
        not bodies.is_advice(read, mention.start, mention.end)
        for mention in family.immigration(read)
    ):
        return verdict.NAME
    if not _ORGANISATION.fullmatch(text) or not _has_letter(text):
        return verdict.ALPHABET
    return verdict.REVIEWED_NAME if needs_review(text) else verdict.CLEAR


def screen_person_name(text: str) -> Verdict:
    """Judge a person's name: Latin letters with any accent, never two alphabets in one name."""
    if len(text) > MOST_NAME:
        return verdict.LONG
    read = decoded(text)
    if family.named_in_person(read) or letters.is_whole_abbreviation(read):
        return verdict.NAME
    if family.immigration(read):
        return verdict.NAME
    if bodies.is_control(read) or (family.in_capitals(read.upper()) and bodies.is_a_desk(read)):
        return verdict.NAME
    return verdict.CLEAR if _is_latin_name(text) else verdict.PERSON


def screen_job(text: str) -> Verdict:
    """Judge a person's job title: nobody employed by the Home Office, whoever lends them.

    "Immigration" may stand in it only beside the words of somebody who advises on it ("Immigration
    solicitor", "Immigration caseworker, law centre").
    """
    if len(text) > MOST_NAME:
        return verdict.LONG
    read = decoded(text)
    if _is_family(read) or _JOBS.find(read):
        return verdict.NAME
    if family.immigration(read) and not _ADVISER.search(read.casefold()):
        return verdict.NAME
    if not _JOB.fullmatch(text) or not _has_letter(text):
        return verdict.ALPHABET
    return verdict.REVIEWED_NAME if needs_review(text) else verdict.CLEAR


def screen_postal(text: str) -> Verdict:
    """Judge a postal address of up to eight lines: none of the Home Office's doors or boxes."""
    if len(text) > MOST_POSTAL:
        return verdict.LONG
    refused = _at_an_address(decoded(text))
    if refused is not None:
        return refused
    plain = text.replace("\r\n", "\n").strip("\n")
    if plain.count("\n") >= MOST_LINES or not _POSTAL.fullmatch(plain) or not _has_letter(plain):
        return verdict.POSTAL_ALPHABET
    return verdict.CLEAR


def screen_envelope(name: str, postal: str) -> Verdict:
    """Judge a name and the address below it as the postman reads them, one after the other."""
    return _at_an_address(decoded(f"{name}\n{postal}")) or verdict.CLEAR


def _at_an_address(read: str) -> Verdict | None:
    """Return the refusal of an address that names the family or a place of its own."""
    if family.place(read):
        return verdict.PLACE
    named = (
        each
        for each in [*family.named(read), *family.in_capitals(read)]
        if not (bodies.is_care_homes(read, each) or bodies.is_advisers_department(read, each))
    )
    lines = read.splitlines()
    if any(named) or (any(map(bodies.is_control, lines)) and not bodies.has_advisers_line(lines)):
        return verdict.NAME
    if any(letters.is_whole_abbreviation(part) for line in lines for part in line.split(",")):
        return verdict.NAME
    advice = (bodies.is_advice(read, each.start, each.end) for each in family.immigration(read))
    return None if all(advice) or bodies.has_advisers_line(lines) else verdict.NAME


def needs_review(name: str) -> bool:
    """Say whether a partner works for the Home Office, or has to tell it what it learns.

    Contractors, mixed bodies and a council's no-recourse team: never entered by default, but by two
    people and a note from the data protection officer (security design, 6.2).
    """
    read = decoded(name)
    return (
        family.reviewed(read)
        or family.mixed_body(read)
        or family.nrpf_team(read)
        or units.is_under_contract(read)
    )


def leads_to_review(address: str) -> bool:
    """Say the same of an e-mail address or of the end of one, by the host that it names."""
    return domains.is_contractors(address)


def _is_family(read: str) -> bool:
    named = (each for each in family.named(read) if not bodies.is_advisers_department(read, each))
    by_name = units.is_a_unit(read) and not bodies.advises(read)
    return bool(any(named) or letters.stand_in(read) or bodies.is_control(read) or by_name)


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _is_latin_name(text: str) -> bool:
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        is_mark = "\u0300" <= character <= "\u032f" and 0 < marks <= _MOST_MARKS
        if not (is_latin(character) or character in _IN_A_NAME or is_mark):
            return False
    return any(is_latin(character) for character in text)
