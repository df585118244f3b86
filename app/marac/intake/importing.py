"""Brings referrals in from a file: everything is looked at first, then all of them or none.

The referrals are sealed and signed by whoever brings them in. That a row came before is known by a
digest keyed with that person's own key, so that nobody can try names on it. Whether somebody in a
row is on the records already is asked later, at triage, in an officer's session (AC-06).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.area.queries import settings_of
from app.audit import record
from app.audit.events import ReferralsImported
from app.confidentiality.circle.grants import Ring
from app.db import db, new_id, transaction
from app.marac.intake.faults import every_fault
from app.marac.intake.model import ImportedRow
from app.marac.intake.parsing import parse_object
from app.marac.intake.rows import Row, problem_at, read_row
from app.marac.intake.sheets import MOST_ROWS, TOO_MANY, Problem, decoded, open_table, read_bytes
from app.marac.referral.reading import Reading, read_referral
from app.marac.referral.rules import in_area
from app.marac.referral.service import refer
from app.refusals import RuleBroken
from app.vault import blind, digests
from app.web.templating import day

JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})
EMPTY = "There is no referral in the file: beneath the headings every row is empty."
SAME_ROW = "This row is the same as row {other} in everything. Take one of the two out."
SAME_VICTIM = "Rows {rows}: perhaps the same victim, by name and date of birth."
BEFORE = (
    "This row was brought in already on {day}. Take it out, or use --again to bring in everything "
    "once more."
)
WORKS_HERE = (
    "Rows {rows}: a perpetrator works for a member agency, and the referral is kept from nobody. "
    "Use the column “Keep from”."
)
ELSEWHERE = "Rows {rows}: the postcode is outside this area. The coordinator transfers these."
Watch = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


@dataclass(frozen=True)
class Entry:
    """A row that could become a referral."""

    row: int
    reading: Reading
    mark: bytes


@dataclass
class Examined:
    """What was found in a file. With any problem nothing of it can be brought in."""

    rows: int = 0
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(
    actor: Actor, path: Path, *, again: bool = False, watch: Watch = lambda *_: None
) -> Examined:
    """Look at every row of a file and change nothing; ``RuleBroken`` if it cannot be read."""
    actor.require(Permission.REFERRAL_MAKE)
    _ = Ring(actor).me
    found = Examined()
    is_json = path.suffix.lower() in JSON_LINES
    rows = _json_lines(path) if is_json else _spreadsheet(path, found)
    found.rows = len(rows)
    if not rows and not found.problems:
        raise RuleBroken("file", EMPTY)
    seen = _Seen(actor, again)
    for done, read in enumerate(rows, 1):
        _examine(actor, read, found, seen)
        watch(done, len(rows))
    found.notes += seen.notes()
    found.problems.sort(key=lambda each: each.row)
    return found


def bring_in(actor: Actor, found: Examined, watch: Watch = lambda *_: None) -> int:
    """Make a referral of every row, in one transaction; return how many there are."""
    if found.problems:
        raise RuleBroken("file", "Nothing is brought in while any row cannot be.")
    with transaction():
        for done, entry in enumerate(found.entries, 1):
            _bring_in(actor, entry)
            watch(done, len(found.entries))
        record(actor, ReferralsImported(actor.area_id, len(found.entries)))
    return len(found.entries)


def _bring_in(actor: Actor, entry: Entry) -> None:
    reading = entry.reading
    referral = refer(
        actor,
        reading.referred,
        assessment=reading.assessment,
        equality=reading.equality,
        kept_from=reading.kept_from,
        urgent=reading.urgent,
    )
    db.session.add(
        ImportedRow(
            id=new_id(),
            area_id=actor.area_id,
            person_id=actor.person_id,
            row_hash=entry.mark,
            referral_id=referral.id,
            at=clock.now(),
        )
    )


@dataclass(frozen=True)
class _Read:
    """A row as it was read, and how a broken rule is told."""

    number: int
    given: Mapping[str, Any]
    problems: list[Problem]
    tell: Callable[[RuleBroken], Problem]


def _spreadsheet(path: Path, found: Examined) -> list[_Read]:
    table = open_table(path)
    found.problems += table.problems
    found.notes += table.notes

    def teller(number: int, row: Row) -> Callable[[RuleBroken], Problem]:
        return lambda broken: problem_at(table, number, row, broken)

    rows = ((line.number, read_row(table, line)) for line in table.lines)
    return [_Read(number, row.given, row.problems, teller(number, row)) for number, row in rows]


def _json_lines(path: Path) -> list[_Read]:
    text, _ = decoded(read_bytes(path))
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > MOST_ROWS:
        raise RuleBroken("file", TOO_MANY)
    return [_json_line(number, line) for number, line in lines]


def _json_line(number: int, line: str) -> _Read:
    def tell(broken: RuleBroken) -> Problem:
        return Problem(number, "", broken.field, broken.message)

    try:
        return _Read(number, parse_object(line.encode("utf-8", "surrogatepass")), [], tell)
    except RuleBroken as broken:
        return _Read(number, {}, [tell(broken)], tell)


def _examine(actor: Actor, read: _Read, found: Examined, seen: "_Seen") -> None:
    reading, faults = None, list[RuleBroken]()
    if read.given:
        reading, faults = every_fault(partial(read_referral, actor), read.given)
    problems = list(read.problems)
    for broken in map(read.tell, faults):
        if not any(broken.heading and each.heading == broken.heading for each in problems):
            problems.append(broken)
    if not read.given and not problems:
        problems = [Problem(read.number, "", "", EMPTY)]
    mark = seen.mark(read.given)
    if message := seen.message(mark, read.number):
        problems.append(Problem(read.number, "", "", message))
    found.problems += problems
    if reading is not None:
        seen.remember(reading, read.number)
        found.entries.append(Entry(read.number, reading, mark))


class _Seen:
    """What came before: earlier rows of this file, and rows that this person brought in before."""

    def __init__(self, actor: Actor, again: bool) -> None:
        self._key = digests.derive(actor.keys.receiving_private, "imported rows")
        self._before = {} if again else _brought_in(actor)
        self._marks: dict[bytes, int] = {}
        self._victims: dict[tuple[str, str], list[int]] = {}
        self._districts = settings_of(actor).postcode_districts
        self._elsewhere: list[int] = []
        self._works_here: list[int] = []

    def mark(self, given: Mapping[str, Any]) -> bytes:
        """A digest of a row that only whoever holds this person's keys can make."""
        words = json.dumps(given, ensure_ascii=True, sort_keys=True, default=str)
        return digests.chain(self._key, words.encode("ascii"))

    def message(self, mark: bytes, number: int) -> str:
        """Why a row must not come again, if it came before."""
        first = self._marks.setdefault(mark, number)
        if first != number:
            return SAME_ROW.format(other=first)
        if at := self._before.get(mark):
            return BEFORE.format(day=day(clock.london(at).date()))
        return ""

    def remember(self, reading: Reading, number: int) -> None:
        """Keep who the victim of a row is, to say which rows may be about the same one."""
        victim = reading.referred.victim
        born = victim.date_of_birth
        who = (blind.normalise(victim.name), born.isoformat() if born else "")
        if born or blind.normalise(victim.name) not in NOT_KNOWN:
            self._victims.setdefault(who, []).append(number)
        if not in_area(victim.postcode, self._districts):
            self._elsewhere.append(number)
        if not reading.kept_from and any(each.works_for for each in reading.referred.perpetrators):
            self._works_here.append(number)

    def notes(self) -> Iterator[str]:
        """What is worth a look and stops nothing, by the numbers of the rows."""
        told = [(WORKS_HERE, self._works_here), (ELSEWHERE, self._elsewhere)]
        told += [(SAME_VICTIM, rows) for rows in self._victims.values() if len(rows) > 1]
        for note, numbers in told:
            if numbers:
                yield note.format(rows=", ".join(map(str, numbers)))


NOT_KNOWN = frozenset({"notknown", "unknown"})


def _brought_in(actor: Actor) -> dict[bytes, datetime]:
    asked = select(ImportedRow.row_hash, ImportedRow.at).where(
        ImportedRow.person_id == actor.person_id
    )
    return {row.row_hash: row.at for row in db.session.execute(asked)}
