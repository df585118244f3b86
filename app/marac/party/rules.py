"""What is known of a person in a case, and how safe it is to contact them (domain.md §2.4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from app.refusals import RuleBroken

ADULT_AT = 18
YOUNGEST_VICTIM = 16
OLDEST = 120
LONGEST_LINE = 200
LONGEST_TEXT = 4000
PHONE = re.compile(r"[\d\s()+.\-–]+")
BETWEEN_NUMBERS = re.compile(r"[,;/]|\bor\b", re.IGNORECASE)
LEAST_DIGITS, MOST_DIGITS = 6, 20
NOT_KNOWN = "not known"
HALF_A_NUMBER = "Enter a whole phone number with its area or country code, or leave it empty."
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")


class PartyKind(StrEnum):
    """Whom a row describes."""

    VICTIM = "victim"
    PERPETRATOR = "perpetrator"
    CHILD = "child"
    OTHER_AT_RISK = "other_at_risk"


KIND_LABELS: dict[PartyKind, str] = {
    PartyKind.VICTIM: "Victim",
    PartyKind.PERPETRATOR: "Perpetrator",
    PartyKind.CHILD: "Child",
    PartyKind.OTHER_AT_RISK: "Somebody else at risk",
}


class Safe(StrEnum):
    """Whether a way of making contact is safe. Not known means: do not, until somebody asks."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Details:
    """All that is said of one person. What is not known stays empty; nothing is guessed."""

    name: str
    aliases: tuple[str, ...] = ()
    date_of_birth: date | None = None
    pronouns: str = ""
    language: str = ""
    interpreter: str = ""
    must_not_interpret: str = ""
    address: str = ""
    postcode: str = ""
    address_confidential: bool = False
    phone: str = ""
    safe_to_call: Safe = Safe.NOT_KNOWN
    safe_to_text: Safe = Safe.NOT_KNOWN
    safe_to_write: Safe = Safe.NOT_KNOWN
    safe_to_leave_message: Safe = Safe.NOT_KNOWN
    contact_when: str = ""
    contact_by_whom: str = ""
    who_knows: str = ""
    afraid_of: str = ""
    trusts: str = ""
    must_not_be_told: str = ""
    relationship: str = ""
    pregnancy: str = ""
    works_for: str = ""
    weapons: str = ""
    orders: str = ""
    school: str = ""
    in_care_of: str = ""
    notes: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; every field is there, so that its size tells little."""
        born = self.date_of_birth
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | {
            "aliases": list(self.aliases),
            "date_of_birth": born.isoformat() if born else None,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote, now or in another version."""
        known = {field.name: given[field.name] for field in fields(cls) if field.name in given}
        born = known.get("date_of_birth")
        known["date_of_birth"] = date.fromisoformat(born) if isinstance(born, str) else born
        known["aliases"] = tuple(known.get("aliases", ()))
        ways = {name: Safe(known[name]) for name in WAYS if name in known}
        return cls(**(known | ways))

    @property
    def initials(self) -> str:
        """The first letter of each part of the name."""
        return "".join(part[0].upper() for part in self.name.split())

    def age(self, at: date) -> int | None:
        """How old the person is on a day, if the date of birth is known."""
        if self.date_of_birth is None:
            return None
        born = self.date_of_birth
        return at.year - born.year - ((at.month, at.day) < (born.month, born.day))

    def is_sixteen_or_seventeen(self, at: date) -> bool:
        """Say whether the person is a child who is heard as a victim in their own right."""
        age = self.age(at)
        return age is not None and YOUNGEST_VICTIM <= age < ADULT_AT


WAYS: dict[str, str] = {
    "safe_to_call": "Call",
    "safe_to_text": "Text",
    "safe_to_leave_message": "Leave a message",
    "safe_to_write": "Write",
}
"""The ways of making contact, in the order in which they are asked and shown."""

LABELS: dict[str, str] = {
    "name": "Name",
    "aliases": "Other names",
    "date_of_birth": "Date of birth",
    "pronouns": "Pronouns",
    "language": "Language",
    "interpreter": "Interpreter",
    "must_not_interpret": "Must never interpret",
    "address": "Address",
    "postcode": "Postcode",
    "address_confidential": "Address is confidential",
    "phone": "Phone number",
    "safe_to_call": "Safe to call",
    "safe_to_text": "Safe to text",
    "safe_to_write": "Safe to write",
    "safe_to_leave_message": "Safe to leave a message",
    "contact_when": "When to make contact",
    "contact_by_whom": "Who should make contact",
    "who_knows": "Who knows about the abuse",
    "afraid_of": "Afraid of",
    "trusts": "Trusts",
    "must_not_be_told": "Must not be told",
    "relationship": "Relationship",
    "pregnancy": "Pregnancy",
    "works_for": "Works for a member agency",
    "weapons": "Weapons",
    "orders": "Bail conditions and orders",
    "school": "School or nursery",
    "in_care_of": "Who has care",
    "notes": "Notes",
}
"""What each field is called on every page."""

