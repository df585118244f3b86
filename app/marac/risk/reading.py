"""Reads an instrument from a data file, and says of one that cannot be used what to change.

The shape is that of ``instruments/core-24.json``. ``core-24`` in other words (licensed wording, for
instance) keeps its 24 codes, so that what was answered earlier can stand beside what is answered
now. A form of its own name has the topics that it has. None asks about immigration: that is asked
in the immigration section, which is sealed apart.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.firewall import family
from app.firewall.skeleton import decoded, words
from app.marac.risk.instrument import CORE, IMMIGRATION, Instrument, Topic, load
from app.refusals import RuleBroken
from app.web.text import one_line

NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
NEVER_KEPT = ("passphrase", "password", "token", "secret")
"""Words of which no draft keeps a field (``accounts.draft.rules``): an answer would be lost."""
ELSEWHERE = re.compile(
    r"\be?visas?\b|\bpassport numbers?\b|\bnationalit|\bcitizenship|\basylum|\brefugees?\b|\bdeport"
    r"|\bcountry of\b|\b(?:which|what) countr|\bleave to remain\b|\bresidence permit"
    r"|\bsettled status\b|\bno recourse\b|\bnrpf\b|\bimmigra"
)
"""What only the immigration section asks about, and what no form asks at all."""
NEVER_SAID = re.compile(r"\billegal|\blow(?:er)?[ -]risk\b")
LONGEST_LABEL = 200
LONGEST_HELP = 500
MOST_TOPICS = 60
KNOWN = frozenset({"id", "version", "title", "note", "topics", "threshold", "indicator"})
TOPIC = frozenset({"code", "label", "help"})


def read_instrument(text: str) -> Instrument:
    """Read a file's text; ``RuleBroken`` names the place and says what to change."""
    given = _object(text)
    unknown = sorted(given.keys() - KNOWN)
    if unknown:
        raise RuleBroken(unknown[0], f"Take out “{unknown[0]}”: no instrument has it.")
    if given.get("indicator"):
        raise RuleBroken("indicator", "Take out “indicator”: only the immigration section has one.")
    topics = _topics(given.get("topics"))
    return Instrument(
        id=_name(given),
        version=_matching(given, "version", VERSION, "for example 2026-1"),
        title=_words(given, "title", "the file", LONGEST_LABEL),
        topics=topics,
        threshold=_threshold(given, len(topics)),
    )


def _object(text: str) -> Mapping[str, Any]:
    try:
        given = json.loads(text)
    except ValueError as fault:
        raise RuleBroken("file", f"The file is not JSON: {fault}.") from None
    if not isinstance(given, dict):
        raise RuleBroken("file", "The file must hold one instrument: {“id”: …, “topics”: […]}.")
    return given


def _name(given: Mapping[str, Any]) -> str:
    name = _matching(given, "id", NAME, "small letters, digits and hyphens, for example core-24")
    if name == IMMIGRATION:
        raise RuleBroken(
            "id", "The immigration section is the same in every area. Give the form another id."
        )
    if name == CORE:
        _check_core(given)
    return name


def _check_core(given: Mapping[str, Any]) -> None:
    codes = {topic.code for topic in _topics(given.get("topics"))}
    known = load(CORE).codes
    missing, strange = sorted(known - codes), sorted(codes - known)
    if missing or strange:
        parts = [f"add {', '.join(missing)}"] if missing else []
        parts += [f"take out {', '.join(strange)}"] if strange else []
        wanted = " and ".join(parts)
        raise RuleBroken(
            "topics", f"{CORE} keeps its 24 codes: {wanted}, or give the form another id."
        )
    if given.get("threshold") is not None:
        message = f"Take out “threshold”: the area’s own setting is used with {CORE}."
        raise RuleBroken("threshold", message)


def _topics(given: Any) -> tuple[Topic, ...]:
    if not isinstance(given, list) or not given:
        raise RuleBroken("topics", "List the topics: “topics”: [{“code”: …, “label”: …}].")
    if len(given) > MOST_TOPICS:
        raise RuleBroken(
            "topics", f"A form has at most {MOST_TOPICS} topics; {len(given)} are listed."
        )
    topics = tuple(_topic(each, number) for number, each in enumerate(given, 1))
    twice = [code for code, count in Counter(t.code for t in topics).items() if count > 1]
    if twice:
        raise RuleBroken("topics", f"Give each topic a code of its own: {twice[0]} is there twice.")
    return topics


def _topic(given: Any, number: int) -> Topic:
    where = f"topic {number}"
    if not isinstance(given, dict) or given.keys() - TOPIC:
        raise RuleBroken("topics", f"Give {where} a code, a label and help, and nothing else.")
    code = given.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code) or any(w in code for w in NEVER_KEPT):
        raise RuleBroken("topics", f"Give {where} another code, of small letters, digits and _.")
    label = _words(given, "label", where, LONGEST_LABEL)
    help_ = _words(given, "help", where, LONGEST_HELP) if given.get("help") else ""
    return Topic(code, label, help_)


def _words(given: Mapping[str, Any], name: str, where: str, most: int) -> str:
    text = given.get(name)
    text = one_line(text) if isinstance(text, str) else ""
    if not text:
        raise RuleBroken("topics" if name != "title" else name, f"Give {where} a {name}.")
    if len(text) > most:
        message = f"Shorten the {name} of {where}: it must be {most} characters or fewer."
        raise RuleBroken("topics" if name != "title" else name, message)
    _check_words(text, name, where)
    return text


def _check_words(text: str, name: str, where: str) -> None:
    """Refuse words that would have status written where the whole circle reads, or that harm."""
    field = "topics" if name != "title" else name
    read = decoded(text)
    folded = (" ".join(each.letters for each in words(read, leet=leet)) for leet in (False, True))
    said = " / ".join((read.casefold(), *folded))
    if family.named(read) or family.immigration(read) or ELSEWHERE.search(said):
        raise RuleBroken(
            field,
            f"Take immigration out of the {name} of {where}: it is asked in the immigration "
            "section, which is sealed apart, and nowhere else.",
        )
    if NEVER_SAID.search(said):
        raise RuleBroken(
            field, f"Use other words in the {name} of {where}: nobody is illegal, no risk is low."
        )


def _matching(given: Mapping[str, Any], name: str, pattern: re.Pattern[str], such_as: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise RuleBroken(name, f"Give the form “{name}”: {such_as}.")
    return value


def _threshold(given: Mapping[str, Any], topics: int) -> int | None:
    value = given.get("threshold")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= topics:
        message = f"“threshold” is a number of yes answers from 1 to {topics}, or left out."
        raise RuleBroken("threshold", message)
    return value
