"""How the directory is shown: each entry in words, and narrowed down to what somebody needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.queries import person_names
from app.confidentiality.recipient.numbers import REGULATOR_LABELS, Regulator
from app.marac.support import queries
from app.marac.support.model import SupportOrganisation
from app.marac.support.rules import (
    COST_LABELS,
    FUNDS_LABELS,
    KIND_LABELS,
    REGULATED,
    Cost,
    Funds,
    Kind,
)

COST_TAGS: dict[Cost, str] = {
    Cost.FREE: "Free",
    Cost.LEGAL_AID: "Free with legal aid",
    Cost.CHARGES: "Charges",
    Cost.NOT_KNOWN: "Cost: ask first",
}


@dataclass(frozen=True)
class Shown:
    """One organisation, ready for a page. ``numbers``: (regulator, number on its register)."""

    id: UUID
    name: str
    kinds: tuple[Kind, ...]
    about: str
    who_for: str
    telephone: str
    email: str
    website: str
    hours: str
    languages: tuple[str, ...]
    no_recourse: Funds
    cost: Cost
    numbers: tuple[tuple[str, str], ...]
    register_checked_on: date | None
    register_checked_by: str
    checked_on: date
    checked_by: str
    is_stale: bool

    @property
    def kind_words(self) -> str:
        """What it does, in one line."""
        return ", ".join(KIND_LABELS[kind] for kind in self.kinds)

    @property
    def cost_words(self) -> str:
        """Whether it is free."""
        return COST_LABELS[self.cost]

    @property
    def cost_tag(self) -> str:
        """The same in two or three words."""
        return COST_TAGS[self.cost]

    @property
    def funds_words(self) -> str:
        """Whether it accepts women with no recourse to public funds."""
        return FUNDS_LABELS[self.no_recourse]

    @property
    def advises(self) -> bool:
        """Say whether it is one of those who may advise on the law."""
        return bool(set(self.kinds) & set(REGULATED))

    @property
    def dial(self) -> str:
        """The number as a telephone dials it; nothing where there is an extension to ask for."""
        bare = "".join(each for each in self.telephone if each.isdigit() or each == "+")
        return "" if "x" in self.telephone else bare


def directory(actor: Actor) -> list[Shown]:
    """Return the whole directory, by name."""
    rows = queries.organisations(actor)
    return _shown(rows)


def entry(actor: Actor, organisation_id: UUID) -> Shown:
    """Return one organisation."""
    return _shown([queries.organisation(actor, organisation_id)])[0]


def languages_in(entries: Iterable[Shown]) -> list[str]:
    """Every language that somebody in the directory speaks, once."""
    return sorted({language for each in entries for language in each.languages})


def narrowed(
    entries: Iterable[Shown], kind: Kind | None, language: str | None, accepts: bool
) -> list[Shown]:
    """Leave those that do this, speak this, and accept women with no recourse to public funds."""
    return [
        each
        for each in entries
        if (kind is None or kind in each.kinds)
        and (language is None or language in each.languages)
        and (not accepts or each.no_recourse is Funds.YES)
    ]


def nth(choices: Sequence[str], number: str | None) -> str | None:
    """The choice behind a number of the form; None for no choice and for one that is not there."""
    if number and number.isdecimal() and 0 < int(number) <= len(choices):
        return choices[int(number) - 1]
    return None


def _shown(rows: Sequence[SupportOrganisation]) -> list[Shown]:
    checkers = {row.checked_by for row in rows} | {
        row.register_checked_by for row in rows if row.register_checked_by
    }
    names = person_names(checkers)
    return [_one(row, names) for row in rows]


def _one(row: SupportOrganisation, names: dict[UUID, str]) -> Shown:
    by_register = row.register_checked_by
    return Shown(
        id=row.id,
        name=row.name,
        kinds=tuple(Kind(kind) for kind in row.kinds),
        about=row.about,
        who_for=row.who_for,
        telephone=row.telephone,
        email=row.email,
        website=row.website,
        hours=row.hours,
        languages=tuple(row.languages),
        no_recourse=Funds(row.no_recourse),
        cost=Cost(row.cost),
        numbers=tuple(
            (REGULATOR_LABELS[Regulator(code)], number) for code, number in row.numbers.items()
        ),
        register_checked_on=row.register_checked_on,
        register_checked_by=names.get(by_register, "") if by_register else "",
        checked_on=row.checked_on,
        checked_by=names.get(row.checked_by, ""),
        is_stale=queries.needs_checking(row),
    )
