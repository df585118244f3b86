"""Makes a referral, in plain JSON, of one row of a spreadsheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.marac.intake.cells import read_cell
from app.marac.intake.columns import (
    HISTORY,
    KEPT_FROM,
    PEOPLE,
    REFERRED_BY,
    WHY_KEPT,
    Column,
    Path,
    columns,
)
from app.marac.intake.sheets import Line, Problem, Table
from app.refusals import RuleBroken

BEYOND = "There is something in a column that has no heading. Take it out, or add the heading."


@dataclass
class Row:
    """What one row says, and what of it cannot be read. ``places`` tells which person is which."""

    given: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)


def read_row(table: Table, line: Line) -> Row:
    """Read every cell of a row. A cell that cannot be read is a problem and is left out."""
    row, values = Row(), dict[Path, Any]()
    if line.beyond:
        row.problems.append(Problem(line.number, "", "", BEYOND))
    for column, raw in line.cells.items():
        try:
            value = read_cell(column, raw)
        except RuleBroken as broken:
            row.problems.append(problem(table, line.number, column, broken.message))
        else:
            if value is not None:
                values[column.path] = value
    _put_together(row, values)
    return row


def problem(table: Table, number: int, column: Column, message: str) -> Problem:
    """A problem with one cell."""
    return Problem(number, table.letters.get(column, ""), column.heading, message)


def problem_at(table: Table, number: int, row: Row, broken: RuleBroken) -> Problem:
    """A rule that the row as a whole breaks, at the column that it is about."""
    column = _column_of(row, broken.field)
    if column is None:
        return Problem(number, "", "", broken.message)
    return problem(table, number, column, broken.message)


def _put_together(row: Row, values: dict[Path, Any]) -> None:
    _worker(values)
    _kept_from(row.given, values)
    _criteria(row.given, values)
    _tool(row.given, values)
    for name in HISTORY:
        if (day := values.get(("summary", name))) is not None:
            values["risk", "circumstances", name] = day
    for root in PEOPLE:
        _people(row, root, values)
    for path, value in values.items():
        _put(row.given, path, value)


def _put(given: dict[str, Any], path: Path, value: Any) -> None:
    group = given
    for part in path[:-1]:
        group = group.setdefault(str(part), {})
    group[str(path[-1])] = value


def _worker(values: dict[Path, Any]) -> None:
    """Whoever brought it is told at the head of the worker's view: the keys are the importer's."""
    who = values.pop(REFERRED_BY, None)
    if who:
        view = values.get(("summary", "worker_view"), "")
        values["summary", "worker_view"] = f"Referred by: {who}\n{view}".strip()


def _kept_from(given: dict[str, Any], values: dict[Path, Any]) -> None:
    why = values.pop(WHY_KEPT, "")
    named = values.pop(KEPT_FROM, [])
    if named:
        kinds = [("person" if "@" in each else "agency", each) for each in named]
        given["kept_from"] = [{kind: each, "reason": why} for kind, each in kinds]


def _criteria(given: dict[str, Any], values: dict[Path, Any]) -> None:
    asked = [path for path in values if path[0] == "criteria"]
    ticked = [str(path[1]) for path in asked if values.pop(path) == "yes"]
    if ticked:
        given["criteria"] = ticked


def _tool(given: dict[str, Any], values: dict[Path, Any]) -> None:
    said = {str(path[1]): values.pop(path) for path in list(values) if path[0] == "tool"}
    if said:
        given.setdefault("risk", {})["other_tools"] = [said]


def _people(row: Row, root: str, values: dict[Path, Any]) -> None:
    """Several people of one kind, those left empty passed over."""
    people: dict[int, dict[str, Any]] = {}
    for path in [each for each in values if each[0] == root]:
        people.setdefault(int(path[1]), {})[str(path[2])] = values.pop(path)
    if people:
        row.places[root] = sorted(people)
        row.given[root] = [people[number] for number in sorted(people)]


def _column_of(row: Row, field_path: str) -> Column | None:
    """The column that a dotted path belongs to, the nearest one if none is exactly it."""
    parts = list(_parts(row, field_path))
    if parts[:1] == ["kept_from"]:
        parts = ["kept_from"]
    if parts[:2] == ["risk", "other_tools"]:
        parts = ["tool", str(parts[-1])]
    if parts[-1] in HISTORY:
        parts = ["summary", parts[-1]]
    for column in columns():
        own = [str(part) for part in column.path]
        if own == parts or own[:-1] == parts:
            return column
    return None


def _parts(row: Row, field_path: str) -> Iterator[str]:
    """A path with each person's number as the file has it."""
    parts = field_path.split(".")
    for at, part in enumerate(parts):
        numbers: Mapping[str, list[int]] = row.places
        known = numbers.get(parts[0], []) if at == 1 else []
        yield str(known[int(part)]) if part.isdecimal() and int(part) < len(known) else part
