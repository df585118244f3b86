"""Opens the files that areas come from: a workbook or comma-separated text, as data and no more.

No formula is worked out, no macro is looked at, no link is followed. A file that is too large, or
would swell when it is unpacked, is refused before it is read.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from app.marac.intake.columns import Column, by_name, columns
from app.marac.intake.workbook import workbook_rows
from app.refusals import RuleBroken
from app.vault.blind import normalise

MOST_BYTES = 20_000_000
MOST_ROWS = 5000
MOST_LINES = 50_000
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
DELIMITERS = ",;\t|"
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ZIPPED = b"PK\x03\x04"

TOO_LARGE = "The file is larger than 20 MB. Bring the referrals in as several smaller files."
LOCKED = (
    "This is an old kind of workbook (.xls), or it has a password. Open it, save it as .xlsx "
    "without a password, and try again."
)
NO_HEADINGS = "The first row has none of the template’s headings. Start from the template."
TOO_MANY = f"The file has more than {MOST_ROWS} rows. Bring them in as several files."
NOT_PLAIN = "The file is not text. Save it as CSV (UTF-8) or as .xlsx, and try again."
APART = frozenset({"immigration", "visa", "nrpf", "asylum"})
NOT_IN_A_SPREADSHEET = (
    "A spreadsheet lies open wherever it is kept, so it has no place for immigration status. Take "
    "the column out of the file, and write what matters into the referral, where it is sealed."
)
NO_SUCH_HEADING = "This is not a heading of the template. Correct it, or take the column out."
NO_COLUMN = "The file has no column of this heading. Add it."
TWICE = "This heading is there twice. Take one of the two columns out."


@dataclass(frozen=True)
class Problem:
    """Why something cannot be brought in. ``column`` is a letter where the file has one."""

    row: int
    column: str
    heading: str
    message: str

    def __str__(self) -> str:
        where = [f"column {self.column}" if self.column else "", self.heading]
        told = ", ".join(part for part in where if part)
        return f"Row {self.row}{', ' + told if told else ''}: {self.message}"


@dataclass(frozen=True)
class Line:
    """One row that is not empty, by its number in the file; values by column."""

    number: int
    cells: dict[Column, Any]
    beyond: bool = False


@dataclass
class Table:
    """What a file holds."""

    lines: list[Line] = field(default_factory=list)
    letters: dict[Column, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


Rows = Iterable[tuple[int, list[Any]]]


def open_table(path: Path) -> Table:
    """Read a workbook or a text; ``RuleBroken`` if it cannot be read as a whole."""
    data = read_bytes(path)
    if data.startswith(OLD_OR_LOCKED):
        raise RuleBroken("file", LOCKED)
    if path.suffix.lower() in WORKBOOKS or data.startswith(ZIPPED):
        notes, rows = workbook_rows(data)
    else:
        text, notes = decoded(data)
        rows = iter(_split(text))
    table = _table(rows)
    table.notes += notes
    return table


def read_bytes(path: Path) -> bytes:
    """The whole file, if it is no larger than it may be."""
    if path.stat().st_size > MOST_BYTES:
        raise RuleBroken("file", TOO_LARGE)
    return path.read_bytes()


def decoded(data: bytes) -> tuple[str, list[str]]:
    """As UTF-8 or UTF-16 where the bytes say so, else as Windows writes it."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _plain_text(data.decode("utf-16")), []
        return _plain_text(data.decode("utf-8-sig")), []
    except UnicodeDecodeError:
        pass
    try:
        note = "Read as Windows-1252. Look at names with accents after the import."
        return _plain_text(data.decode("cp1252")), [note]
    except UnicodeDecodeError:
        raise RuleBroken("file", NOT_PLAIN) from None


def _plain_text(text: str) -> str:
    if "\0" in text:
        raise RuleBroken("file", NOT_PLAIN)
    return text


def _split(text: str) -> Rows:
    """Rows of the text, parted by whatever parts the first row into the most known headings."""
    said = text.startswith("sep=")  # Excel's own line before the headings
    text = text.partition("\n")[2] if said else text
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = by_name()

    def recognised(delimiter: str) -> int:
        return sum(
            normalise(each) in known for each in next(csv.reader([first], delimiter=delimiter), [])
        )

    best = max(DELIMITERS, key=recognised)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=best)
        yield from enumerate(rows, 2 if said else 1)
    except csv.Error:
        raise RuleBroken("file", NOT_PLAIN) from None


def _table(rows: Rows) -> Table:
    table = Table()
    places: dict[int, Column] = {}
    headed: set[int] = set()
    for number, values in rows:
        if number > MOST_LINES or len(table.lines) > MOST_ROWS:
            raise RuleBroken("file", TOO_MANY)
        there = {at for at, value in enumerate(values) if _stripped(value) not in (None, "")}
        if there and not headed:
            headed, places = there, _headings(table, number, values)
        elif there:
            cells = {column: values[at] for at, column in places.items() if at in there}
            table.lines.append(Line(number, cells, beyond=bool(there - headed)))
    if not headed:
        raise RuleBroken("file", NO_HEADINGS)
    return table


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _letter(at: int) -> str:
    return str(get_column_letter(at + 1))


def _headings(table: Table, number: int, values: list[Any]) -> dict[int, Column]:
    """Know the columns by the first row; what is not known or there twice is a problem."""
    known, places = by_name(), {}
    for at, value in enumerate(values):
        if _stripped(value) in (None, ""):
            continue
        column = known.get(normalise(value)) if isinstance(value, str) else None
        if column is None:
            table.problems.append(_unknown(number, at, value))
        elif column in table.letters:
            table.problems.append(Problem(number, _letter(at), column.heading, TWICE))
        else:
            places[at], table.letters[column] = column, _letter(at)
    if not places:
        raise RuleBroken("file", NO_HEADINGS)
    table.problems += _missing(number, table.letters)
    return places


def _unknown(number: int, at: int, value: Any) -> Problem:
    apart = isinstance(value, str) and APART & set(re.findall("[a-z]+", value.casefold()))
    message = NOT_IN_A_SPREADSHEET if apart else NO_SUCH_HEADING
    return Problem(number, _letter(at), "", message)


def _missing(number: int, there: Iterable[Column]) -> Iterator[Problem]:
    for column in columns():
        if column.needed and column not in there:
            yield Problem(number, "", column.heading, NO_COLUMN)
