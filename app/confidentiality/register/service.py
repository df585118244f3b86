"""The register of attempts: taking a road that is open, and reading what was refused.

The figures are read from the trail. A police force's and a probation service's trail is kept under
section 62 of the Data Protection Act 2018, and used for nothing but what its subsection (4) allows.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency import queries as agencies
from app.accounts.agency.model import SECTOR_LABELS, Sector
from app.audit import record
from app.audit.events import EarlierAttemptsRead, FiguresRead, RegisterRead, RoadTaken
from app.confidentiality.register import queries, rules
from app.confidentiality.register.queries import Attempt
from app.db import transaction

LATEST = timedelta(days=31)
ALL = "All"


@dataclass(frozen=True)
class Row:
    """One label of a table of figures: a count for each quarter, and for the year."""

    label: str
    quarters: tuple[int, int, int, int]

    @property
    def year(self) -> int:
        """The four together."""
        return sum(self.quarters)


@dataclass(frozen=True)
class Figures:
    """A year in counts: each table is a heading with its rows, the totals apart."""

    year: int
    total: Row
    tables: tuple[tuple[str, tuple[Row, ...]], ...]


def take_way(actor: Actor, attempt_id: UUID, way: str) -> None:
    """Keep that whoever was refused goes a way that is open; the first time is the one kept."""
    with transaction():
        attempt = queries.own_attempt(actor, attempt_id)
        if not attempt.way:
            record(actor, RoadTaken(attempt.id, way=way))


def latest(actor: Actor) -> list[Attempt]:
    """Read what was refused in the last month, and all that is new to this officer."""
    actor.require(Permission.REGISTER_READ)
    with transaction():
        now = clock.now()
        new_since = queries.last_read(actor) or queries.first_attempt(actor) or now
        since = min(now - LATEST, new_since)
        found = queries.attempts(actor, since, now + timedelta(seconds=1))
        record(actor, RegisterRead(actor.area_id, count=len(found)))
    return found


def of_month(actor: Actor, year: int, month: int) -> list[Attempt]:
    """Read what was refused in a month of the past."""
    actor.require(Permission.REGISTER_READ)
    with transaction():
        found = queries.attempts(actor, *_months(year, month, 1))
        record(actor, EarlierAttemptsRead(actor.area_id, year=year, month=month, count=len(found)))
    return found


def figures(actor: Actor, year: int, *, to_publish: bool) -> Figures:
    """Count a calendar year's attempts by sector, rule, place and way taken."""
    actor.require(Permission.REGISTER_READ)
    with transaction():
        found = queries.attempts(actor, *_months(year, 1, 12))
        sectors = {each.id: Sector(each.sector) for each in agencies.agencies(actor)}
        record(
            actor, FiguresRead(actor.area_id, year=year, to_publish=to_publish, count=len(found))
        )
    return Figures(year, _row(ALL, found), _tables(found, sectors))


def published(counted: Figures) -> tuple[str, list[rules.Published]]:
    """Return the total and the tables as they may leave the MARAC, none under five."""
    tables = {
        "By quarter": {f"Quarter {n + 1}": counted.total.quarters[n] for n in range(4)},
        **{heading: {row.label: row.year for row in rows} for heading, rows in counted.tables},
    }
    total, shown = rules.published(tables, counted.total.year)
    return total, list(shown)


def years(actor: Actor) -> list[int]:
    """Return the years there are figures of, the newest first; always this one."""
    actor.require(Permission.REGISTER_READ)
    first = queries.first_attempt(actor)
    this = clock.today().year
    return list(range(this, (clock.london(first).year if first else this) - 1, -1))


def months(actor: Actor) -> list[tuple[int, int]]:
    """Return the months there may be attempts of, as year and month, the newest first."""
    actor.require(Permission.REGISTER_READ)
    today = clock.today()
    first = queries.first_attempt(actor)
    start = clock.london(first).date() if first else today
    last, begin = today.year * 12 + today.month - 1, start.year * 12 + start.month - 1
    return [(number // 12, number % 12 + 1) for number in range(last, begin - 1, -1)]


def _months(year: int, month: int, count: int) -> tuple[datetime, datetime]:
    """Return where so many months begin and end, by a clock in London."""
    after = year * 12 + month - 1 + count
    begin = datetime(year, month, 1, tzinfo=clock.LONDON)
    return begin, datetime(after // 12, after % 12 + 1, 1, tzinfo=clock.LONDON)


def _tables(
    found: list[Attempt], sectors: dict[UUID, Sector]
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    def sector(attempt: Attempt) -> str:
        known = sectors.get(attempt.agency_id) if attempt.agency_id else None
        return SECTOR_LABELS[known] if known else rules.COMMAND_LINE

    here = [SECTOR_LABELS[each] for each in Sector if each in sectors.values()]
    offered = [*rules.WAYS.values(), rules.NO_WAY]
    return (
        ("By kind of agency", _rows([*here, rules.COMMAND_LINE], found, sector)),
        ("By rule", _rows(rules.RULES.values(), found, lambda each: rules.rule_words(each.rule))),
        (
            "By where it was tried",
            _rows(rules.PLACES.values(), found, lambda each: rules.place_words(each.where)),
        ),
        (
            "Road that was offered, and taken",
            _rows(offered, found, lambda each: rules.WAYS.get(each.way, rules.NO_WAY)),
        ),
    )


def _rows(
    labels: Iterable[str], found: list[Attempt], label_of: Callable[[Attempt], str]
) -> tuple[Row, ...]:
    """Return a row for every label there is, and for what the figures hold besides."""
    told = [(label_of(attempt), attempt) for attempt in found]
    every = dict.fromkeys([*labels, *(label for label, _ in told)])
    return tuple(_row(each, [a for label, a in told if label == each]) for each in every)


def _row(label: str, found: list[Attempt]) -> Row:
    counted = Counter(rules.quarter_of(clock.london(attempt.at).month) for attempt in found)
    return Row(label, (counted[0], counted[1], counted[2], counted[3]))
