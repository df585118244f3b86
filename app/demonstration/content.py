"""The made-up borough as it lies in its data files: agencies, people, cases, referrals."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"

Table = dict[str, Any]


@dataclass(frozen=True)
class AgencyData:
    """A member agency."""

    name: str
    sector: str
    phone: str
    domain: str


@dataclass(frozen=True)
class PersonData:
    """Somebody of an agency. ``stands``: in, unsigned or unconfirmed."""

    key: str
    name: str
    agency: str
    job: str
    roles: tuple[str, ...]
    suggestion: str
    stands: str = "in"
    holds_compartments: bool = False

    def email(self, domain: str) -> str:
        """Their made-up work address."""
        return f"{self.name.lower().replace(' ', '.')}@{domain}"


@dataclass(frozen=True)
class ActionData:
    """An action agreed at a past meeting, and how it went: (state, days after, words)."""

    risk: int
    who: str
    what: str
    known: str
    days: int
    log: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True)
class HearingData:
    """What was said of a case at a past meeting."""

    shared: tuple[tuple[str, str], ...]
    risks: tuple[str, ...]
    actions: tuple[ActionData, ...]


@dataclass(frozen=True)
class CaseData:
    """A case as its referrer knows it; ``again`` names the earlier case that a repeat is of."""

    key: str
    referrer: str
    idva: str
    victim: Table
    perpetrators: tuple[Table, ...]
    children: tuple[Table, ...]
    summary: Table
    risk: Table
    immigration: Table = field(default_factory=dict)
    keep_from: tuple[Table, ...] = ()
    transfer_from: str = ""
    again: str = ""
    hearing: HearingData | None = None


@dataclass(frozen=True)
class ReferralData:
    """A referral that waits. ``asked`` is what the coordinator wants to know before deciding."""

    referrer: str
    days_ago: int
    criteria: tuple[str, ...]
    victim: Table
    perpetrators: tuple[Table, ...]
    summary: Table
    risk: Table
    children: tuple[Table, ...] = ()
    immigration: Table = field(default_factory=dict)
    keep_from: tuple[Table, ...] = ()
    urgent: bool = False
    asked: str = ""


@dataclass(frozen=True)
class Borough:
    """Everything that is not a case."""

    name: str
    place: str
    postcode_districts: str
    usual_agencies: tuple[str, ...]
    agencies: dict[str, AgencyData]
    people: dict[str, PersonData]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    referrals: tuple[ReferralData, ...]


@cache
def borough() -> Borough:
    """Read the borough, its agencies, its people and the referrals that wait."""
    area = _read("area.toml")
    return Borough(
        name=area["name"],
        place=area["place"],
        postcode_districts=area["postcode_districts"],
        usual_agencies=tuple(area["usual_agencies"]),
        agencies={key: AgencyData(**table) for key, table in area["agencies"].items()},
        people={key: _person(key, table) for key, table in _read("people.toml").items()},
        groups=tuple((group["title"], tuple(group["people"])) for group in area["groups"]),
        referrals=tuple(_referral(_read(path)) for path in sorted((FOLDER / "queue").glob("*"))),
    )


@cache
def cases(folder: str) -> tuple[CaseData, ...]:
    """Read the cases of one meeting, in the order of its agenda."""
    return tuple(_case(_read(path)) for path in sorted((FOLDER / folder).glob("*.toml")))


def _read(path: str | Path) -> Table:
    return tomllib.loads((FOLDER / path).read_text("utf-8"))


def _person(key: str, table: Table) -> PersonData:
    values = {name: value for name, value in table.items() if name not in ("try", "roles")}
    return PersonData(key, roles=tuple(table["roles"]), suggestion=table["try"], **values)


def _case(table: Table) -> CaseData:
    if "again" in table:
        return _repeat(table)
    values = {name: value for name, value in table.items() if name != "hearing"}
    for name in ("perpetrators", "children", "keep_from"):
        values[name] = tuple(values.get(name, ()))
    return CaseData(**values, hearing=_hearing(table.get("hearing")))


def _referral(table: Table) -> ReferralData:
    values = dict(table)
    for name in ("criteria", "perpetrators", "children", "keep_from"):
        values[name] = tuple(values.get(name, ()))
    return ReferralData(**values)


def _repeat(table: Table) -> CaseData:
    """The people of the earlier case, with what has happened since."""
    earlier = next(
        case
        for folder in ("first", "second", "third")
        for case in cases(folder)
        if case.key == table["again"]
    )
    return CaseData(
        key=f"{earlier.key}_again",
        referrer=earlier.referrer,
        idva=earlier.idva,
        victim=earlier.victim,
        perpetrators=earlier.perpetrators,
        children=earlier.children,
        summary=table["summary"],
        risk=table["risk"],
        again=earlier.key,
    )


def _hearing(table: Table | None) -> HearingData | None:
    if table is None:
        return None
    return HearingData(
        shared=tuple((who, text) for who, text in table["shared"]),
        risks=tuple(table["risks"]),
        actions=tuple(_action(action) for action in table["actions"]),
    )


def _action(table: Table) -> ActionData:
    log = tuple((state, days, text) for state, days, text in table.get("log", ()))
    return ActionData(**{**table, "log": log})
