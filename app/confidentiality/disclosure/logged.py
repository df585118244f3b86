"""What requests to share add to the log of who was told what; decisions not to share too."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.accounts.agency.queries import agency_names
from app.accounts.person.queries import person_names
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, queries
from app.confidentiality.disclosure.content import Asked, Chosen
from app.confidentiality.disclosure.model import Decision, DisclosureRequest
from app.confidentiality.disclosure.opening import DECIDED, read_asked
from app.confidentiality.disclosure.rules import (
    CONSENT_LABELS,
    GROUND_LABELS,
    OUTCOME_LABELS,
    Ground,
    Outcome,
)
from app.confidentiality.gate.ports import LogEntry
from app.confidentiality.recipient import queries as recipients
from app.db import db

COLOURS = {Outcome.FULL: "green", Outcome.PART: "green", Outcome.REFUSED: "grey"}
CHANGED_SINCE = "What was asked was changed after this decision, and decided again."


def log_of(ring: Ring, record_id: UUID) -> Iterator[LogEntry]:
    """Yield every decision about a record, for whoever may read the log; its trail is theirs."""
    requests = {row.id: row for row in queries.about(ring.actor, record_id)}
    found = _decisions(list(requests))
    if not found:
        return
    titles = {item.key: item.title for item in ports.open_record(ring, record_id).items}
    names = person_names(row.requester_id for row in found)
    agencies = agency_names(row.requester_agency_id for row in found)
    for row in found:
        who = ", ".join(
            filter(None, (names.get(row.requester_id), agencies.get(row.requester_agency_id)))
        )
        yield _entry(ring, row, requests[row.request_id], titles, who)


def _decisions(request_ids: Sequence[UUID]) -> Sequence[Decision]:
    rows = select(Decision).where(Decision.request_id.in_(request_ids))
    return db.session.scalars(rows.order_by(Decision.decided_at)).all()


def _entry(
    ring: Ring, row: Decision, request: DisclosureRequest, titles: dict[str, str], who: str
) -> LogEntry:
    given = ring.read(row.secret_id, DECIDED, row.id, row.sealed_chosen, of=row.record_id)
    chosen, asked = Chosen.from_dict(given), read_asked(ring, request)
    is_current = row.edition == request.edition
    outcome = Outcome(row.outcome)
    kept = [titles.get(one.key, "") for one in chosen.items if one.answer == Outcome.REFUSED]
    return LogEntry(
        about_id=row.id,
        at=row.decided_at,
        title=OUTCOME_LABELS[outcome],
        release_id=row.release_id,
        to=_recipient(ring, asked) if is_current else "",
        items=() if row.release_id else tuple(filter(None, kept)),
        basis=_basis(asked if is_current else None, chosen, kept if row.release_id else [], who),
        decided_by=row.decided_by,
        state="Not shared" if outcome is Outcome.REFUSED else "",
        colour=COLOURS[outcome],
    )


def _basis(
    asked: Asked | None, chosen: Chosen, kept: Sequence[str], who: str
) -> tuple[tuple[str, str], ...]:
    rows = [("Asked by", who)]
    if asked is None:
        rows.append(("Since then", CHANGED_SINCE))
    else:
        consent = f"{CONSENT_LABELS[asked.consent]}." if asked.consent else ""
        rows += [
            ("Ground", GROUND_LABELS[Ground(asked.ground)]),
            ("Purpose", asked.purpose),
            ("Agreement", " ".join(filter(None, (consent, asked.consent_why)))),
        ]
    rows += [("Not shared", "; ".join(filter(None, kept))), ("The chair’s reasons", chosen.reasons)]
    return tuple((name, words) for name, words in rows if words)


def _recipient(ring: Ring, asked: Asked) -> str:
    if asked.recipient_id is None:
        return ""
    return recipients.recipient(ring.actor, asked.recipient_id).name
