"""Reads an address book, as data and no more: comma-separated text or a workbook, row by row.

No formula is worked out and no link followed; a workbook that would swell when it is unpacked is
refused before it is read. Messages name the row and the column and repeat no value.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from app.confidentiality.recipient.checking import MOST_PEOPLE, checked
from app.confidentiality.recipient.rules import (
    KIND_LABELS,
    PROOF_LABELS,
    REGULATED,
    Entry,
    Named,
    Proof,
    RecipientKind,
)
from app.refusals import RuleBroken

MOST_ROWS, MOST_LINES, MOST_COLUMNS, MOST_UNPACKED = 200, 2000, 100, 20_000_000
ZIPPED = b"PK\x03\x04"
PARTS = ("name", "job", "email", "telephone")
HEADINGS: dict[str, str] = {
    "kind": "Kind",
    "name": "Organisation",
    "number": "Number on the public register",
    "postal_address": "Postal address",
    "telephone": "Telephone",
    "email_domain": "Email addresses end in",
    "proof_kind": "How you know",
    "proof": "What you saw or whom you rang",
} | {f"{part}_{n}": f"Person {n + 1}: {part}" for n in range(MOST_PEOPLE) for part in PARTS}
"""The columns, by the field that each fills; messages say them in words."""
NOT_IN_A_BOOK = frozenset({RecipientKind.OWN_LEGAL_TEAM, RecipientKind.VICTIM})
KINDS = {label: kind for kind, label in KIND_LABELS.items() if kind not in NOT_IN_A_BOOK}
PROOFS = {PROOF_LABELS[p]: p for p in Proof if p not in (Proof.MEMBER, Proof.BY_HAND)}
UNREADABLE = (BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError)

NOT_READ = "The file cannot be read. Save it as CSV (UTF-8) or as .xlsx and try again."
NO_HEADINGS = "The first row must hold the headings of the template. Start from the template."
TOO_MANY = f"The file has more than {MOST_ROWS} recipients. Bring them in as several files."
EMPTY = "The file has no recipient below its headings."
FORMULA = "This cell holds a formula. Copy the column and paste it back as values only."
_IN_ITS_PLACE: dict[str, Any] = {
    "kind": RecipientKind.COURT.value,
    "name": "An organisation",
    "postal_address": "1 Street",
    "telephone": "020 7946 0000",
    "email_domain": "example.org",
    "proof_kind": Proof.CALLED_BACK.value,
    "proof": "Nothing was said here",
    "number": "0000001",
}


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be brought in. ``column`` is a letter, empty where the file has none."""

    row: int
    column: str
    heading: str
    message: str


@dataclass(frozen=True)
class Line:
    """One row: its number in the file and what stands in it, by field."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Book:
    """What a file holds: its rows, and the letter of each column by field."""

    lines: tuple[Line, ...]
    letters: dict[str, str]

    def problem(self, line: Line, field: str, message: str) -> Problem:
        """Say where in the file something is wrong."""
        heading = HEADINGS.get(field, "")
        return Problem(line.number, self.letters.get(field, ""), heading, message)


def template() -> str:
    """Return the empty address book: the headings, and what may stand below two of them."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(HEADINGS.values())
    return "\ufeff" + out.getvalue()


def read_book(data: bytes) -> Book:
    """Read a file; ``RuleBroken`` on "book" if it cannot be read as a whole."""
    rows = _of_workbook(data) if data.startswith(ZIPPED) else _of_text(data)
    letters: dict[str, str] = {}
    places: dict[int, str] = {}
    lines: list[Line] = []
    for number, values in rows:
        if not any(values):
            continue
        if not places:
            places = _headings(values)
            letters = {field: str(get_column_letter(at + 1)) for at, field in places.items()}
            continue
        if len(lines) == MOST_ROWS:
            raise RuleBroken("book", TOO_MANY)
        lines.append(
            Line(number, {field: values[at] for at, field in places.items() if at < len(values)})
        )
    if not lines:
        raise RuleBroken("book", EMPTY if places else NO_HEADINGS)
    return Book(tuple(lines), letters)


