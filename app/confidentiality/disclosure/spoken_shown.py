"""What was told by word of mouth, as its pages and the log of the case show it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import saying
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.saying import Begun, OpenedSpoken
from app.confidentiality.disclosure.spoken import (
    NOT_LOOKED_AT,
    VERDICT_TAGS,
    Looked,
    Rung,
    Told,
)
from app.confidentiality.gate.ports import LogEntry
from app.confidentiality.recipient.rules import KIND_LABELS, RecipientKind
from app.web.templating import moment

NO_NUMBER = "No number on the register: nobody can ring them back"
NOBODY_AGREED = "No. A chair was to be told at once"
Grouped = list[tuple[str, list[dict[str, str]]]]


def groups_of_people(begun: Begun) -> Grouped:
    """Return who can have been told, by recipient, each with the number to ring back on."""
    groups: dict[str, list[dict[str, str]]] = {}
    for each in begun.people:
        kind = KIND_LABELS[RecipientKind(each.recipient.kind)]
        name = f"{each.name}, {each.job}" if each.job else each.name
        row = {"value": str(each.id), "text": name, "hint": each.number or NO_NUMBER}
        groups.setdefault(f"{each.recipient.name} ({kind})", []).append(row)
    return list(groups.items())


def groups_of_items(begun: Begun) -> Grouped:
    """Return the parts of the record, by group; nothing of what stands in them."""
    groups: dict[str, list[dict[str, str]]] = {}
    for item in begun.record.items:
        row = {"value": item.key, "text": item.title, "hint": item.hint}
        groups.setdefault(item.group, []).append(row)
    return list(groups.items())


def facts(opened: OpenedSpoken) -> list[dict[str, str]]:
    """Return what was written down, line by line."""
    row, told = opened.row, opened.told
    said = [
        ("Told to", f"{told.person}\n{told.to}"),
        ("When", moment(row.told_at)),
        ("Told by", f"{opened.by}, {opened.agency}"),
        ("Rung back first", rung_words(told)),
        ("Parts of the case", "\n".join(told.titles)),
        ("What was said", told.words),
        ("Why it could not wait", told.why),
        ("A chair had agreed", opened.agreed_by or NOBODY_AGREED),
        ("Written down", moment(row.written_at)),
        *_looked(opened.looked, opened.looked_by, row.looked_at),
    ]
    return [{"key": key, "value": value} for key, value in said if value]


def state(looked: Looked | None) -> tuple[str, str]:
    """Return how far it is, in words, and the colour of the tag."""
    return VERDICT_TAGS[looked.verdict] if looked else NOT_LOOKED_AT


def rung_words(told: Told) -> str:
    """Say whether they were rung back, on which number, when."""
    if told.rung is Rung.LIFE_AT_RISK:
        return "No: a life was at risk at that moment"
    return f"Yes, on {told.number}, {moment(datetime.fromisoformat(told.rung_at))}"


def log_of(ring: Ring, record_id: UUID) -> Iterator[LogEntry]:
    """Yield what was told aloud, for whoever may read the log; its trail is theirs."""
    rows = saying.about(ring.actor, record_id)
    names = person_names(
        {each for row in rows for each in (row.told_by, row.looked_by) if each is not None}
    )
    agencies = agency_names(row.agency_id for row in rows)
    for row in rows:
        by = f"{names.get(row.told_by, '')}, {agencies.get(row.agency_id, '')}"
        yield _entry(ring, row, by, names)


def _entry(ring: Ring, row: Spoken, by: str, names: dict[UUID, str]) -> LogEntry:
    told, looked = saying.read_told(ring, row), saying.read_looked(ring, row)
    words, colour = state(looked)
    agreed = UUID(told.agreed_by) if told.agreed_by else None
    chair = person_names([agreed]).get(agreed, "") if agreed else NOBODY_AGREED
    looked_by = names.get(row.looked_by, "") if row.looked_by else ""
    return LogEntry(
        about_id=row.id,
        at=row.told_at,
        title="Told by word of mouth",
        to=told.to,
        items=told.titles,
        basis=(
            ("Told to", told.person),
            ("What was said", told.words),
            ("Told by", by),
            ("Rung back first", rung_words(told)),
            ("Why it could not wait", told.why),
            ("A chair had agreed", chair),
            *_looked(looked, looked_by, row.looked_at),
        ),
        state=words,
        colour=colour,
    )


def _looked(looked: Looked | None, by: str, at: datetime | None) -> list[tuple[str, str]]:
    if looked is None or at is None:
        return []
    says = [("Looked at by", f"{by}, {moment(at)}")]
    return [*says, ("The chair says", looked.words)] if looked.words else says
