"""Decides whether a commitment would tell the Home Office, and who it is that would act."""

import re

from app.firewall import family
from app.firewall.mentions import Mention
from app.firewall.skeleton import Word, decoded, words
from app.firewall.unnamed import reaches_it
from app.firewall.verbs import (
    ACT,
    ACTORS,
    ACTS,
    ADVICE_BEFORE,
    ADVISER,
    IN_AN_EMERGENCY,
    OWNERS,
    SUBJECTS,
    TELLING,
    TITLES,
    TOLD_AFTER,
    TOLD_BEFORE,
    TOPIC_BEFORE,
)

_NAME = "§"
_FREE = rf"(?:\s+(?!(?:{ACTORS}|and|then|while|so|but|or|plus|with)\b)[\w'’-]+)"
_NEGLECT = (
    r"hesitate|forget|fail|only|just|delay|wait|stop|refrain|omit|neglect|avoid|merely|simply|"
    r"afraid|mind|miss|rely"
)
_CONDITION = r"until|unless|except|but|before|without|only|and|then|or|instead|if|when|after|yet"
_TELL = "|".join(sorted(TELLING, key=len, reverse=True))

_SOONER = r"(?:\s+(?:now|then|please|formally|urgently|promptly|first|also))?"
_WILL = r"(?:to|will|can|could|may|might|should|would|shall|must|is to|are to|is going to)"
_SOLICITOR_ACTS = re.compile(
    rf"\b{ADVISER}(?:,?\s+(?:who|which|that))?"
    rf"(?:\s+{_WILL}{_SOONER}\s+(?:{ACT})|{_SOONER}\s+(?:{ACTS}))\b"
    rf"(?:\s+with)?{_FREE}{{0,8}}?(?:\s+with)?\s+(?:the\s+)?{_NAME}"
)
# What a solicitor who acts for her does not say, and on whose word such a solicitor does not act.
_AGAINST_HER = re.compile(
    r"^[^.;\n]*?\b(?:report\w*|denounc\w*|expos\w*|overstay\w*|whereabouts|hiding|illegal\w*|"
    r"(?:on|at|for|from) (?:the )?(?:police|council|officer|force|dc \w+)(?:'s)?(?: request| behalf|"
    r" advice| instructions?)?|behalf of (?:the )?(?:police|council|force|officer|marac)|"
    r"where she (?:is|lives|stays|works)|(?:have|get) (?:her|him|them) (?:deported|removed))\b"
)
# Another's solicitor, somebody beside her, or her solicitor as the means and not the one who acts.
_ANOTHERS_SOLICITOR = re.compile(
    rf"(?:\b(?:police|council|council's|force|borough|our|agency|trust|nhs|cps|authority|"
    rf"perpetrator's|team|department|{_NAME})\s+(?:own\s+)?|"
    r"\b(?!(?:victim|client|woman|mother|mum|survivor)['’]s)\w+['’]s\s+(?:own\s+)?|"
    r"(?:\b(?:and|or|plus|with|through|via|by|using|as|without|instead of|than)|&|/|,)\s*)$"
)
_NOT = (
    r"(?:do|does|did|will|must|should|shall|may|can|is|are|be) not|(?:do|does|wo|ca|must)n['’]t|"
    r"cannot|not to|never(?: to)?"
)
_NOBODY = (
    r"(?:no one|nobody|no agency|no professional)(?: here)?"
    r"(?: is to| will| may| should| must| to)?|"
    r"(?:nothing|no information|no details)(?: is| are| will| must| may| should)?(?: to)? be"
)
_NEVER_TOLD = re.compile(
    rf"\b(?:{_NOT}|{_NOBODY})\s+"
    rf"(?:(?!(?:{_NEGLECT})\w*\b)\w+\s+){{0,2}}(?:{_TELL})\b"
    rf"(?:\s+(?!(?:{_CONDITION}|{_TELL}|that|we|i|who|whom|because)\b)[\w'’-]+){{0,10}}?"
    rf"(?:\s+(?:or|nor)\s+(?:{_TELL}))?\s+(?:the\s+)?{_NAME}"
    rf"(?![^.;\n]*\b(?:{_CONDITION})\b)"
)
_NOTHING_GOES = re.compile(
    rf"\b(?:nothing|no (?:information|details?|part of \w+|word))"
    rf"(?:\s+(?!(?:{_CONDITION}|more|less|wrong|stops?|prevents?)\b)[\w'’-]+){{0,6}}?\s+"
    rf"(?:goes|go|gets|reaches|(?:has|have|is|are|was|were|will|to) (?:ever )?(?:be|been)? ?(?:{_TELL}))"
    rf"\s+(?:to\s+)?(?:the\s+)?{_NAME}(?![^.;\n]*\b(?:{_CONDITION}|late|later)\b)"
)
# Why it would be wrong not to tell: two refusals that make one request.
_NO_REASON = re.compile(
    r"\b(?:reason|excuse|why|remiss|wrong|silly|foolish|mistake|irresponsible|negligent|unsafe|"
    r"dangerous|harm|point|use|sense|cannot|afford|hard|hurt|nothing to|dare|pity)\s+(?:to\s+)?$"
)
_NEVER_ASKED = re.compile(
    rf"{_NAME}\s+(?:(?:is|are|must|should|will|may)\s+)?(?:not|never)\s+(?:to\s+)?"
    rf"(?:(?:be\s+)?(?:ever\s+)?(?:{_TELL})|attend|take part|be present)\b"
    rf"(?![^.;\n]*\b(?:{_CONDITION}|late|later|everything|all|today|yet|by)\b)"
)
_CARRIED_OUT = re.compile(
    r"\b(?:carry|carries|make good|makes good|follow|act on|acts on|deliver|fulfil|honour|repeat|"
    r"support|help|do as|do what|second|echo|match|beat|before)\b[^.;\n]*$"
)
_THREATENED = re.compile(
    r"\b(?:(?:his|her husband's|(?:the )?perpetrator's|their|(?:the |his )?family's|her ex's)\s+"
    r"(?:\w+\s+){0,2}?threats?\s+(?:to|of)|he\s+(?:\w+\s+)?threaten(?:s|ed)\s+to|"
    rf"he\s+will)\s+(?:{_TELL})(?:\s+(?!(?:{_CONDITION})\b)[\w'’-]+){{0,6}}?\s+(?:the\s+)?{_NAME}"
)
_PAPERS_TO_SOLICITOR = re.compile(
    r"\b(?:send|pass|give|take|forward|bring|scan|copy|show|hand)\s+"
    rf"(?:(?:the|her|his|their|any|all|a|latest|new|original)\s+){{0,2}}{_NAME}\s+"
    r"(?:(?:refusal|decision|appointment|latest|new)\s+)?"
    r"(?:letters?|refusal|decision|papers|paperwork|documents?|correspondence)\s+(?:over\s+)?to\s+"
    rf"{ADVISER}\b"
)
_HOME_AND_OFFICE = re.compile(
    r"home ?[,/] ?office (?:hours|numbers?|phones?|address(?:es)?|time)\b"
)
_SAME_AGAIN = re.compile(
    r"\b(?:likewise|do the same|too|as well|jointly|together with|alongside|in parallel|cc|"
    r"second copy|same again|follow(?:s|ing)? up with (?:them|it))\b"
    rf"|\b(?:{ACTORS})\s+{_WILL}\s+(?:then\s+|also\s+)?do\s+(?:it|so|this|that)\b"
    rf"|\b(?:{_TELL})\s+(?:(?!{_NAME})[\w'’-]+\s+){{0,4}}(?:them|they|directly)\b"
)


