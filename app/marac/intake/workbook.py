"""Reads the rows of a workbook as data: no formula worked out, no macro, no link followed."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import CellRange

from app.marac.intake.cells import Formula, Merged
from app.refusals import RuleBroken

MOST_UNPACKED = 100_000_000
MOST_PARTS = 1000
MOST_COLUMNS = 1000
MOST_MERGED = 10_000
SHEET = "Referrals"
NOTES = "Notes"
MERGED_TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"
UNREADABLE = (BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError)

SWELLS = "The file would unpack to far more than a spreadsheet of referrals, so it was not opened."
DAMAGED = "The workbook cannot be read. Open it in a spreadsheet program and save it again."
WHICH_SHEET = f"Name the sheet to be brought in “{SHEET}”, or keep only that one in the file."
TOO_WIDE = "The sheet has more columns than the template. Take out what lies to the right of it."
MERGES = "The sheet has too many merged cells. Unmerge them all and try again."

Row = tuple[int, list[Any]]


def workbook_rows(data: bytes) -> tuple[list[str], Iterator[Row]]:
    """Return notes about the workbook, and its rows by number; ``RuleBroken`` if it is unreadable.

    What is merged stands there as ``Merged``, and what is a formula as ``Formula``.
    """
    try:
        _refuse_swelling(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = _sheet_of(book)
        merged = _merged(data, sheet._worksheet_path)
    except UNREADABLE:
        raise RuleBroken("file", DAMAGED) from None
    others = len(book.sheetnames) - 1 - (NOTES in book.sheetnames)
    notes = [f"Other sheets that were not read: {others}."] if others > 0 else []
    return notes, _rows(book, sheet, merged)


def _refuse_swelling(data: bytes) -> None:
    with ZipFile(io.BytesIO(data)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
    if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED:
        raise RuleBroken("file", SWELLS)


def _sheet_of(book: Any) -> Any:
    named = [sheet for sheet in book.worksheets if sheet.title.strip().casefold() == "referrals"]
    seen = [s for s in book.worksheets if s.title != NOTES and s.sheet_state == "visible"]
    found = named or seen
    if len(found) != 1:
        raise RuleBroken("file", WHICH_SHEET)
    found[0].reset_dimensions()  # what a file says of its own size is not believed
    return found[0]


def _merged(data: bytes, part: str) -> dict[int, set[int]]:
    """Where cells are merged with others: places in a row, by its number."""
    found: dict[int, set[int]] = defaultdict(set)
    count = 0
    with ZipFile(io.BytesIO(data)) as parts, parts.open(part) as source:
        for _, element in iterparse(source):
            if element.tag == MERGED_TAG:
                block = CellRange(element.get("ref"))
                count += block.size["rows"]
                if count > MOST_MERGED:
                    raise RuleBroken("file", MERGES)
                for row in range(block.min_row, block.max_row + 1):
                    found[row].update(range(block.min_col - 1, min(block.max_col, MOST_COLUMNS)))
            element.clear()
    return found


def _rows(book: Any, sheet: Any, merged: dict[int, set[int]]) -> Iterator[Row]:
    try:
        for number, row in enumerate(sheet.iter_rows(), 1):
            if len(row) > MOST_COLUMNS:
                raise RuleBroken("file", TOO_WIDE)
            values = [Formula() if cell.data_type == "f" else cell.value for cell in row]
            yield number, _with_merged(values, merged.get(number, set()))
    except UNREADABLE:
        raise RuleBroken("file", DAMAGED) from None
    finally:
        book.close()


def _with_merged(values: list[Any], places: set[int]) -> list[Any]:
    """Put the mark where cells are merged, in a row that holds anything."""
    if not places or all(value is None for value in values):
        return values
    values += [None] * (max(places) + 1 - len(values))
    return [Merged() if at in places else value for at, value in enumerate(values)]
