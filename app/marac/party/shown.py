"""A person's details as a page shows them: rows with words, empty ones left out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.marac.party.rules import FIELDS_OF, LABELS, WAYS, Details, PartyKind

ABOUT_CONTACT = frozenset(
    {*WAYS, "phone", "contact_when", "contact_by_whom", "must_not_be_told", "address"}
    | {"postcode", "address_confidential", "who_knows", "trusts"}
    | {"language", "interpreter", "must_not_interpret"}
)
"""What the panel on safe contact shows by itself."""
MONTHS_IN_YEAR = 12
IN_MONTHS_FROM = 3
DAYS_IN_WEEK = 7
ADDRESS_HIDDEN = "Confidential: not shown here"


def facts(details: Details, kind: PartyKind, today: date) -> list[dict[str, str]]:
    """All that is known of one person but the name, which stands above it."""
    return _rows(details, [name for name in FIELDS_OF[kind] if name != "name"], today)


def facts_apart_from_contact(details: Details, today: date) -> list[dict[str, str]]:
    """What is known of the victim besides what the panel on safe contact says."""
    above = ABOUT_CONTACT | {"name", "afraid_of"}
    names = [name for name in FIELDS_OF[PartyKind.VICTIM] if name not in above]
    names.append("afraid_of")
    return _rows(details, names, today)


def _rows(details: Details, names: Iterable[str], today: date) -> list[dict[str, str]]:
    shown = {name: _words(name, details, today) for name in names}
    return [{"key": LABELS[name], "value": words} for name, words in shown.items() if words]


def _words(name: str, details: Details, today: date) -> str:
    value: Any = getattr(details, name)
    if details.address_confidential and name in ("address", "postcode"):
        return ADDRESS_HIDDEN if name == "address" and value else ""
    if name == "date_of_birth":
        return _birth(details, today)
    if name == "aliases":
        return ", ".join(details.aliases)
    if name == "address_confidential":
        return "Yes: do not disclose it to anybody" if value else ""
    return str(value)


def age_in_words(born: date, today: date) -> str:
    """Years; under one year months, under three months weeks, in the first week days."""
    months = 12 * (today.year - born.year) + today.month - born.month - (today.day < born.day)
    days = (today - born).days
    if months >= MONTHS_IN_YEAR:
        return str(months // MONTHS_IN_YEAR)
    if months >= IN_MONTHS_FROM:
        return f"{months} months"
    number, unit = (days // DAYS_IN_WEEK, "week") if days >= DAYS_IN_WEEK else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _birth(details: Details, today: date) -> str:
    born = details.date_of_birth
    if born is None:
        return ""
    note = ". A child in law, heard as a victim" if details.is_sixteen_or_seventeen(today) else ""
    return f"{born.day} {born:%B %Y}, aged {age_in_words(born, today)}{note}"
