"""Finds words about somebody's immigration status, which belong in the sealed section alone."""

import re

from app.firewall import family
from app.firewall.skeleton import decoded, words

_TOPIC = (
    r"\be ?visas?\b|\bvisas?\b|\boverstay\w*|\bundocumented\b|\billegal(?:ly)? (?:im)?migra\w*"
    r"|\bhere illegal\w*|\billegal(?:s\b|ly here)|\basylum\b|\brefugees?\b|\bdeport\w*"
    r"|\bleave to remain\b|\bleave to enter\b|\bindefinite leave\b"
    r"|\bpre ?settled\b|\bsettled status\b|\beuss\b|\bilr\b"
    r"|\bresidence permit|\bbiometric\b|\bbrp\b|\bno recourse\b|\bnrpf\b|\bright to work\b"
    r"|\bright to rent\b|\bwork permit|\bnationalit\w*|\bcitizenship\b|\bpassport numbers?\b"
    r"|\bimmigration (?:status|history|number|papers)\b|\buncertain status\b|\binsecure status\b"
    r"|\bspous(?:e|al) (?:visa|route|dependant)|\bdependa?nt (?:visa|of his visa)"
    r"|\b(?:entered|came to|arrived in|brought to) (?:the )?(?:uk|britain|england)\b"
    r"|\bcountry of (?:origin|birth|nationality)\b|\bno (?:legal )?(?:status|papers)\b"
    r"|\bcase id\b|\bport reference\b|\bhome office (?:ref|number|reference)"
)
_OFFERED = re.compile(
    rf"{_TOPIC}|\b(?:ddvc|mvdac|dvilr)\b|\bsent? back to (?:her|his|their)\b|\btraffick\w*"
    r"|\bher (?:own |home )country\b|\bhis sponsorship\b|\bimmigra\w*|\bmigrants?\b"
)
_IN_A_LETTER = re.compile(_TOPIC)
# What a letter may say, because its reader or the paper it serves is called so.
_FITTING = re.compile(
    r"\bdestitution domestic violence concession\b"
    r"|\bmigrant victims? of domestic abuse concession\b"
    r"|\b(?:immigration|asylum)(?:,? and|,? or| /)? (?:immigration|asylum|nationality)? ?"
    r"(?:solicitors?|advis[eo]rs?|advice|law|lawyers?|authority|chamber|team|department|"
    r"practitioners?)\b"
)


def suggests_compartment(text: str) -> bool:
    """Say whether narrative should be offered a move to the immigration section."""
    read = decoded(text)
    return bool(
        family.named(read)
        or family.in_capitals(read)
        or family.immigration(read)
        or _says(_OFFERED, read)
    )


def is_told(text: str) -> bool:
    """Say whether a letter's words tell something of somebody's immigration status."""
    return _says(_IN_A_LETTER, decoded(text))


def _says(topic: re.Pattern[str], read: str) -> bool:
    return any(topic.search(_FITTING.sub(" ", said)) for said in _readings(read))


def _readings(read: str) -> list[str]:
    folded = (" ".join(each.letters for each in words(read, leet=leet)) for leet in (False, True))
    return [" ".join(read.casefold().split()), *folded]