def entry_in(line: Line) -> Entry:
    """Return what a row says, as it stands there."""
    said = {field: line.cells.get(field, "") for field in HEADINGS}
    kind = _coded(said["kind"], KINDS)
    people = (Named(*(said[f"{part}_{number}"] for part in PARTS)) for number in range(MOST_PEOPLE))
    proof = Proof.PUBLIC_REGISTER if kind in REGULATED else _coded(said["proof_kind"], PROOFS)
    return Entry(
        name=said["name"],
        kind=kind,
        postal_address=said["postal_address"],
        email_domain=said["email_domain"],
        telephone=said["telephone"],
        number=said["number"],
        proof_kind=proof,
        proof=said["proof"],
        people=tuple(each for each in people if each != Named("")),
    )


def faults_of(entry: Entry) -> tuple[Entry, list[RuleBroken]]:
    """Return an entry tidied, with everything that is wrong with it, not only the first thing.

    What was wrong is put right and the rules are asked again, so there is one set of rules.
    """
    found: list[RuleBroken] = []
    if entry.kind in NOT_IN_A_BOOK:
        entry = replace(entry, kind="")
    for _ in range(len(HEADINGS)):
        try:
            return checked(entry), found
        except RuleBroken as broken:
            found.append(broken)
            entry = _mended(entry, broken.field)
    return entry, found


def _mended(entry: Entry, field: str) -> Entry:
    part, _, number = field.rpartition("_")
    if part in PARTS and number.isdecimal():
        people = [*entry.people, *([Named("")] if not entry.people else [])]
        host = entry.email_domain.split()[0] if entry.email_domain.split() else "example.org"
        right = {"name": f"Person {number}", "email": f"post@{host}", "job": "", "telephone": ""}
        people[int(number)] = replace(people[int(number)], **{part: right[part]})
        return replace(entry, people=tuple(people))
    if field == "people":
        return replace(entry, people=entry.people[:MOST_PEOPLE])
    entry = replace(entry, **{field: _IN_ITS_PLACE.get(field, "")})
    if field == "email_domain":  # whether their addresses lie there can no longer be said
        people = [replace(each, email="post@example.org") for each in entry.people]
        return replace(entry, people=tuple(people))
    if field == "number" and entry.kind == RecipientKind.IMMIGRATION_ADVISER:
        return replace(entry, number="F000000001")
    return replace(entry, number="00001") if field == "number" else entry


def _coded(typed: str, codes: dict[str, Any]) -> str:
    """Return the code of a label or of a code, in whatever capitals; what is neither stays."""
    plain = _plain(typed)
    for label, code in codes.items():
        if plain in (_plain(label), _plain(code)):
            return str(code)
    return ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())


def _headings(values: list[str]) -> dict[int, str]:
    known = {_plain(heading): field for field, heading in HEADINGS.items()}
    known |= {_plain(field): field for field in HEADINGS}
    places = {at: known.get(_plain(value), "") for at, value in enumerate(values) if value}
    missing = {"kind", "name"} - set(places.values())
    if missing or len(set(places.values())) < len(places):
        raise RuleBroken("book", NO_HEADINGS)
    unknown = [at for at, field in places.items() if not field]
    if unknown:
        column = get_column_letter(unknown[0] + 1)
        message = f"Column {column} has a heading that is not in the template. Take the column out."
        raise RuleBroken("book", message)
    return places


def _of_text(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text or "\ufffd" in text:
        raise RuleBroken("book", NOT_READ)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield from _tidy(enumerate(rows, 1))
    except csv.Error:
        raise RuleBroken("book", NOT_READ) from None


def _of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise RuleBroken("book", NOT_READ)
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _tidy(
            (number, [FORMULA if cell.data_type == "f" else cell.value for cell in row])
            for number, row in enumerate(sheet.iter_rows(), 1)
        )
    except UNREADABLE:
        raise RuleBroken("book", NOT_READ) from None


def _tidy(rows: Iterable[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[str]]]:
    for number, values in rows:
        if number > MOST_LINES or len(values) > MOST_COLUMNS:
            raise RuleBroken("book", TOO_MANY)
        yield number, [_text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
