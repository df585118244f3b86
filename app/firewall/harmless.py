"""What names the Home Office and lets it know nothing: her solicitor acts, or nobody is to tell."""

import re

from app.firewall.verbs import ACT, ACTORS, ACTS, ADVISER, TELLING

NAME = "§"  # stands where a name of the family was
_FREE = rf"(?:\s+(?!(?:{ACTORS}|and|then|while|so|but|or|plus|with)\b)[\w'’-]+)"
_NEGLECT = (
    r"hesitate|forget|fail|only|just|delay|wait|stop|refrain|omit|neglect|avoid|merely|simply|"
    r"afraid|mind|miss|rely|forbid|forbidden|prohibit|barred|wrong|unlawful|banned|prevent"
)
_CONDITION = (
    r"until|unless|except|but|before|without|only|and|then|or|instead|if|when|after|yet|other than|"
    r"save|apart|besides|bar"
)
_TELL = "|".join(sorted(TELLING, key=len, reverse=True))

_SOONER = r"(?:\s+(?:now|then|please|formally|urgently|promptly|first|also))?"
_WILL = r"(?:to|will|can|could|may|might|should|would|shall|must|is to|are to|is going to)"
_SOLICITOR_ACTS = re.compile(
    rf"\b{ADVISER}(?:,?\s+(?:who|which|that))?"
    rf"(?:\s+{_WILL}{_SOONER}\s+(?:{ACT})|{_SOONER}\s+(?:{ACTS}))\b"
    rf"(?:\s+with)?{_FREE}{{0,8}}?(?:\s+with)?\s+(?:the\s+)?{NAME}"
)
# What a solicitor who acts for her does not say, and on whose word such a solicitor does not act.
_AGAINST_HER = re.compile(
    r"^[^.;\n]*?\b(?:report\w*|denounc\w*|expos\w*|overstay\w*|whereabouts|hiding|illegal\w*|"
    r"(?:on|at|for|from) (?:the )?(?:police|council|officer|force|dc \w+)(?:'s)?"
    r"(?: request| behalf| advice| instructions?)?|"
    r"behalf of (?:the )?(?:police|council|force|officer|marac)|"
    r"where she (?:is|lives|stays|works)|(?:have|get) (?:her|him|them) (?:deported|removed))\b"
)
# Another's solicitor, somebody beside her, or her solicitor as the means and not the one who acts.
_ANOTHERS_SOLICITOR = re.compile(
    rf"(?:\b(?:police|council|council's|force|borough|our|agency|trust|nhs|cps|authority|"
    rf"perpetrator's|team|department|{NAME})\s+(?:own\s+)?|"
    r"\b(?!(?:victim|client|woman|mother|mum|survivor)['’]s)\w+['’]s\s+(?:own\s+)?|"
    r"(?:\b(?:and|or|plus|with|through|via|by|using|as|without|instead of|than|behalf of|"
    r"acting for|in place of|ahead of)|&|/|,)\s*)$"
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
    rf"(?:\s+(?:or|nor)\s+(?:{_TELL}))?\s+(?:the\s+)?{NAME}"
    rf"(?![^.;\n]*\b(?:{_CONDITION})\b)"
)
_NOTHING_GOES = re.compile(
    rf"\b(?:nothing|no (?:information|details?|part of \w+|word))"
    rf"(?:\s+(?!(?:{_CONDITION}|more|less|wrong|stops?|prevents?)\b)[\w'’-]+){{0,6}}?\s+"
    rf"(?:goes|go|gets|reaches|"
    rf"(?:has|have|is|are|was|were|will|to) (?:ever )?(?:be|been)? ?(?:{_TELL}))"
    rf"\s+(?:to\s+)?(?:the\s+)?{NAME}(?![^.;\n]*\b(?:{_CONDITION}|late|later)\b)"
)
# Why it would be wrong not to tell: two refusals that make one request.
_NO_REASON = re.compile(
    r"\b(?:reason|excuse|why|remiss|wrong|silly|foolish|mistake|irresponsible|negligent|unsafe|"
    r"dangerous|harm|point|use|sense|cannot|afford|hard|hurt|nothing to|dare|pity)\s+(?:to\s+)?$"
)
_NEVER_ASKED = re.compile(
    rf"{NAME}\s+(?:(?:is|are|must|should|will|may)\s+)?(?:not|never)\s+(?:to\s+)?"
    rf"(?:(?:be\s+)?(?:ever\s+)?(?:{_TELL})|attend|take part|be present)\b"
    rf"(?![^.;\n]*\b(?:{_CONDITION}|late|later|everything|all|today|yet|by)\b)"
)
_CARRIED_OUT = re.compile(
    r"\b(?:carry|carries|make good|makes good|follow|act on|acts on|deliver|fulfil|honour|repeat|"
    r"support|help|do as|do what|second|echo|match|beat|before)\b[^.;\n]*$"
)
_FAR_ENOUGH = 200  # characters before a match that can turn it round
_THREATENED = re.compile(
    r"\b(?:(?:his|her husband's|(?:the )?perpetrator's|their|(?:the |his )?family's|her ex's)\s+"
    r"(?:\w+\s+){0,2}?threats?\s+(?:to|of)|he\s+(?:\w+\s+)?threaten(?:s|ed)\s+to)"
    rf"\s+(?:{_TELL})(?:\s+(?!(?:{_CONDITION})\b)[\w'’-]+){{0,6}}?\s+(?:the\s+)?{NAME}"
)
_TREATED_AS = re.compile(
    r"\b(?:his|her husband's|(?:the )?perpetrator's|their)\s+(?:\w+\s+)?"
    rf"(?:reports?|calls?|letters?|complaints?|messages?|tip-offs?|allegations?)\s+to\s+(?:the\s+)?{NAME}\s+as\s+(?:an?\s+)?"
    r"(?:stalking|harass\w*|coerc\w*|control\w*|offence|crime|breach|abuse|malicious)"
)
_ASKED_OF_SOLICITOR = re.compile(
    rf"\b(?:ask|talk to|talk with|speak to|speak with|see)\s+{ADVISER}\s+about\s+(?:the\s+)?"
    rf"{NAME}\s+"
    r"(?:refusal|decision|interview|appointment|letters?|papers|forms?|fees?|case)\b"
)
_NO_PART_OF = re.compile(rf"\b(?:is|are) not (?:a )?part of\s+(?:the\s+)?{NAME}")
_PAPERS_TO_SOLICITOR = re.compile(
    r"\b(?:send|pass|give|take|forward|bring|scan|copy|show|hand)\s+"
    rf"(?:(?:the|her|his|their|any|all|a|latest|new|original)\s+){{0,2}}{NAME}\s+"
    r"(?:(?:refusal|decision|appointment|latest|new)\s+)?"
    r"(?:letters?|refusal|decision|papers|paperwork|documents?|correspondence)\s+(?:over\s+)?to\s+"
    rf"{ADVISER}\b"
)
SAME_AGAIN = re.compile(
    r"\b(?:likewise|do the same|too|as well|jointly|together with|alongside|in parallel|cc|"
    r"second copy|same again|follow(?:s|ing)? up with (?:them|it))\b"
    rf"|\b(?:{ACTORS})\s+{_WILL}\s+(?:then\s+|also\s+)?do\s+(?:it|so|this|that)\b"
    rf"|\b(?:{_TELL})\s+(?:(?!{NAME})[\w'’-]+\s+){{0,4}}(?:them|they|directly)\b"
)


