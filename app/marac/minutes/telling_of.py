"""Whether a sentence tells what somebody of the case said, feared or did, or what has happened.

Asked of words that somebody writes over the board's and that name the Home Office: what is none of
this may be an undertaking, in whatever tense ("Police notify …", "It was thought best that …").
"""

import re

_AGENCIES = (
    r"police|officers?|p[cs]|dc|council|borough|local authority|social (?:care|services|workers?)|"
    r"housing|schools?|college|health visitors?|hospital|gp|nurse|midwi(?:fe|ves)|probation|idvas?|"
    r"isvas?|we|marac|meeting|chair|coordinator|agenc(?:y|ies)|teams?|services?|charity|refuge|"
    r"mash|advocate|landlord|employer|somebody|someone|anybody|anyone|everybody|everyone|all"
)
_AGENCY = re.compile(rf"\b(?:{_AGENCIES})\b", re.I)
_RELATIVES = (
    r"husband|wife|partner|boyfriend|girlfriend|mother|father|brother|sister|son|daughter|child|"
    r"children|uncle|aunt|cousin|family|parents|in-laws|friend|neighbou?r|sponsor|solicitor|adviser"
)
_PERSON = re.compile(
    r"\b(?:s?he|(?:the )?(?:victim|(?:alleged )?perpetrator)|m(?:r|s|rs|iss) \w+|"
    rf"(?:her|his|their) (?:ex[- ])?(?:{_RELATIVES})(?:-in-law)?)\b(?!['’]|\s+and\b)",
    re.I,
)
_THE_BODY = re.compile(
    r"(?:the )?(?:home office|ukvi|immigration enforcement|border force)\b(?!['’])", re.I
)
_GIVES_WORDS = re.compile(
    r"\b(?:said|says|saying|threat\w*|told|tells|asked|fears?|feared|afraid|scared|"
    r"worr(?:y|ies|ied)|believes?|believed|claims?|claimed|discloses?|disclosed|describes?|"
    r"described|(?:thinks?|thought|heard)(?!\s+(?:it\s+)?(?:best|better|right|wise|proper)))\b",
    re.I,
)
_DONE = (
    r"told|reported|notified|informed|rang|called|contacted|wrote|sent|passed|shared|referred|"
    r"asked|alerted|gave|came|went|visited|arrested|detained|refused|knew|learned|learnt"
)
_DID = re.compile(
    rf"\b(?:{_AGENCIES})(?:\s+(?!(?:is|are|be|to)\b)[\w'’-]+){{0,4}}?\s+(?:{_DONE})\b", re.I
)
_IS_TOLD = re.compile(
    r"\b(?:is|are|be|being|gets?)\s+(?:\w+\s+)?"
    r"(?:told|notified|informed|contacted|rung|called|alerted|updated|asked|given|sent|reported|"
    r"referred)\b",
    re.I,
)
_IS_TO = re.compile(
    r"\b(?:will|shall|must|should|agree[ds]?|actions?|needs?|going to|please)\b"
    r"|\bto\s+(?!(?:the|an?|her|his|their|them|him|me|us|it|immigration|ukvi|home|border)\b)",
    re.I,
)
_ORDERS = re.compile(
    rf"\bagree[ds]?\b|\bactions?\b|[:–]\s*(?:the\s+)?(?:{_AGENCIES})\b[^.]*\bto\b", re.I
)
_BY_WHEN = re.compile(
    r"\bby (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next|the end|\d)|\btomorrow\b|"
    r"\bnext (?:week|month|\w+day)\b|\bwithin \w+ (?:hours|days|weeks)\b|\basap\b|"
    r"\bas soon as\b|\bimmediately\b|\bfrom now on\b",
    re.I,
)


def is_told(sentence: str) -> bool:
    """Say whether a sentence only tells: a person's words or acts, or what an agency did."""
    if _ORDERS.search(sentence):
        return False
    person, agency = _PERSON.search(sentence), _AGENCY.search(sentence)
    until = agency.start() if agency else len(sentence)
    if person and person.start() < until:
        if _GIVES_WORDS.search(sentence, person.end(), until):
            return True
    if _IS_TO.search(sentence) or _IS_TOLD.search(sentence) or _BY_WHEN.search(sentence):
        return False
    if agency:
        return bool(_DID.search(sentence)) or _says_of_somebody(sentence, agency.end())
    return bool(person or _THE_BODY.match(sentence))


def _says_of_somebody(sentence: str, at: int) -> bool:
    """Whether an agency says, from here on, what somebody of the case feared or did."""
    words = _GIVES_WORDS.search(sentence, at)
    person = _PERSON.search(sentence, words.end()) if words else None
    return person is not None and _AGENCY.search(sentence, at) is None
