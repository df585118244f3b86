"""The conditions that hide a record from whom it is kept: by a row, and by the trail.

A row of the exclusion list can be taken away by whoever owns the file, and a page would then show
that a case exists. So every select asks the trail as well, which is not to be changed unseen: whom
it says to be out is out, until somebody else let them in again (``remembered`` says the same of
records whose ids are known). Each condition is one element, so that building it costs little: what
it means is written out when a statement is compiled, once for each statement of the application.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    String,
    Uuid,
    and_,
    cast,
    exists,
    func,
    literal_column,
    or_,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.audit.body import canonical
from app.audit.events import AgencyExcluded, ExclusionLifted, PersonExcluded
from app.audit.model import AuditRow
from app.confidentiality.circle.model import Exclusion

_ROW = Exclusion.__table__
_TRAIL = AuditRow.__table__
_GROUPS = (("1", "8"), ("9", "4"), ("13", "4"), ("17", "4"), ("21", "12"))
_Text = Callable[[Any], ColumnElement[str]]


class _KeptFromAnybody(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


class _KeptFrom(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


def is_kept_from_anybody(record_id: Any) -> ColumnElement[bool]:
    """The condition that a record is kept from any person or agency. ``record_id`` is a column."""
    return _KeptFromAnybody(record_id)


def is_kept_from(record_id: Any, person_id: Any, agency_id: Any) -> ColumnElement[bool]:
    """The condition that a record is kept from one person, by name or with their agency.

    Each is a column, an id, or a parameter to be given when a statement that was built once is
    asked.
    """
    return _KeptFrom(*(type_coerce(each, Uuid()) for each in (record_id, person_id, agency_id)))


@compiles(_KeptFromAnybody)
def _anybody(element: _KeptFromAnybody, compiler: SQLCompiler, **options: Any) -> str:
    (record_id,) = element.clauses
    text = _text_on(compiler)
    row, out = _ROW.alias("keeping"), _TRAIL.alias("keeping_out")
    found = or_(
        exists().where(row.c.record_id == record_id),
        exists().where(*_is_out(out, text(record_id))),
    )
    return compiler.process(found.self_group(), **options)


@compiles(_KeptFrom)
def _somebody(element: _KeptFrom, compiler: SQLCompiler, **options: Any) -> str:
    record_id, person_id, agency_id = element.clauses
    text = _text_on(compiler)
    row, out = _ROW.alias("keeping"), _TRAIL.alias("keeping_out")
    by_name = out.c.detail == _written("person_id", text(person_id))
    by_agency = out.c.detail == _written("agency_id", text(agency_id))
    found = or_(
        exists()
        .where(row.c.record_id == record_id)
        .where(or_(row.c.person_id == person_id, row.c.agency_id == agency_id)),
        exists().where(or_(by_name, by_agency), *_is_out(out, text(record_id))),
    )
    return compiler.process(found.self_group(), **options)


def _is_out(out: FromClause, record: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """Rows of the trail that keep somebody from a record, and that nobody else took back since."""
    lifted = _TRAIL.alias("letting_in")
    named = func.substr(out.c.detail, 2, func.length(out.c.detail) - 2, type_=String())
    oneself = _word('"person_id":"') + lifted.c.actor_id + _word('"')
    return [
        out.c.subject_id == record,
        or_(out.c.tag == _word(PersonExcluded.tag), out.c.tag == _word(AgencyExcluded.tag)),
        ~exists().where(
            and_(
                lifted.c.tag == _word(ExclusionLifted.tag),
                lifted.c.subject_id == out.c.subject_id,
                lifted.c.detail.contains(named),
                lifted.c.seq > out.c.seq,
                ~lifted.c.detail.contains(oneself),
            )
        ),
    ]


def _written(field: str, value: ColumnElement[str]) -> ColumnElement[str]:
    """Return how the trail writes the one field of an exclusion."""
    before, after = canonical({field: "?"}).split("?")
    return _word(before) + value + _word(after)


def _word(constant: str) -> ColumnElement[str]:
    """A word of our own, written into the statement and not given anew each time it is asked."""
    return literal_column(f"'{constant}'", String)


def _text_on(compiler: SQLCompiler) -> _Text:
    """Return how an id becomes text as the trail writes it, on the engine asked."""
    return _dashed if compiler.dialect.name == "sqlite" else _cast


def _cast(value: Any) -> ColumnElement[str]:
    return cast(value, String)


def _dashed(value: Any) -> ColumnElement[str]:
    first, *rest = (
        func.substr(value, literal_column(at), literal_column(many), type_=String())
        for at, many in _GROUPS
    )
    return reduce(lambda whole, part: whole + _word("-") + part, rest, first)