_HERS = r"(?:her|his|their)"
_GIVEN_TO_HER = re.compile(
    r"\b(?:given|sent|provided|handed|addressed|passed|released|written|supplied)\s+(?:only\s+)?"
    rf"to\s+(?:(?:her|him|them|the victim)\b(?!\s+own)|{ADVISER}\b)"
)
_OWN_APPLICATION = re.compile(
    r"\b(?:for|in|of|with)\s+(?:(?:use|support)\s+(?:in|of|with)\s+)?"
    rf"{_HERS}\s+own\s+(?:\w+\s+){{0,3}}?(?:applications?|claims?|appeals?|case)"
    rf"(?:\s+to\s+remain|\s+for\s+[\w ]{{1,40}}?)?\s+(?:to|with|before)\s+(?:the\s+)?{NAME}"
    r"(?!\s*,?\s*(?:which|who|whom|that|asking|requesting|to)\b)"
)
_TELLS_IN_WORDS = re.compile(rf"\b(?:{_TELL})\b")


_HARMLESS = (
    _NEVER_ASKED,
    _NOTHING_GOES,
    _TREATED_AS,
    _PAPERS_TO_SOLICITOR,
    _ASKED_OF_SOLICITOR,
    _NO_PART_OF,
)


def without_harmless(said: str, *, letter: bool) -> str:
    """Leave out of a text, its names hidden, whatever tells the family nothing.

    A ``letter`` may also say that it is for use in her own application there.
    """
    left = _without_solicitors_acts(_without_own_use(said) if letter else said)
    left = _unless(_CARRIED_OUT, _THREATENED, left)
    left = _unless(_NO_REASON, _NEVER_TOLD, left)
    for harmless in _HARMLESS:
        left = harmless.sub(" ", left)
    return left


def _without_solicitors_acts(said: str) -> str:
    def kept(match: re.Match[str]) -> str:
        is_anothers = _ANOTHERS_SOLICITOR.search(
            said[max(match.start() - _FAR_ENOUGH, 0) : match.start()]
        )
        is_against_her = _AGAINST_HER.search(said[match.end() :])
        return match[0] if is_anothers or is_against_her else " her solicitor acts "

    return _SOLICITOR_ACTS.sub(kept, said)


def _unless(before: re.Pattern[str], harmless: re.Pattern[str], said: str) -> str:
    """Leave out what is harmless, unless what stands before it turns it round."""

    def kept(match: re.Match[str]) -> str:
        return (
            match[0]
            if before.search(said[max(match.start() - _FAR_ENOUGH, 0) : match.start()])
            else " "
        )

    return harmless.sub(kept, said)


def _without_own_use(said: str) -> str:
    """Leave out that a letter is for her own application, unless another sends it there."""

    def kept(match: re.Match[str]) -> str:
        before = re.split(r"[.;\n]", said[max(match.start() - _FAR_ENOUGH, 0) : match.start()])[-1]
        is_sent = _TELLS_IN_WORDS.search(_GIVEN_TO_HER.sub(" ", before))
        return match[0] if is_sent else " her own application "

    return _OWN_APPLICATION.sub(kept, said)
