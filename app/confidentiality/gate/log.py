"""The log of a record: who was told what, when, on what basis, by whose decision, who received it.

So that whoever is at its centre can be told (UK GDPR article 14; SafeLives: the IDVA tells her).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from app import clock
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import handing, queries, sheets
from app.confidentiality.gate.handing import HOW_LABELS, How
from app.confidentiality.gate.model import Form, HandOver, Package, Receipt, Release
from app.confidentiality.gate.ports import LogEntry, said_of
from app.confidentiality.gate.preparing import content_of
from app.confidentiality.gate.receiving import COLLECTED, HANDED, recipient_of
from app.confidentiality.gate.standing import standing
from app.confidentiality.recipient.rules import Way
from app.db import db
from app.web.templating import day, moment

BY_HAND = "the victim, in person"
RECEIVED_WORDS = {
    "read": "Read by {name}, {at}",
    HANDED: "Downloaded to hand over by {name}, {at}",
    COLLECTED: "Opened at {to} with a link, {at}",
}


def entries(ring: Ring, record_id: UUID) -> list[LogEntry]:
    """Return the log, the newest first, for whoever holds the record's key.

    Call it in the transaction that writes the trail of it.
    """
    said = list(said_of(ring, record_id))
    of_release = {each.release_id: each for each in said if each.release_id is not None}
    rows = queries.about(ring.actor, record_id)
    found = [each for each in said if each.release_id is None]
    found += _released(ring, rows, of_release)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _released(
    ring: Ring, rows: Sequence[Release], said: dict[UUID, LogEntry]
) -> Iterator[LogEntry]:
    ids = [row.id for row in rows]
    receipts, handed = queries.receipts_of(ids), handing.hand_overs(ids)
    people = {each.person_id for row in rows for each in receipts[row.id] if each.person_id}
    names = person_names(people | {each.handed_by for each in handed})
    for row in rows:
        own = said.get(row.id) or LogEntry(row.id, row.decided_at, "Shared")
        stands = standing(row, clock.today(), bool(receipts[row.id]))
        yield replace(
            own,
            at=row.decided_at,
            to=_to(row),
            items=own.items or _headings(ring, row),
            decided_by=row.decided_by,
            state="Received" if row.first_received_at else stands.words,
            colour="green" if row.first_received_at else stands.colour,
            release_id=row.id,
            received=(
                *(_received(row, each, names) for each in receipts[row.id]),
                *(_handed(ring, row, each, names) for each in handed if each.release_id == row.id),
            ),
        )


def _to(row: Release) -> str:
    return BY_HAND if row.way == Way.BY_HAND else recipient_of(row).name


def _headings(ring: Ring, row: Release) -> tuple[str, ...]:
    """Return the headings of what was shared; of a letter there are none."""
    if row.form == Form.LETTER:
        return ()
    content = content_of(ring, db.session.get_one(Package, row.package_id))
    return tuple(part.heading for part in sheets.unwrap(content)[1].sections)


def _received(row: Release, receipt: Receipt, names: dict[UUID, str]) -> str:
    name = names.get(receipt.person_id, "") if receipt.person_id else ""
    words = RECEIVED_WORDS[receipt.how]
    return words.format(name=name, at=moment(receipt.at), to=recipient_of(row).name)


def _handed(ring: Ring, row: Release, made: HandOver, names: dict[UUID, str]) -> str:
    how = HOW_LABELS[How(made.how)]
    words = f"Handed over by {names.get(made.handed_by, '')}, {day(made.handed_on)}: {how}"
    if made.confirmed_on is None:
        return words
    return (
        f"{words}. {handing.said_by(ring, row, made)} said on {day(made.confirmed_on)} it arrived"
    )
