"""What an entry of the directory must say, and when somebody has to look at it again.

Only a regulated adviser may advise on immigration (Immigration and Asylum Act 1999, part 5; IAA,
SRA and Bar keep public registers), so an entry of a legal kind carries the number on the register.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from app.confidentiality.recipient.numbers import Regulator, plain_number, wrong_number
from app.refusals import RuleBroken

MONTHS_FRESH = 6
MOST_LANGUAGES = 40
LONGEST = {
    "name": 120,
    "about": 500,
    "who_for": 300,
    "telephone": 40,
    "email": 254,
    "website": 200,
    "hours": 200,
}


class Kind(StrEnum):
    """What an organisation does; one may do several things."""

    IDVA = "idva"
    BY_AND_FOR = "by_and_for"
    REFUGE = "refuge"
    SOLICITOR = "solicitor"
    IMMIGRATION_ADVISER = "immigration_adviser"
    BARRISTER = "barrister"
    INTERPRETING = "interpreting"
    HEALTH = "health"
    CHILDREN = "children"
    OTHER = "other"


KIND_LABELS: dict[Kind, str] = {
    Kind.IDVA: "IDVA service",
    Kind.BY_AND_FOR: "Specialist ‘by and for’ service",
    Kind.REFUGE: "Refuge or helpline",
    Kind.SOLICITOR: "Law centre or solicitor",
    Kind.IMMIGRATION_ADVISER: "Immigration adviser",
    Kind.BARRISTER: "Barrister",
    Kind.INTERPRETING: "Interpreting",
    Kind.HEALTH: "Health",
    Kind.CHILDREN: "Children and young people",
    Kind.OTHER: "Other support",
}


REGULATED: dict[Kind, Regulator] = {
    Kind.SOLICITOR: Regulator.SRA,
    Kind.IMMIGRATION_ADVISER: Regulator.IAA,
    Kind.BARRISTER: Regulator.BAR,
}
"""The kinds that advise on the law, and whose register each must stand on."""


class Funds(StrEnum):
    """Whether it accepts women with no recourse to public funds."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Cost(StrEnum):
    """Whether it costs her something."""

    FREE = "free"
    LEGAL_AID = "legal_aid"
    CHARGES = "charges"
    NOT_KNOWN = "not_known"


FUNDS_LABELS: dict[Funds, str] = {
    Funds.YES: "Yes",
    Funds.NO: "No",
    Funds.NOT_KNOWN: "Not known",
}
COST_LABELS: dict[Cost, str] = {
    Cost.FREE: "Free",
    Cost.LEGAL_AID: "Free with legal aid, otherwise it charges",
    Cost.CHARGES: "It charges",
    Cost.NOT_KNOWN: "Not known: ask first",
}

_PHONE = re.compile(r"(?:(?:\+44|0)[0-9]{8,10}(?: ext [0-9]{1,6})?|[0-9]{3}|116[0-9]{3})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]*)*")
_LANGUAGE = re.compile(r"[^\W\d_][^\W\d_ '’()-]*(?:[ '’()-]+[^\W\d_]*)*")


@dataclass(frozen=True)
class Entry:
    """One organisation as an officer describes it. Public facts, and nothing of any case."""

    name: str
    kinds: tuple[str, ...]
    about: str = ""
    who_for: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""
    no_recourse: str = Funds.NOT_KNOWN
    cost: str = Cost.NOT_KNOWN
    numbers: Mapping[str, str] = field(default_factory=dict)


def checked(entry: Entry) -> Entry:
    """Return the entry tidied, or raise ``RuleBroken`` beside the first field that is wrong."""
    entry = _tidy(entry)
    if not 3 <= len(entry.name) <= LONGEST["name"]:
        raise RuleBroken("name", "Enter the organisation’s name, up to 120 characters.")
    if not entry.kinds or not set(entry.kinds) <= {kind.value for kind in Kind}:
        raise RuleBroken("kinds", "Select what it does.")
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            raise RuleBroken(name, f"Shorten this to {most} characters.")
    if entry.no_recourse not in set(Funds):
        raise RuleBroken(
            "no_recourse", "Select whether it accepts women with no recourse to public funds."
        )
    if entry.cost not in set(Cost):
        raise RuleBroken("cost", "Select whether it is free.")
    _check_ways(entry)
    return replace(entry, numbers=_checked_numbers(entry))


def regulators_of(kinds: Collection[str]) -> list[Regulator]:
    """Name the registers on which an organisation of these kinds must stand."""
    return [regulator for kind, regulator in REGULATED.items() if kind in kinds]


def languages_from(typed: str) -> tuple[str, ...]:
    """Read languages out of one line; each once, with a capital, in the order of the alphabet."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", typed):
        language = " ".join(part.split())
        if language:
            found.setdefault(language.casefold(), language[0].upper() + language[1:])
    wrong = [each for each in found.values() if len(each) > 40 or not _LANGUAGE.fullmatch(each)]
    if wrong or len(found) > MOST_LANGUAGES:
        raise RuleBroken(
            "languages", "Enter languages with a comma between them, like Urdu, Pashto."
        )
    return tuple(sorted(found.values()))


def is_stale(checked_on: date, today: date) -> bool:
    """Say whether more than six months have gone by since somebody looked at the entry."""
    year, month = divmod(checked_on.year * 12 + checked_on.month - 1 + MONTHS_FRESH, 12)
    day = min(checked_on.day, monthrange(year, month + 1)[1])
    return today > date(year, month + 1, day)


def _tidy(entry: Entry) -> Entry:
    lines: dict[str, Any] = {name: " ".join(getattr(entry, name).split()) for name in LONGEST}
    lines["email"] = lines["email"].lower()
    lines["website"] = checked_website(lines["website"])
    return replace(entry, **lines, kinds=tuple(kind for kind in Kind if kind in entry.kinds))


def _check_ways(entry: Entry) -> None:
    bare = re.sub(r"[()\- ]", "", re.sub(r"\s*(?:ext|x)\.?\s*(\d+)$", r"ext\1", entry.telephone))
    if entry.telephone and not _PHONE.fullmatch(bare.replace("ext", " ext ")):
        raise RuleBroken(
            "telephone", "Enter a telephone number in the United Kingdom, like 020 7946 0123."
        )
    if entry.email and not _EMAIL.fullmatch(entry.email):
        raise RuleBroken("email", "Enter an email address, like help@women.example.org.")
    if not (entry.telephone or entry.email or entry.website):
        raise RuleBroken(
            "telephone", "Enter a telephone number, an email address or a web address."
        )


def checked_website(typed: str) -> str:
    """Return a web address as host and path, without what leads elsewhere; nothing for nothing."""
    if not typed:
        return ""
    wrong = RuleBroken(
        "website",
        "Enter the address of its website, like www.women.example.org. Leave out any ? or #.",
    )
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        odd = parts.username or parts.port or parts.query or parts.fragment
    except ValueError:
        raise wrong from None
    host = (parts.hostname or "").lower()
    plain = parts.scheme in ("http", "https") and not odd and "." in host
    if not plain or not _PATH.fullmatch(parts.path) or len(host) > 100:
        raise wrong
    return host + parts.path.rstrip("/")


def _checked_numbers(entry: Entry) -> dict[str, str]:
    """Only the numbers of the registers that the kinds call for, each in its register's form."""
    numbers = {}
    for regulator in regulators_of(entry.kinds):
        number = plain_number(entry.numbers.get(regulator, ""))
        if message := wrong_number(regulator, number):
            raise RuleBroken(f"{regulator.value}_number", message)
        numbers[regulator.value] = number
    return numbers
