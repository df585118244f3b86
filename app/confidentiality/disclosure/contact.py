"""Finds in any text how somebody could be reached or found, however it was typed.

No address of the case need be known for it: a postcode, a number, an online name, a link to a map
or a place on one is taken out wherever it stands (ICO, reprimands of September and November 2023).
"""

import re
from collections.abc import Iterator

ADDRESS, NUMBER, MAIL = "[address left out]", "[number left out]", "[e-mail left out]"
HANDLE, LINK, PLACE = "[online name left out]", "[link left out]", "[place left out]"
ROADS = (
    r"street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|gardens|gdns|grove|place|square"
    r"|terrace|crescent|cres|mews|hill|row|walk|park|house|green|yard|wharf|wharfside|parade|rise"
    r"|view|estate"
)
_SURELY_ROADS = (
    r"street|road|rd|lane|ln|avenue|ave|close|drive|gardens|grove|terrace|crescent|mews|wharfside"
)
_NO_NAMES = (
    r"a|an|and|as|at|bed|bedroom|by|calls?|children|days?|different|doors?|first|for|from|further"
    r"|her|his|hours?|in|it|its|last|men|metres?|miles?|minutes?|months?|more|my|next|of|on|or|other"
    r"|our|own|people|same|second|separate|since|steps|storey|that|the|their|then|this|times?|to"
    r"|weeks?|with|women|yards?|years?"
)
_FLAT = r"(?:(?i:flat|unit|room|apartment|apt)\s+\w{1,4},?\s+)?"
_STREETS = (
    re.compile(
        rf"\b{_FLAT}\d{{1,4}}[A-Za-z]?,?\s+(?:(?!(?i:{_NO_NAMES})\b)(?:[A-Z][\w'’.-]*)\s+){{1,4}}"
        rf"(?i:{ROADS})\b\.?"
    ),
    re.compile(
        rf"(?i:\b{_FLAT}\d{{1,4}}[a-z]?,?\s+(?:(?!(?:{_NO_NAMES})\b)[a-z][\w'’.-]*\s+){{1,3}}"
        rf"(?:{_SURELY_ROADS})\b\.?)"
    ),
)
_POSTCODES = (
    re.compile(r"(?i:\b[a-z]{1,2}[0-9][a-z0-9]?[\s\u00a0.,_–-]{0,3}[0-9][a-z]{2}\b)"),
    re.compile(
        r"\b[A-Z](?:[ .\-]?[A-Z])?[ .\-]?[0-9](?:[ .\-]?[0-9A-Z])?[ .\-]{1,3}"
        r"[0-9][ .\-]?(?!AM\b|PM\b)[A-Z][ .\-]?[A-Z]\b"
    ),
)
_MAIL = re.compile(r"[\w.+'-]+(?:@|\s?[(\[]\s?at\s?[)\]]\s?)[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@.])@[\w.]*\w{2,}")
_LINKS = (
    re.compile(r"(?i:\b(?:https?://|www\.)\S*[\w/])"),
    re.compile(r"(?i:\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/[^\s,;]*[\w/])"),
    re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|org\.uk|gov\.uk|nhs\.uk)\b"),
)
_PLACES = (
    re.compile(r"/{2,3}\s?\w+\.\w+\.\w+"),
    re.compile(r"(?<![\w./@])[a-z]{3,}\.[a-z]{3,}\.[a-z]{3,}(?![\w@]|\.\w)"),
    re.compile(
        r"[-+]?\d{1,3}\.\d{3,}\s?°?\s?(?:[NSEW]\b)?[\s,;/]{1,3}[-+−]?\d{1,3}\.\d{3,}"
        r"(?:\s?°?\s?[NSEW]\b)?"
    ),
    re.compile(
        r"\d{1,3}\s?°\s?\d{1,2}(?:\.\d+)?\s?['’′](?:\s?\d{1,2}(?:\.\d+)?\s?[\"”″])?\s?[NSEW]?"
    ),
    re.compile(r"\b[HJNOST][A-HJ-Z] ?\d{3,5} \d{3,5}\b"),
    re.compile(r"\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b"),
)
_PHONE = re.compile(
    r"(?<![\w£$€])(?:\+|00)?[(\[]?[\dOo]"
    r"(?:[\dOolI\s\u00a0().\-–—/\[\]_]|\band then\b|\bthen\b|\band\b){7,30}[\dOolI](?!\w)"
)
_LEAST_DIGITS, _MOST_DIGITS = 7, 17
_DATES = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[./–-]\s?\d{1,2}\s?[./–-]\s?(?:\d{4}|\d{2})"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2}(?!\d))(?!\d)"
)
_HOURS = re.compile(r"(?<!\d)[0-2]\d[0-5]\d\s?(?:-|–|and|to)\s?[0-2]\d[0-5]\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\s?[/–-]\s?\d{2})?(?!\d)")
_DIGIT_WORDS = re.compile(
    r"(?i:\b(?:(?:oh?|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble"
    r"|hundred|\d)\b[\s,.\-]{0,3}){5,}(?:oh?|zero|nought|one|two|three|four|five|six|seven|eight"
    r"|nine|hundred|\d)\b)"
)


def ways_to_reach(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each way to reach or find somebody begins and ends, and what stands instead."""
    for patterns, instead in (
        ((_MAIL,), MAIL),
        (_LINKS, LINK),
        ((_HANDLE,), HANDLE),
        (_PLACES, PLACE),
        (_STREETS, ADDRESS),
        (_POSTCODES, ADDRESS),
        ((_DIGIT_WORDS,), NUMBER),
    ):
        for pattern in patterns:
            yield from ((found.start(), found.end(), instead) for found in pattern.finditer(text))
    for found in _PHONE.finditer(text):
        if _is_a_number(found[0]):
            yield found.start(), found.end(), NUMBER


def _is_a_number(typed: str) -> bool:
    """Say whether this is a telephone number, and not days, times or years."""
    left = _HOURS.sub(" ", _DATES.sub(" ", typed))
    if left.lstrip(" ([")[:1] not in {"0", "O", "o", "+"}:
        left = _YEARS.sub(" ", left)
    digits = sum(each.isdigit() or each in "OolI" for each in left)
    real = sum(each.isdigit() for each in left)
    return _LEAST_DIGITS <= digits <= _MOST_DIGITS and real + 1 >= _LEAST_DIGITS
