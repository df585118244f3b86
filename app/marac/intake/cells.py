"""Reads one cell of a spreadsheet into the plain JSON of a referral. Messages repeat no value."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.marac.intake.columns import Column, Kind
from app.refusals import RuleBroken
from app.vault.blind import normalise

FORMULA = re.compile(r"\s*=\s*[A-Za-z_.]+\s*\(")
SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}")
IN_WORDS = ("%d %B %Y", "%d %b %Y")
FIGURES = re.compile(r"([0-9]{1,9})(?:\.0+)?")
NATIONAL_NUMBER = re.compile(r"[1-9]\d{8,9}")

YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔", "t"})
NO = frozenset({"no", "n", "false", "0", "f", "none"})
UNKNOWN = frozenset({"not known", "unknown", "dont know", "don't know", "don’t know", "dk", "?"})
NOT_ASKED = frozenset({"not asked", "n/a", "na", "-", "–", "not applicable"})

A_FORMULA = (
    "This cell holds a formula, and no formula is worked out here. Copy the column and paste it "
    "back as values only."
)
AN_ERROR = "The spreadsheet shows an error in this cell. Put the value in its place, or empty it."
A_DATE = "Write a real date, the day first, for example 27/03/2026; or leave it empty."
FOUR_DIGITS = "Write the year with four digits, for example 27/03/2026."
SERIAL = "This is a number where a date belongs. Format the cell as a date."
NOT_TEXT = "This is a date where text belongs. Format the cell as text and type it again."
A_NUMBER = "Write a whole number in figures, or leave it empty."
MERGED = "This cell is merged with others. Unmerge it and give each row its own value."


class Formula:
    """What stands in a cell whose content is a formula."""


class Merged:
    """What stands in a cell that is merged with others."""


def read_cell(column: Column, value: Any) -> Any:
    """Return what a cell says as JSON holds it; None for an empty one.

    ``RuleBroken`` at the column's heading, with what to do and never with what was written.
    """
    if isinstance(value, Formula) or (isinstance(value, str) and FORMULA.match(value)):
        raise RuleBroken(column.heading, A_FORMULA)
    if isinstance(value, Merged):
        raise RuleBroken(column.heading, MERGED)
    if isinstance(value, str):
        value = value.strip()
        if SPREADSHEET_ERROR.fullmatch(value):
            raise RuleBroken(column.heading, AN_ERROR)
    if value is None or value == "":
        return None
    try:
        return READERS[column.kind](column, value)
    except ValueError as said:
        raise RuleBroken(column.heading, str(said)) from None


def _text(column: Column, value: Any) -> str:
    if isinstance(value, date):
        raise ValueError(NOT_TEXT)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    is_number = isinstance(value, int) and column.path[-1] == "phone"
    return f"0{text}" if is_number and NATIONAL_NUMBER.fullmatch(text) else text


def _names(column: Column, value: Any) -> list[str]:
    parts = re.split(r"[;\n]", _text(column, value))
    return [part.strip() for part in parts if part.strip()]


def _day(_column: Column, value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise ValueError(SERIAL)
    if SHORT_YEAR.fullmatch(value):
        raise ValueError(FOUR_DIGITS)
    if found := DAY_FIRST.fullmatch(value):
        return _real(int(found[3]), int(found[2]), int(found[1]))
    if found := YEAR_FIRST.fullmatch(value):
        return _real(int(found[1]), int(found[2]), int(found[3]))
    return _in_words(value)


def _in_words(value: str) -> str:
    for form in IN_WORDS:
        try:
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 - a day only
        except ValueError:
            continue
    raise ValueError(A_DATE)


def _real(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError(A_DATE) from None


def _number(_column: Column, value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and (found := FIGURES.fullmatch(value)):
        value = int(found[1])
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(A_NUMBER)
    return value


def _folded(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).casefold().replace("_", " ").split())


def _one_of(words: Mapping[str, frozenset[str]], allowed: str) -> Callable[[Column, Any], str]:
    def read(_column: Column, value: Any) -> str:
        folded = _folded(value)
        for answer, spellings in words.items():
            if folded in spellings:
                return answer
        raise ValueError(f"Write {allowed}, or leave it empty.")

    return read


_yes_no = _one_of({"yes": YES, "no": NO}, "yes or no")
_known = _one_of({"yes": YES, "no": NO, "not_known": UNKNOWN | NOT_ASKED}, "yes, no or not known")
_answer = _one_of(
    {"yes": YES, "no": NO, "dont_know": UNKNOWN, "not_asked": NOT_ASKED},
    "yes, no, don’t know or not asked",
)


def _choice(column: Column, value: Any) -> str:
    typed = normalise(_text(column, value))
    for code, label in column.choices.items():
        if typed in (normalise(code), normalise(label)):
            return code
    raise ValueError(f"Write one of: {', '.join(column.choices.values())}; or leave it empty.")


def _choices(column: Column, value: Any) -> list[str]:
    return [_choice(column, each) for each in _names(column, value)]


READERS: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.NAMES: _names,
    Kind.DAY: _day,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.KNOWN: _known,
    Kind.ANSWER: _answer,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
