"""Writes the empty template: a sheet of headings to fill in, and notes that explain each column."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.marac.intake.columns import Column, Kind, columns
from app.marac.intake.workbook import NOTES, SHEET

FIRST_LINES = (
    "One row for each referral, on the sheet “Referrals”. Keep the headings as they are.",
    "Columns that you do not need can be taken out, and columns can stand in any order.",
    "Needed are only the victim’s name and what happened. Leave empty what is not known.",
    "More of the same is understood too: “Perpetrator 3: Name”, “Child 5: Name”, "
    "“R1 comment”, “R1 who said so”.",
    "Immigration status has no column here. It is written into the referral itself, sealed apart.",
    "This file will hold what can get somebody killed. Keep it on an encrypted disk, send it to "
    "nobody, and delete it when it has been brought in.",
)
HEADINGS = ("Column", "Needed", "What may be written", "About it")
WIDE = frozenset({Kind.TEXT})


def template_columns() -> list[Column]:
    """The columns that the template shows."""
    return [column for column in columns() if column.in_template]


def workbook_template() -> bytes:
    """The template as a workbook with two sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for at, column in enumerate(template_columns(), 1):
        cell = sheet.cell(row=1, column=at, value=column.heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        letter = sheet.column_dimensions[get_column_letter(at)]
        letter.width = 40 if column.kind in WIDE else 20
        letter.number_format = "@"
    sheet.freeze_panes = "A2"
    _notes(book.create_sheet(NOTES))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def text_template() -> bytes:
    """The template as text with commas: the headings alone, with the mark that says UTF-8."""
    written = io.StringIO(newline="")
    csv.writer(written).writerow(column.heading for column in template_columns())
    return written.getvalue().encode("utf-8-sig")


def in_short() -> str:
    """What anybody needs to know before filling it in, in a few lines."""
    return "\n".join(FIRST_LINES)


def explained() -> str:
    """The same notes as plain text, for whoever works with commas."""
    rows = [" · ".join(part for part in row if part) for row in _rows()]
    return "\n".join((*FIRST_LINES, "", *rows)) + "\n"


def _notes(sheet: object) -> None:
    for line in FIRST_LINES:
        sheet.append([line])  # type: ignore[attr-defined]
    sheet.append([])  # type: ignore[attr-defined]
    for row in (HEADINGS, *_rows()):
        sheet.append(list(row))  # type: ignore[attr-defined]


def _rows() -> list[tuple[str, str, str, str]]:
    return [
        (column.heading, "needed" if column.needed else "", column.allowed, column.help)
        for column in template_columns()
    ]
