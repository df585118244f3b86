"""Tells a body that controls immigration from one that advises on it, by the words of its name."""

import re

from app.firewall.mentions import Mention
from app.firewall.names import ADVISER_WORDS, DESKS
from app.firewall.skeleton import words
from app.firewall.verbs import ADVICE_BEFORE, SUBJECTS

_ADVISER = re.compile(rf"(?:{ADVISER_WORDS}|rights|aid|clinic|chambers|campaign)")
_TOPICS = {
    "immigration": "immigration",
    "migration": "immigration",
    "migrations": "immigration",
    "border": "border",
    "borders": "border",
    "visa": "visa",
    "visas": "visa",
    "asylum": "asylum",
    "deportation": "deportation",
    "deportations": "deportation",
    "removals": "removals",
    "passport": "passport",
    "passports": "passport",
    "nationality": "nationality",
    "citizenship": "nationality",
}
_CONTROLS = frozenset(
    """enforcement enforcers command commands casework caseworking caseworker caseworkers
    directorate intake control controls operation operations operational compliance force forces
    agency screening escorting escort escorts targeting detention detained
    hq headquarters department dept office offices authority authorities ministry bureau
    inspectorate official officials officer
    officers police guard guards secretary minister decision decisions examiner""".split()
)
# Rooms that command and control something else.
_POLICE_ROOM = frozenset(
    "police constabulary fire ambulance rescue nhs council hospital coastguard".split()
)
_CENTRE = frozenset("centre center centres centers".split())
_JOINING = frozenset("and asylum family nationality human rights refugee employment public".split())
_ADVISERS_LINE = re.compile(
    r"(?i)\b(?:law cent(?:re|er)|law clinic|solicitors|barristers|lawyers|advice cent(?:re|er)|"
    r"advis[eo]rs|legal (?:advice|aid|practice)|chambers|llp)\b"
)
_DEPARTMENT = frozenset(
    ("immigration department", "immigration dept", "immigration service", "immigration services")
)
_HOME_BEFORE = re.compile(r"(?i)\b(?:care|nursing|residential|children['’]?s|rest)\s+$")
_HOME_THEN_OFFICE = re.compile(r"(?i)home[\s,.]*\n?[\s,.]*office[^\n]*")


def is_control(read: str) -> bool:
    """Say whether a decoded name is that of a body which controls immigration, whatever it is."""
    return any(
        _controls([word.letters for word in words(read, leet=leet)]) for leet in (False, True)
    )


def _controls(said: list[str]) -> bool:
    if "reporting" in said and not _CENTRE.isdisjoint(said):
        return True
    if "control" in said and "command" in said and _POLICE_ROOM.isdisjoint(said):
        return True
    topics = {_TOPICS[word] for word in said if word in _TOPICS}
    if not topics or any(_ADVISER.fullmatch(word) for word in said):
        return False
    return len(topics) > 1 or not _CONTROLS.isdisjoint(said)


def advises(read: str) -> bool:
    """Say whether a decoded name has the words of somebody who gives advice."""
    return any(_ADVISER.fullmatch(word.letters) for word in words(read, leet=False))


def is_a_desk(read: str) -> bool:
    """Say whether what should be a person's name is that of a desk."""
    return not DESKS.isdisjoint(word.letters for word in words(read, leet=False))


def is_advice(text: str, start: int, end: int) -> bool:
    """Say whether immigration stands in the name of somebody who advises on it."""
    before = [word.letters for word in words(text[:start], leet=False)]
    after = [word.letters for word in words(text[end:], leet=False)]
    while after and after[0] in _JOINING:
        after = after[1:]
    return bool(after and after[0] in SUBJECTS) or bool(before and before[-1] in ADVICE_BEFORE)


def is_advisers_department(text: str, mention: Mention) -> bool:
    """Say whether this is the immigration department of a law centre or a firm of solicitors."""
    before = [word.letters for word in words(text[: mention.start], leet=False)]
    typed = " ".join(text[mention.start : mention.end].casefold().split())
    return mention.plain and typed in _DEPARTMENT and bool(before) and before[-1] in ADVICE_BEFORE


def is_care_homes(text: str, mention: Mention) -> bool:
    """Say whether this is the office of a care home, on one line of an address or on two."""
    return (
        _HOME_BEFORE.search(text[: mention.start]) is not None
        and _HOME_THEN_OFFICE.fullmatch(text[mention.start : mention.end]) is not None
    )


def has_advisers_line(lines: list[str]) -> bool:
    """Say whether one line of an address is that of a law centre, a firm or a charity of advice."""
    return any(_ADVISERS_LINE.search(line) for line in lines)
