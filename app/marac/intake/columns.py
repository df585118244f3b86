"""The columns of a spreadsheet of referrals, made from what a referral is made of.

A new field of a person or of the summary is a new column by itself. Immigration status has none:
a spreadsheet lies open wherever it is kept, so that section is written where it is sealed apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import get_type_hints

from app.marac.party.rules import FIELDS_OF, KIND_LABELS, LABELS, LONG, WAYS, Details, PartyKind
from app.marac.referral.equality import QUESTIONS
from app.marac.referral.rules import SUMMARY_LABELS, Agreement, Summary
from app.marac.referral.sharing import ARTICLE_6, ARTICLE_9, LEGAL_BASES
from app.marac.risk.instrument import CORE, load
from app.marac.risk.rules import CRITERION_LABELS
from app.vault.blind import normalise

Path = tuple[str | int, ...]


class Kind(StrEnum):
    """What a cell of a column holds."""

    LINE = "line"
    TEXT = "text"
    NAMES = "names"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes_no"
    KNOWN = "known"
    ANSWER = "answer"
    CHOICE = "choice"
    CHOICES = "choices"


ALLOWED: dict[Kind, str] = {
    Kind.LINE: "One line of text",
    Kind.TEXT: "Text",
    Kind.NAMES: "Text; several with a semicolon between them",
    Kind.DAY: "A date: 27/03/2026, 2026-03-27 or a cell formatted as a date",
    Kind.NUMBER: "A whole number",
    Kind.YES_NO: "yes or no; empty means no",
    Kind.KNOWN: "yes, no or not known; empty means not known",
    Kind.ANSWER: "yes, no, don’t know or not asked; empty means not asked",
}
"""What may be written into a cell of each kind; the two kinds of choice name their choices."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its heading, where in a referral it belongs, and what its cells hold."""

    heading: str
    path: Path
    kind: Kind
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    needed: bool = False
    in_template: bool = True

    @property
    def names(self) -> frozenset[str]:
        """The headings by which the column is known, folded."""
        dotted = ".".join(str(part) for part in self.path)
        return frozenset(normalise(each) for each in (self.heading, dotted, *self.also))

    @property
    def allowed(self) -> str:
        """What may be written into its cells."""
        if self.kind in ALLOWED:
            return ALLOWED[self.kind]
        several = "; several with a semicolon between them" if self.kind is Kind.CHOICES else ""
        return f"One of: {', '.join(self.choices.values())}{several}"


REFERRED_BY: Path = ("referred_by",)
KEPT_FROM: Path = ("kept_from",)
WHY_KEPT: Path = ("why_kept",)
TOOL, GRADE = ("tool", "name"), ("tool", "grade")
HISTORY = ("last_referred_on", "last_heard_on")
PEOPLE: dict[str, tuple[PartyKind, str, int, int]] = {
    "perpetrators": (PartyKind.PERPETRATOR, "Perpetrator", 2, 4),
    "children": (PartyKind.CHILD, "Child", 4, 12),
    "others_at_risk": (PartyKind.OTHER_AT_RISK, "Other at risk", 1, 6),
}
"""Those of whom there may be several: kind, heading, how many the template has, how many fit."""
ABOUT: dict[str, str] = {
    "name": "If it is not known, write: Not known",
    "aliases": "Other names, spellings and names before marriage",
    "postcode": "In full, or leave it empty",
    "address_confidential": "yes where the address must never be shown without a reason",
    "works_for": "Leave empty unless the person works for, or has worked for, a member agency",
}
CHOICES_OF: dict[str, tuple[Kind, Mapping[str, str]]] = {
    "legal_bases": (Kind.CHOICES, LEGAL_BASES),
    "article_6": (Kind.CHOICE, ARTICLE_6),
    "article_9": (Kind.CHOICE, ARTICLE_9),
}


@cache
def columns() -> tuple[Column, ...]:
    """Every column that is read, in the order of the template."""
    return (
        *_first(),
        *_criteria(),
        *_person(("victim",), PartyKind.VICTIM, KIND_LABELS[PartyKind.VICTIM]),
        *_several(),
        *_summary(),
        *_risk(),
        *_equality(),
    )


