"""Decides whether a commitment would tell the Home Office, and who it is that would act."""

import re

from app.firewall import family
from app.firewall.harmless import NAME, SAME_AGAIN, without_harmless
from app.firewall.mentions import Mention
from app.firewall.skeleton import Word, decoded, words
from app.firewall.unnamed import reaches_it
from app.firewall.verbs import (
    ADVICE_BEFORE,
    HELP_WITH,
    IN_AN_EMERGENCY,
    JOINING,
    OWNERS,
    PEOPLE_IN,
    SUBJECTS,
    TELLING,
    TITLES,
    TO_ACT,
    TOLD_AFTER,
    TOLD_BEFORE,
    TOPIC_BEFORE,
    TOPIC_BEFORE_TO,
)

_HOME_AND_OFFICE = re.compile(
    r"home ?[,/] ?office (?:hours|numbers?|phones?|address(?:es)?|time)\b"
    r"|[Hh]ome office (?:hours|set-?up|equipment|chair|furniture|working|allowance|supplies)\b"
)


def would_tell(text: str, *, letter: bool = False) -> bool:
    """Say whether doing what this text says would let the Home Office know about somebody.

    A ``letter`` may also say that it is for use in her own application there.
    """
    read = decoded(text)
    mentions = _blocking_mentions(read)
    if not mentions:
        return reaches_it(read)
    if not family.is_written_plainly(text) or not all(mention.plain for mention in mentions):
        return True
    said = _with_names_hidden(read, mentions)
    left = without_harmless(said, letter=letter)
    return NAME in left or bool(SAME_AGAIN.search(left)) or reaches_it(left)


def _blocking_mentions(text: str) -> list[Mention]:
    read = words(text, leet=False)
    strong = [
        mention
        for mention in family.named(text)
        if not _is_a_home_and_an_office(text, mention)
        and not _is_a_home_and_then_an_office(read, text, mention)
    ]
    letters = [m for m in family.in_capitals(text) if _is_told(read, m) or _acts(read, m)]
    small = [m for m in family.in_small_letters(text) if _is_told(read, m)]
    bodies = [m for m in family.immigration(text) if _is_body(text, read, m)]
    return [*strong, *letters, *small, *bodies]


def _is_a_home_and_an_office(text: str, mention: Mention) -> bool:
    """The office of a care home, or somebody's home and office: in small letters."""
    if _HOME_AND_OFFICE.match(text, mention.start):
        return True
    before = re.search(
        r"(?i)\b(?:care|nursing|residential|children['’]?s|rest)\s+$", text[: mention.start]
    )
    return before is not None and text[mention.start : mention.end] in (
        "home office",
        "home offices",
    )


def _is_a_home_and_then_an_office(read: list[Word], text: str, mention: Mention) -> bool:
    """Move home; office to redirect the post: a sentence ends between, and nobody is told."""
    if not re.fullmatch(r"(?i)home[.;:!?]\s+offices?", text[mention.start : mention.end]):
        return False
    before = _neighbours(read, mention)[0]
    return not before or before[-1] not in TOLD_BEFORE


def _is_told(read: list[Word], mention: Mention) -> bool:
    """Letters such as HO stand for the body only where somebody is told, asked or sent to."""
    before, after = _neighbours(read, mention)
    if before and before[-1] in TITLES:
        return False
    if mention.name.upper() == "ICE" and after and after[0] in IN_AN_EMERGENCY:
        return False
    told_after = bool(after) and (after[0] in TOLD_AFTER or after[:2] == ["to", "be"])
    return told_after or bool(before and before[-1] in TOLD_BEFORE)


def _acts(read: list[Word], mention: Mention) -> bool:
    """Letters in capitals stand for the body where they act and no name stands before."""
    before, after = _neighbours(read, mention)
    return bool(after) and after[0] in TO_ACT and (not before or before[-1] in JOINING)


def _is_body(text: str, read: list[Word], mention: Mention) -> bool:
    """Immigration is a body if it is spelled oddly, or told something; else it is a subject."""
    if not mention.plain:
        return True
    before, after = _neighbours(read, mention)
    if after and after[0] in SUBJECTS:
        return False
    if before and _is_subject_after(before):
        return False
    heading = re.match(r"\s*[:–-]\s", text[mention.end :]) is not None and not before
    return not heading and _tells(read, mention)


def _is_subject_after(before: list[str]) -> bool:
    last_but_one = before[-2] if len(before) > 1 else ""
    if before[-1] in ("in", "at", "from", "over") and last_but_one in PEOPLE_IN:
        return False
    if before[-1] == "with" and last_but_one in HELP_WITH:
        return True
    owned = len(before) > 1 and before[-1] in OWNERS and before[-2] in TOPIC_BEFORE
    return (
        before[-1] in ADVICE_BEFORE
        or before[-1] in TOPIC_BEFORE
        or owned
        or (before[-1] == "to" and len(before) > 1 and before[-2] in TOPIC_BEFORE_TO)
    )


def _neighbours(read: list[Word], mention: Mention) -> tuple[list[str], list[str]]:
    """Return the words of the same sentence before a mention, and those after it."""
    before: list[str] = []
    after: list[str] = []
    for word in read:
        if word.end <= mention.start:
            before = [word.letters] if word.begins else [*before, word.letters]
        elif word.start >= mention.end:
            if word.begins and (after or "." not in mention.name):
                break
            after.append(word.letters)
    return before, after


def _tells(read: list[Word], mention: Mention) -> bool:
    before, after = _neighbours(read, mention)
    sentence = [*before, *after]
    return any(word in TELLING for word in sentence) or any(
        "".join(sentence[first : first + size]) in TELLING
        for size in (2, 3, 4, 5, 6)
        for first in range(len(sentence) - size + 1)
    )


def _with_names_hidden(text: str, mentions: list[Mention]) -> str:
    """Return the text in small letters, its spaces single, each name of the family as one sign."""
    said = text
    for mention in sorted(mentions, key=lambda m: (-m.end, m.start)):
        if NAME not in said[mention.start : mention.end]:
            said = said[: mention.start] + NAME + said[mention.end :]
    return re.sub(r"[^\S\n]+", " ", said).casefold()
