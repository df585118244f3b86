"""Made-up spreadsheets of referrals: 400 rows that are right, and 30 mistakes to plant in them.

Everybody in them is invented; telephone numbers are from Ofcom's ranges for drama.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook

from app.marac.intake.cells import (
    A_DATE,
    A_FORMULA,
    A_NUMBER,
    AN_ERROR,
    FOUR_DIGITS,
    NOT_TEXT,
    SERIAL,
)
from app.marac.intake.columns import by_name
from app.vault.blind import normalise

FIRST = "Amara Blessing Chidi Dilnoza Esme Farida Gwen Halima Ines Jaswinder Keira Leyla".split()
LAST = "Marigold Larkspur Foxglove Celandine Sorrel Bramble Tansy Yarrow Campion Vetch".split()
Row = dict[str, Any]


def rows(count: int = 400, seed: int = 7) -> list[Row]:
    """So many different referrals, by heading, as people fill in a spreadsheet."""
    chance = Random(seed)
    return [_row(chance, number) for number in range(count)]


def _row(chance: Random, number: int) -> Row:
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(16_000))
    reported = date(2026, 1, 5) + timedelta(days=chance.randrange(200))
    row: Row = {
        "Urgent": chance.choice(["", "no", "No", "NO", False]),
        "Referred by": "Duty worker, St Aldhelm Hospital",
        "Criterion: Visible high risk": chance.choice(["Yes", "y", "x", "no", ""]),
        "Victim: Name": f"{chance.choice(FIRST)} {chance.choice(LAST)}-{number}",
        "Victim: Other names": "Mrs Placeholder; Nickname" if number % 9 == 0 else "",
        "Victim: Date of birth": chance.choice([born, born.isoformat(), f"{born:%d/%m/%Y}"]),
        "Victim: Phone number": chance.choice(["07700 900123", 7700900456, "020 7946 0123"]),
        "Victim: Safe to call": chance.choice(["yes", "No", "not known", "dk", ""]),
        "Victim: Address": f"{number} Made-up Street\nNorthbrook",
        "Victim: Postcode": chance.choice(["NB1 2CY", "nb12cy", ""]),
        "Victim: Address is confidential": chance.choice(["yes", "no", True, ""]),
        "Perpetrator 1: Name": f"{chance.choice(FIRST)} Brook-{number}",
        "Perpetrator 1: Relationship": "Former partner",
        "Perpetrator 2: Name": f"Uncle Brook-{number}" if number % 7 == 0 else "",
        "Child 1: Name": f"Wren Brook-{number}" if number % 3 == 0 else "",
        "What happened": f"<p>He <b>waited</b> outside, the {number}th time.</p>",
        "Knows about the referral": chance.choice(["yes", "not known"]),
        "Agrees to the referral": "yes",
        "Why information is shared without agreement": "",
        "Basis in law": "Care Act 2014: an adult with care and support needs at risk",
        "Referred on": reported,
        "Last referred on": f"{reported - timedelta(days=90):%d.%m.%Y}" if number % 5 == 0 else "",
        "Last heard on": "",
        "Professional judgement: high risk": chance.choice(["yes", "no"]),
        "Professional judgement: reasons": "Planning to leave.",
        "Incidents reported to the police in 12 months": chance.choice(["", 3, "4", 2.0]),
        "Abused again by the same person": chance.choice(["yes", ""]),
        "Equality: sex": chance.choice(["Female", "male", "Prefer not to say"]),
        "Keep from": "",
    }
    answers = ["Yes", "yes", "no", "Don't know", "not asked", "", "Y", "n"]
    return row | {f"R{topic}": chance.choice(answers) for topic in range(1, 25)}


@dataclass(frozen=True)
class Mistake:
    """Something wrong in one row: what is changed, in which column it shows, and what is said."""

    column: str
    change: Mapping[str, Any]
    said: str


def _one(column: str, value: Any, said: str) -> Mistake:
    return Mistake(column, {column: value}, said)


DAY = "Victim: Date of birth"
MISTAKES: tuple[Mistake, ...] = (
    _one("Victim: Name", "", "Enter a name"),
    _one("Victim: Name", "N" * 300, "200 characters or fewer"),
    _one("Victim: Name", '=HYPERLINK("http://example.org","Name")', A_FORMULA),
    _one("Victim: Name", date(1990, 5, 1), NOT_TEXT),
    _one(DAY, "31/02/1990", A_DATE),
    _one(DAY, "05/25/1990", A_DATE),
    _one(DAY, "1/2/90", FOUR_DIGITS),
    _one(DAY, 32874, SERIAL),
    _one(DAY, "01/01/2090", "must be in the past"),
    _one(DAY, "01/01/1850", "past 120 years"),
    _one(DAY, "01/06/2014", "16 or over"),
    _one(DAY, "about 1990", A_DATE),
    _one("Victim: Postcode", "NB1", "full UK postcode"),
    _one("Victim: Safe to call", "sometimes", "yes, no or not known"),
    _one("Victim: Address is confidential", "maybe", "yes or no"),
    _one("What happened", "", "Say what happened"),
    _one("What happened", "#REF!", AN_ERROR),
    _one("What happened", "A" * 9000, "characters or fewer"),
    _one("Basis in law", "Some other act", "Write one of"),
    _one("Referred on", "01/01/2090", "today or in the past"),
    _one("Last referred on", "yesterday", A_DATE),
    _one("Last heard on", "01/01/2090", "today or in the past"),
    _one("Incidents reported to the police in 12 months", "several", A_NUMBER),
    _one("Incidents reported to the police in 12 months", -2, A_NUMBER),
    _one("R3. Afraid of more harm to come", "perhaps", "don’t know or not asked"),
    _one("Equality: sex", "unclear", "Write one of"),
    _one("Keep from", "nobody@elsewhere.example.org", "Nobody of this area"),
    _one("Keep from", "An agency that is not there", "No agency of this area"),
    Mistake(
        "Perpetrator 2: Name",
        {"Perpetrator 2: Name": "", "Perpetrator 2: Weapons": "A knife"},
        "name",
    ),
    Mistake(
        "Why information is shared without agreement",
        {"Agrees to the referral": "no"},
        "necessary and proportionate",
    ),
)
"""One for each of thirty kinds."""


def spoiled(good: Sequence[Row], mistakes: Sequence[Mistake] = MISTAKES) -> dict[int, Mistake]:
    """Plant the mistakes in place, spread over the rows; by their number in a sheet."""
    planted = {}
    for number, mistake in enumerate(mistakes):
        at = 5 + number * (len(good) - 10) // len(mistakes)
        good[at].update({_heading(good[at], name): new for name, new in mistake.change.items()})
        planted[at + 2] = mistake
    return planted


def _heading(row: Row, name: str) -> str:
    """The heading as this row has it: a column may go by a shorter one."""
    column = by_name()[normalise(name)]
    return next((own for own in row if by_name().get(normalise(own)) is column), name)


def headings(good: Iterable[Row]) -> list[str]:
    """Every heading of the rows, in order."""
    return list(dict.fromkeys(name for row in good for name in row))


def write_workbook(
    path: Path, good: Sequence[Row], touch: Callable[[Any, Any], None] | None = None
) -> Path:
    """A workbook of these rows; ``touch`` may do more to its book and sheet."""
    book = Workbook()
    sheet = book.active
    names = headings(good)
    sheet.append(names)
    for row in good:
        sheet.append([None if row.get(name) == "" else row.get(name) for name in names])
    if touch:
        touch(book, sheet)
    book.save(path)
    return path