@cache
def by_name() -> dict[str, Column]:
    """Every column by each of its folded headings."""
    return {name: column for column in columns() for name in column.names}


def _first() -> Iterator[Column]:
    yield Column(
        "Keep from",
        KEPT_FROM,
        Kind.NAMES,
        "E-mail addresses of people, or names of agencies, who must never learn of this referral. "
        "It is kept from them before anything else is done",
    )
    yield Column("Why keep from them", WHY_KEPT, Kind.TEXT)
    yield Column("Urgent", ("urgent",), Kind.YES_NO, "yes if it cannot wait for the next meeting")
    yield Column(
        "Referred by",
        REFERRED_BY,
        Kind.LINE,
        "The worker and the agency that brought it, in words. Goes before the worker’s view",
    )


def _criteria() -> Iterator[Column]:
    for criterion, label in CRITERION_LABELS.items():
        yield Column(f"Criterion: {label}", ("criteria", str(criterion)), Kind.YES_NO)


def _person(root: Path, kind: PartyKind, who: str, in_template: bool = True) -> Iterator[Column]:
    hints = get_type_hints(Details)
    asked = sorted(FIELDS_OF[kind], key=lambda name: name != "name")
    for name in (*asked, *(each.name for each in fields(Details) if each.name not in asked)):
        yield Column(
            f"{who}: {LABELS[name]}",
            (*root, name),
            Kind.KNOWN if name in WAYS else _kind(hints[name], long=name in LONG),
            ABOUT.get(name, ""),
            needed=name == "name" and root == ("victim",),
            in_template=in_template and name in asked,
        )


def _several() -> Iterator[Column]:
    for root, (kind, who, shown, most) in PEOPLE.items():
        for number in range(most):
            yield from _person((root, number), kind, f"{who} {number + 1}", number < shown)


def _summary() -> Iterator[Column]:
    hints = get_type_hints(Summary)
    for name, label in SUMMARY_LABELS.items():
        kind, choices = CHOICES_OF.get(name, (_kind(hints[name], long=True), {}))
        yield Column(
            label,
            ("summary", name),
            kind,
            "Kept for the coordinator as well as for the repeat criterion" * (name in HISTORY),
            choices,
            needed=name == "what_happened",
        )


def _risk() -> Iterator[Column]:
    for number, topic in enumerate(load(CORE).topics, 1):
        path: Path = ("risk", "answers", topic.code)
        also = (f"R{number}", topic.code, topic.label)
        yield Column(
            f"R{number}. {topic.label}", (*path, "answer"), Kind.ANSWER, topic.help, also=also
        )
        for name, label in (("said_by", "who said so"), ("comment", "comment")):
            yield Column(f"R{number} {label}", (*path, name), Kind.TEXT, in_template=False)
    root = ("risk", "judgement")
    yield Column("Professional judgement: high risk", (*root, "made"), Kind.YES_NO)
    yield Column("Professional judgement: reasons", (*root, "reasons"), Kind.TEXT)
    root = ("risk", "circumstances")
    reported = "Incidents reported to the police in 12 months"
    yield Column(reported, (*root, "incidents_reported"), Kind.NUMBER)
    yield Column("Abused again by the same person", (*root, "abused_again"), Kind.YES_NO)
    yield Column("Other tool: name", TOOL, Kind.LINE, "For example DARA, where no form was used")
    yield Column("Other tool: grade", GRADE, Kind.LINE)


def _equality() -> Iterator[Column]:
    for question in QUESTIONS:
        yield Column(
            f"Equality: {question.code.replace('_', ' ')}",
            ("equality", question.code),
            Kind.CHOICE,
            f"{question.label} Used for the area’s return only",
            dict(question.choices),
        )


def _kind(hint: object, *, long: bool) -> Kind:
    """What a field's type asks of a cell."""
    plain = Kind.TEXT if long else Kind.LINE
    kinds: dict[object, Kind] = {str: plain, bool: Kind.YES_NO, Agreement: Kind.KNOWN}
    kinds |= {date | None: Kind.DAY, tuple[str, ...]: Kind.NAMES}
    return kinds[hint]