LONG = frozenset(
    {"address", "contact_when", "who_knows", "afraid_of", "trusts", "must_not_be_told"}
    | {"pregnancy", "weapons", "orders", "in_care_of", "notes"}
)
"""The fields that may take more than a line."""


_WHO = ("Who it is", ("name", "aliases", "date_of_birth", "pronouns"))
_WHERE = ("Address", ("address", "postcode", "address_confidential"))
_NOTES = ("Anything else", ("notes",))

GROUPS_OF: dict[PartyKind, tuple[tuple[str, tuple[str, ...]], ...]] = {
    PartyKind.VICTIM: (
        ("Making contact safely", ("phone", *WAYS, "contact_when", "contact_by_whom")),
        ("Who must not be told, and who may", ("must_not_be_told", "who_knows", "trusts")),
        ("Language and interpreter", ("language", "interpreter", "must_not_interpret")),
        _WHERE,
        _WHO,
        ("Anything else", ("afraid_of", "pregnancy", "notes")),
    ),
    PartyKind.PERPETRATOR: (
        _WHO,
        ("Relationship and work", ("relationship", "works_for")),
        ("Where and how to find them", ("address", "postcode", "phone")),
        ("Danger", ("weapons", "orders")),
        _NOTES,
    ),
    PartyKind.CHILD: (_WHO, ("Care", ("relationship", "in_care_of", "school")), _WHERE, _NOTES),
    PartyKind.OTHER_AT_RISK: (_WHO, ("Contact", ("relationship", "phone")), _WHERE, _NOTES),
}
"""What is asked about whom, and in which order; each group has a heading."""

FIELDS_OF: dict[PartyKind, tuple[str, ...]] = {
    kind: tuple(name for _, names in groups for name in names) for kind, groups in GROUPS_OF.items()
}


def tidied(details: Details) -> Details:
    """The same details with the postcode as the Post Office writes it."""
    code = re.sub(r"\s", "", details.postcode).upper()
    return replace(details, postcode=f"{code[:-3]} {code[-3:]}" if len(code) > 3 else code)


def check(details: Details, at: date) -> None:
    """Raise ``RuleBroken`` for what cannot be; the message never repeats what was written."""
    if not details.name.strip():
        raise RuleBroken("name", "Enter a name. If it is not known, write ‘Not known’.")
    _check_lengths(details)
    _check_birth(details.date_of_birth, at)
    _check_phone(details.phone)
    if details.postcode and not POSTCODE.fullmatch(details.postcode):
        raise RuleBroken("postcode", "Enter a full UK postcode, or leave it empty.")


def _check_phone(phone: str) -> None:
    """A number of any country, or several; half a one would be rung, or compared, in vain."""
    if not phone.strip() or phone.strip(" .").casefold() == NOT_KNOWN:
        return
    for number in BETWEEN_NUMBERS.split(phone):
        digits = sum(each.isdigit() for each in number)
        if not PHONE.fullmatch(number) or not LEAST_DIGITS <= digits <= MOST_DIGITS:
            raise RuleBroken("phone", HALF_A_NUMBER)


def _check_birth(born: date | None, at: date) -> None:
    if born is None:
        return
    if born > at:
        raise RuleBroken("date_of_birth", "Date of birth must be in the past.")
    if at.year - born.year > OLDEST:
        raise RuleBroken("date_of_birth", f"Date of birth must be in the past {OLDEST} years.")


def _check_lengths(details: Details) -> None:
    for name, label in LABELS.items():
        value = getattr(details, name)
        longest = LONGEST_TEXT if name in LONG else LONGEST_LINE
        if isinstance(value, str) and len(value) > longest:
            raise RuleBroken(name, f"{label} must be {longest} characters or fewer.")
    if sum(len(alias) for alias in details.aliases) > LONGEST_LINE:
        raise RuleBroken("aliases", f"Other names must be {LONGEST_LINE} characters or fewer.")