_HERS = r"(?:her|his|their)"
_GIVEN_TO_HER = re.compile(
    r"\b(?:given|sent|provided|handed|addressed|passed|released|written|supplied)\s+(?:only\s+)?"
    rf"to\s+(?:(?:her|him|them|the victim)\b(?!\s+own)|{ADVISER}\b)"
)
_OWN_APPLICATION = re.compile(
    r"\b(?:for|in|of|with)\s+(?:(?:use|support)\s+(?:in|of|with)\s+)?"
    rf"{_HERS}\s+own\s+(?:\w+\s+){{0,3}}?(?:applications?|claims?|appeals?|case)"
    rf"(?:\s+to\s+remain|\s+for\s+[\w ]{{1,40}}?)?\s+(?:to|with|before)\s+(?:the\s+)?{_NAME}"
)
_TELLS_IN_WORDS = re.compile(rf"\b(?:{_TELL})\b")


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
    left = _without_solicitors_acts(_without_own_use(said) if letter else said)
    left = _unless(_CARRIED_OUT, _THREATENED, left)
    left = _unless(_NO_REASON, _NEVER_TOLD, left)
    for harmless in (_NEVER_ASKED, _NOTHING_GOES, _PAPERS_TO_SOLICITOR):
        left = harmless.sub(" ", left)
    return _NAME in left or bool(_SAME_AGAIN.search(left)) or reaches_it(left)


def _blocking_mentions(text: str) -> list[Mention]:
    read = words(text, leet=False)
    strong = [m for m in family.named(text) if not _is_a_home_and_an_office(text, m)]
    letters = [m for m in family.in_capitals(text) if _is_told(read, m)]
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


def _is_told(read: list[Word], mention: Mention) -> bool:
    """Letters such as HO stand for the body only where somebody is told, asked or sent to."""
    before, after = _neighbours(read, mention)
    if before and before[-1] in TITLES:
        return False
    if mention.name.upper() == "ICE" and after and after[0] in IN_AN_EMERGENCY:
        return False
    told_after = bool(after) and (after[0] in TOLD_AFTER or after[:2] == ["to", "be"])
    return told_after or bool(before and before[-1] in TOLD_BEFORE)


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
    owned = len(before) > 1 and before[-1] in OWNERS and before[-2] in TOPIC_BEFORE
    return (
        before[-1] in ADVICE_BEFORE
        or before[-1] in TOPIC_BEFORE
        or owned
        or (before[-2:] == ["subject", "to"])
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
        if _NAME not in said[mention.start : mention.end]:
            said = said[: mention.start] + _NAME + said[mention.end :]
    return re.sub(r"[^\S\n]+", " ", said).casefold()


def _without_solicitors_acts(said: str) -> str:
    def kept(match: re.Match[str]) -> str:
        is_anothers = _ANOTHERS_SOLICITOR.search(said[: match.start()])
        is_against_her = _AGAINST_HER.search(said[match.end() :])
        return match[0] if is_anothers or is_against_her else " her solicitor acts "

    return _SOLICITOR_ACTS.sub(kept, said)


def _unless(before: re.Pattern[str], harmless: re.Pattern[str], said: str) -> str:
    """Leave out what is harmless, unless what stands before it turns it round."""

    def kept(match: re.Match[str]) -> str:
        return match[0] if before.search(said[: match.start()]) else " "

    return harmless.sub(kept, said)


def _without_own_use(said: str) -> str:
    """Leave out that a letter is for her own application, unless another sends it there."""

    def kept(match: re.Match[str]) -> str:
        before = re.split(r"[.;\n]", said[: match.start()])[-1]
        is_sent = _TELLS_IN_WORDS.search(_GIVEN_TO_HER.sub(" ", before))
        return match[0] if is_sent else " her own application "

    return _OWN_APPLICATION.sub(kept, said)
