"""Checks the words of a letter before anybody signs it, each rule with a message of its own.

The first rules are the reasons for which letters are sent back (Legal Aid Agency guidance: "may be
at risk", B not named, a single agency). The others keep out what no letter of a MARAC carries.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.firewall.screen import screen_letter, screen_person_name, screen_recipient
from app.marac.letter.content import Content
from app.marac.letter.countries import COUNTRIES
from app.marac.letter.facts import Facts
from app.marac.letter.paper import in_words
from app.marac.letter.wordings import Wording
from app.paper import undrawable

ADDED, CASE, WORDS, RECIPIENT = "added", "case", "wording", "recipient"
AT_RISK = "is or has been at risk of harm from domestic abuse"
NOT_A_NAME = frozenset({"", "not known", "unknown", "n/k", "nk", "tbc"})
RUN = 4
LEAST_TO_FIND = 5

_MAY = re.compile(
    r"\b(?:may|might|could|can|would|appears? to|seems? to|potentially|possibly|allegedly)\b"
    r"[^.;\n]{0,40}\bat risk\b|\bat (?:possible|potential) risk\b|\balleg(?:ed|edly|es)\b"
)
_ELIGIBLE = re.compile(
    r"\beligib\w*|\bentitle\w*|\bqualif(?:y|ies|ied)\b|\b(?:can|may|could|should|must) apply\b"
    r"|\bwill be granted\b|\bmeets? the (?:criteria|requirements|test)\b|\bconcession\b"
    r"|\b(?:mvdac|ddvc|dvilr|set dv)\b"
)
_STATUS = re.compile(
    r"\bimmigra\w*|\bmigrant\w*|\bmigrat\w*|\bstatus\b|\bsponsor\w*|\brecourse\b|\bpassport\w*"
    r"|\bpapers\b|\bdependa?nt\b|\bleave to\b|\bdeport\w*|\bvisas?\b|\basylum\b|\brefugee\w*"
    r"|\bnationalit\w*|\bcitizen\w*|\bforeign\w*"
)
_SCORE = re.compile(
    r"\bscor\w*|\bdash\b|\bdara\b|\bmerit\b|\b(?:high|medium|standard|low)(?:est)?[ -]risk\b"
    r"|\bgraded?\b|\b\d+ (?:ticks?|yes(?:es)?|out of)\b"
)
_COPY = re.compile(r"\bcc\b|\bcopy to\b|\bcopied to\b|\bcopies to\b|\bbcc\b")
_WE = re.compile(r"\b(?:we|our service|our team)\b[^.;\n]{0,20}\b(?:provid\w+|support\w*)\b")
_DIGIT = re.compile(r"\d")
_BY_MAIL = re.compile(r"\S@\S|\bhttps?:|\bwww\.")


@dataclass(frozen=True)
class Fault:
    """What is wrong, by which rule, and where it is put right: a field or a part of the letter."""

    code: str
    field: str
    message: str


MESSAGES: dict[str, str] = {
    "may_be": "A letter never says that somebody may be at risk: such letters are sent back. It "
    "says that she “is or has been at risk of harm from domestic abuse”.",
    "at_risk": "The words “is or has been at risk of harm from domestic abuse” must stand in this "
    "letter exactly.",
    "not_named": "Say by whom: choose the perpetrator. Without a name the letter is sent back. If "
    "the name is not known, find it out and write it into the case first.",
    "single_agency": "The letter must say that the forum is multi-agency.",
    "not_a_member": "The letter must say that its writer is a member of the MARAC.",
    "no_words": "Words that this letter needs are missing.",
    "no_hearing": "The MARAC has not heard this case yet. This letter can be written when it has.",
    "no_day": "The day of the referral or of the hearing must stand in this letter.",
    "we": "Write “I am providing” or “I have provided”, never “we”: the letter is one person’s.",
    "eligible": "A letter never says what somebody may apply for or is entitled to. Only a "
    "regulated adviser may, and they write that themselves.",
    "country": "No country and no nationality stands in a letter.",
    "status": "Nothing about her status, papers or visa stands in a letter. Her adviser knows.",
    "score": "No score, no risk form and no grade stands in a letter.",
    "copy": "A letter goes to one recipient of the register, and to nobody in copy.",
    "address": "An address, postcode or telephone number out of the case stands in this letter. "
    "Take it out: it could lead him to her.",
    "contact": "No e-mail address and no web address stands in a letter.",
    "in_the_room": "These words stand in what was said or written about the case. Nothing of it "
    "may leave in a letter. Say it otherwise, or leave it out.",
    "her_name": "Her name in the case is not one that a letter can carry: a whole name, in Latin "
    "letters, as her papers write it. Put it right in the case first.",
    "his_name": "His name in the case is not one that a letter can carry: a whole name, in Latin "
    "letters. Put it right in the case first.",
    "his_address": "The perpetrator lives or can be reached at this recipient’s address. Nothing "
    "is sent there.",
    "his_work": "The perpetrator may work there: the case says so. Choose another recipient.",
}


def faults(
    wording: Wording,
    content: Content,
    said: str,
    facts: Facts,
    where: str = "",
    own: Iterable[str] = (),
) -> list[Fault]:
    """Return what keeps this letter from being signed, in the order in which to put it right.

    ``content`` has its words filled in; ``said`` is the same with letters for people, ``where`` the
    name and address of the recipient, ``own`` what is wrong with the writer's own sentence.
    """
    found = [
        *_of_the_case(wording, content, facts),
        *_of_the_wording(wording, content, said, facts),
        *(_fault(code, ADDED) for code in of_words(said)),
        *_of_hidden(content, said, facts),
        *(_fault(code, ADDED) for code in own),
        *_of_the_recipient(where, facts),
    ]
    return list({each.code: each for each in found}.values())


def of_words(said: str) -> Iterator[str]:
    """Name the rules that these words break, wherever they stand."""
    plain = _plain(said)
    for code, pattern in _NEVER.items():
        if pattern.search(plain):
            yield code
    if _names_a_country(said):
        yield "country"
    verdict = screen_letter(said)
    if not verdict.allowed:
        yield "status" if verdict.rule == "status-in-letter" else "firewall"


_NEVER: dict[str, re.Pattern[str]] = {
    "may_be": _MAY,
    "we": _WE,
    "eligible": _ELIGIBLE,
    "status": _STATUS,
    "score": _SCORE,
    "copy": _COPY,
    "contact": _BY_MAIL,
}
MESSAGES["firewall"] = (
    "Nothing in a letter asks, tells or sends the Home Office anything. Her solicitor or adviser "
    "uses it as they see fit."
)


def repeats(text: str, told: Iterable[str]) -> bool:
    """Say whether four words in a row of a text stand in what was told about the case."""
    words = _words(text)
    runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    for each in told:
        other = _words(each)
        if runs & {tuple(other[at : at + RUN]) for at in range(len(other) - RUN + 1)}:
            return True
    return False


def leads_to_her(text: str, facts: Facts, *, numbered: bool = False) -> bool:
    """Say whether a line of an address, a postcode or a number out of the case stands in a text.

    ``numbered``: only lines with a figure, for a text that names towns and agencies by itself.
    """
    whole, known = _squeezed(text), (*facts.hidden, *facts.his)
    if numbered:
        return any(_finds(line, whole) for line in known if _DIGIT.search(line))
    lines = {line for each in known for line in (each, _street(each)) if _is_a_way(line)}
    return any(_finds(line, whole) for line in lines)


def _of_the_case(wording: Wording, content: Content, facts: Facts) -> Iterator[Fault]:
    if wording.needs_hearing and facts.heard_on is None:
        yield _fault("no_hearing", CASE)
    if not _is_a_name(facts.victim.name):
        yield _fault("her_name", CASE)
    him = facts.name_of(content.perpetrator_id)
    if wording.names_perpetrator == "required" and him.casefold() in NOT_A_NAME:
        yield _fault("not_named", CASE)
    elif him and not _is_a_name(him):
        yield _fault("his_name", CASE)


def _of_the_wording(wording: Wording, content: Content, said: str, facts: Facts) -> Iterator[Fault]:
    missing = [words for words in wording.must if words not in said]
    for words in missing:
        yield _fault(_FOR_WORDS.get(words.removesuffix(" by"), "no_words"), WORDS)
    days = [facts.heard_on] if wording.needs_hearing else [facts.heard_on, facts.referred_on]
    if not any(day and in_words(day) in said for day in days):
        yield _fault("no_day", WORDS)
    him = facts.name_of(content.perpetrator_id)
    if wording.names_perpetrator == "required" and him and him not in " ".join(content.paragraphs):
        yield _fault("not_named", CASE)


def _of_hidden(content: Content, said: str, facts: Facts) -> Iterator[Fault]:
    whole = " ".join((content.salutation, content.heading, *content.paragraphs))
    if leads_to_her(said, facts) or leads_to_her(whole, facts, numbered=True):
        yield _fault("address", ADDED)
    if content.added and repeats(content.added, facts.told):
        yield _fault("in_the_room", ADDED)


def _of_the_recipient(where: str, facts: Facts) -> Iterator[Fault]:
    name, _, postal = where.partition("\n")
    if name and not screen_recipient(name, (), (), postal).allowed:
        yield _fault("firewall", RECIPIENT)
    there = _squeezed(where)
    if any(_finds(line, there) for line in facts.his if _DIGIT.search(line)):
        yield _fault("his_address", RECIPIENT)
    works = [_squeezed(each.works_for) for each in facts.perpetrators.values() if each.works_for]
    if name and any(len(work) >= LEAST_TO_FIND and work in there for work in works):
        yield _fault("his_work", RECIPIENT)


_FOR_WORDS: dict[str, str] = {
    AT_RISK: "at_risk",
    "multi-agency": "single_agency",
    "multi-agency risk assessment conference": "single_agency",
    "a member of the": "not_a_member",
    "referred to": "no_day",
}


def _fault(code: str, field: str) -> Fault:
    return Fault(code, field, MESSAGES[code])


def _is_a_name(name: str) -> bool:
    known = name.casefold().strip(" .") not in NOT_A_NAME
    return known and screen_person_name(name).allowed and not undrawable(name)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _squeezed(text: str) -> str:
    return "".join(_words(text))


def _finds(line: str, squeezed: str) -> bool:
    """Say whether a line of an address, a postcode or a number stands in a text, however spaced."""
    sought = _squeezed(line)
    return len(sought) >= LEAST_TO_FIND and sought in squeezed


def _street(line: str) -> str:
    """Return a line without its number, if it still has two words: the road or the house."""
    words = [each for each in _words(line) if not _DIGIT.search(each)]
    return " ".join(words) if len(words) > 1 else ""


def _is_a_way(line: str) -> bool:
    """Say whether a line leads anywhere: one word without a figure may be the whole town."""
    return bool(_DIGIT.search(line)) or len(_words(line)) > 1


def _names_a_country(said: str) -> bool:
    words = _words(said)
    joined = f" {' '.join(words)} "
    return any(f" {country} " in joined for country in COUNTRIES)
