"""Spreadsheets as people really keep them: encodings, separators, formulas, merged cells, traps."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.marac.intake.cells import A_FORMULA, MERGED, read_cell
from app.marac.intake.columns import Kind, by_name, columns
from app.marac.intake.rows import read_row
from app.marac.intake.sheets import (
    LOCKED,
    NO_HEADINGS,
    NOT_IN_A_SPREADSHEET,
    NOT_PLAIN,
    TOO_LARGE,
    TOO_MANY,
    TWICE,
    Table,
    open_table,
)
from app.marac.intake.template import template_columns, text_template, workbook_template
from app.marac.intake.workbook import DAMAGED, SWELLS, TOO_WIDE, WHICH_SHEET
from app.refusals import RuleBroken
from app.vault.blind import normalise
from tests.marac.intake.workbooks import Row, headings, rows, write_workbook

NAME, STORY = "Victim: Name", "What happened"


def text_file(path: Path, good: list[Row], *, encoding: str, delimiter: str = ",") -> Path:
    """The rows as comma-separated text."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    names = headings(good)
    writer.writerow(names)
    writer.writerows([[_plain(row.get(name)) for name in names] for row in good])
    path.write_bytes(written.getvalue().encode(encoding))
    return path


def _plain(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else str(value)


def givens(table: Table) -> list[dict[str, Any]]:
    """What each row says."""
    return [read_row(table, line).given for line in table.lines]


def refused(path: Path) -> str:
    """Why a file is not opened."""
    with pytest.raises(RuleBroken) as broken:
        open_table(path)
    return broken.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_however_text_was_saved_it_says_the_same(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    """Encoding and separator are found out; accents, line ends and semicolons survive."""
    good = rows(12)
    good[3][NAME] = "Zoë Müller-Peña"
    good[4][STORY] = 'He said: "wait", then;\nhe left'
    path = text_file(tmp_path / "a.csv", good, encoding=encoding, delimiter=delimiter)
    table = open_table(path)
    assert table.problems == []
    assert bool(table.notes) == (encoding == "cp1252")
    said = givens(table)
    assert said[3]["victim"]["name"] == "Zoë Müller-Peña"
    assert said[4]["summary"]["what_happened"] == 'He said: "wait", then;\nhe left'


def test_text_and_workbook_of_the_same_rows_are_the_same(tmp_path: Path) -> None:
    """Which kind of file somebody keeps changes nothing of what comes in."""
    good = [row for row in rows(30) if isinstance(row["Victim: Phone number"], str)]
    one = open_table(text_file(tmp_path / "a.csv", good, encoding="utf-8"))
    other = open_table(write_workbook(tmp_path / "a.xlsx", good))
    assert givens(one) == givens(other)
    assert [line.number for line in one.lines] == [line.number for line in other.lines]


def test_blank_rows_keep_the_numbers_that_people_see(tmp_path: Path) -> None:
    """A row is named by the number beside it in the spreadsheet, whatever is empty above it."""
    path = write_workbook(tmp_path / "a.xlsx", rows(3), lambda _, sheet: sheet.insert_rows(3, 4))
    assert [line.number for line in open_table(path).lines] == [2, 7, 8]


def test_formulas_are_not_worked_out_and_not_passed_over(tmp_path: Path) -> None:
    """A formula in a cell is a problem to put right, in a workbook and in text."""

    def touch(_: Any, sheet: Any) -> None:
        sheet["D2"] = '=HYPERLINK("https://example.org", "a name")'
        sheet["D3"] = "=A1&A2"

    good = rows(3)
    table = open_table(write_workbook(tmp_path / "a.xlsx", good, touch))
    problems = [read_row(table, line).problems for line in table.lines]
    assert [[p.message for p in each] for each in problems] == [[A_FORMULA], [A_FORMULA], []]
    good[1][NAME] = "=cmd(1)"
    table = open_table(text_file(tmp_path / "a.csv", good, encoding="utf-8"))
    assert read_row(table, table.lines[1]).problems[0].message == A_FORMULA


def test_merged_cells_are_named(tmp_path: Path) -> None:
    """A value that spans two rows belongs to neither until somebody says so."""

    def touch(_: Any, sheet: Any) -> None:
        column = sheet.max_column and headings(rows(1)).index("Victim: Address") + 1
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)

    table = open_table(write_workbook(tmp_path / "a.xlsx", rows(3), touch))
    problems = [read_row(table, line).problems for line in table.lines]
    assert [[p.message for p in each] for each in problems] == [[MERGED], [MERGED], []]


def test_other_sheets_are_not_read_and_said(tmp_path: Path) -> None:
    """The sheet called Referrals is read; where none is, there must be only one to choose from."""
    named = write_workbook(
        tmp_path / "a.xlsx",
        rows(2),
        lambda book, sheet: (setattr(sheet, "title", "referrals"), book.create_sheet("Old", 0)),
    )
    table = open_table(named)
    assert (len(table.lines), table.notes) == (2, ["Other sheets that were not read: 1."])
    several = write_workbook(
        tmp_path / "b.xlsx", rows(2), lambda book, _: book.create_sheet("Second")
    )
    assert refused(several) == WHICH_SHEET


def test_headings_that_are_wrong_twice_or_apart(tmp_path: Path) -> None:
    """Unknown headings are told by letter alone; immigration status has no column."""
    row: Row = {NAME: "A", "Jane Secret": "x", "Visa type": "y", "victim name": "B"}
    table = open_table(write_workbook(tmp_path / "a.xlsx", [row]))
    told = {(p.column, p.heading): p.message for p in table.problems}
    assert set(told) == {("B", ""), ("C", ""), ("D", NAME), ("", STORY)}
    assert told["C", ""] == NOT_IN_A_SPREADSHEET
    assert told["D", NAME] == TWICE
    assert "Secret" not in str(table.problems)
    assert refused(text_file(tmp_path / "a.csv", [{"Foo": "1"}], encoding="utf-8")) == NO_HEADINGS


def test_what_stands_beyond_the_headings_is_not_lost_silently(tmp_path: Path) -> None:
    """A value without a heading is a problem of its row."""
    path = tmp_path / "a.csv"
    path.write_text(f"{NAME},{STORY}\nA,He waits\nB,He waits,and this\n", "utf-8")
    table = open_table(path)
    assert [len(read_row(table, line).problems) for line in table.lines] == [0, 1]


def test_files_that_are_traps_are_refused_before_they_are_read(tmp_path: Path) -> None:
    """Too large, swelling, locked, damaged, endless or no text at all: one sentence each."""
    huge = tmp_path / "huge.xlsx"
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(6):
            parts.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 20_000_000)
    assert huge.stat().st_size < 500_000
    assert refused(huge) == SWELLS
    cases = {
        "old.xls": (b"\xd0\xcf\x11\xe0" + b"x" * 600, LOCKED),
        "cut.xlsx": (b"PK\3\4x", DAMAGED),
    }
    cases |= {"b.csv": (b"a\0b,c\n", NOT_PLAIN), "c.csv": (b"", NO_HEADINGS)}
    cases |= {"d.csv": (f"{NAME},{STORY}\n".encode() + b"A,B\n" * 5002, TOO_MANY)}
    cases |= {"e.csv": (b"x" * 20_000_001, TOO_LARGE)}
    for name, (data, said) in cases.items():
        (tmp_path / name).write_bytes(data)
        assert refused(tmp_path / name) == said, name
    wide = write_workbook(
        tmp_path / "wide.xlsx", rows(1), lambda _, sheet: sheet.cell(row=1, column=9000, value="x")
    )
    assert refused(wide) == TOO_WIDE


def test_a_workbooks_xml_cannot_reach_out_or_swell(tmp_path: Path) -> None:
    """An entity in the XML of a sheet is refused, not resolved."""
    good = write_workbook(tmp_path / "a.xlsx", rows(1))
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
                data = entity + data[data.find(b"<worksheet") :].replace(b"</v>", b"&e;</v>", 1)
            target.writestr(name, data)
    assert refused(bad) == DAMAGED


def test_the_template_is_read_by_what_reads_referrals(tmp_path: Path) -> None:
    """Every heading of the template is known, in both kinds; its notes name every column."""
    for name, data in (("a.xlsx", workbook_template()), ("a.csv", text_template())):
        (tmp_path / name).write_bytes(data)
        table = open_table(tmp_path / name)
        assert (table.lines, table.problems, table.notes) == ([], [], [])
        assert list(table.letters) == template_columns()
    notes = load_workbook(tmp_path / "a.xlsx")["Notes"]
    explained = {row[0].value for row in notes.iter_rows()}
    assert {column.heading for column in template_columns()} <= explained


def test_no_two_columns_share_a_heading() -> None:
    """Whichever of its headings a column goes by, it is that column and no other."""
    names = [name for column in columns() for name in column.names]
    assert len(names) == len(set(names))
    assert by_name()[normalise("R15")].path == ("risk", "answers", "strangulation", "answer")


ODD = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times()
)


@given(st.sampled_from(list(Kind)), ODD)
def test_a_cell_is_read_or_named_whatever_is_in_it(kind: Kind, value: object) -> None:
    """No cell brings the import down, and no message repeats what is in it."""
    column = next(each for each in columns() if each.kind is kind)
    said = None
    try:
        read_cell(column, value)
    except RuleBroken as broken:
        said = broken
    if said is not None:
        assert said.field == column.heading
        assert not isinstance(value, str) or len(value) < 12 or value not in said.message
