"""Under which key a card and the words of a decision lie, so that exclusion beats the index key.

The officers all hold the area's index key. A card is sealed under it only where its record is kept
from nobody; else under the record's own key, which whoever is kept from it does not hold. Tokens
are made under the index key for everybody, or nothing would ever be found. So what remains for an
officer who is kept from a record, and who has the database itself besides, is to try a guess: that
somebody with this name and this date of birth is on *some* record. No page answers that.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.marac.match import queries
from app.marac.match.model import MatchDecision, MatchSubject
from app.marac.match.queries import SubjectRow
from app.marac.match.rules import Card
from app.refusals import NotVisible
from app.vault.sealing import Opener

CARD, WHY, UNDONE = "match.card", "match.why", "match.undone"


def card_secret(ring: Ring, record_id: UUID, kept: bool) -> UUID:
    """Return the key for the cards of a record; it opens for the holder of this ring."""
    secret_id = queries.own_secret(record_id).id if kept else queries.index_secret(ring.actor)
    ring.key(secret_id)
    return secret_id


def seal_card(ring: Ring, subject: MatchSubject, card: Card) -> None:
    """Seal what is compared of a subject under the key that its row points to."""
    subject.sealed_card = ring.seal(subject.secret_id, CARD, subject.id, card.to_dict())


def open_card(ring: Ring, subject: MatchSubject) -> Card:
    """Open what is compared of a subject."""
    return Card.from_dict(ring.read(subject.secret_id, CARD, subject.id, subject.sealed_card))


def open_cards(ring: Ring, rows: Iterable[SubjectRow]) -> Iterator[tuple[SubjectRow, Card]]:
    """Open the cards of many; one whose key this officer does not hold is passed over.

    Nearly all lie under the area's index key, so each key is asked for once and made ready once.
    """
    rows = list(rows)
    secret_ids = {row.secret_id for row in rows}
    ring.preload(secret_ids)
    openers = {secret_id: _opener(ring, secret_id) for secret_id in secret_ids}
    for row in rows:
        opener = openers[row.secret_id]
        if opener is not None:
            yield row, Card.from_dict(opener.unseal_json(row.id, row.sealed_card))


def seal_why(ring: Ring, row: MatchDecision, why: str) -> None:
    """Seal the reasons of a decision for those who may open both records."""
    records = [row.one_record_id, row.other_record_id]
    kept = sorted(queries.kept_from_anybody(records))
    secrets = [queries.own_secret(record_id).id for record_id in kept]
    row.secret_id = secrets[0] if secrets else queries.index_secret(ring.actor)
    row.inner_id = secrets[1] if len(secrets) == 2 else None
    row.sealed_why = _seal(ring, row, WHY, why)


def seal_undone(ring: Ring, row: MatchDecision, why: str) -> None:
    """Seal why a decision was taken back, under the keys of its reasons."""
    row.sealed_undone = _seal(ring, row, UNDONE, why)


def open_why(ring: Ring, row: MatchDecision) -> str:
    """Open the reasons of a decision."""
    return _open(ring, row, WHY, row.sealed_why)


def open_undone(ring: Ring, row: MatchDecision) -> str:
    """Open why a decision was taken back."""
    return _open(ring, row, UNDONE, row.sealed_undone) if row.sealed_undone else ""


def reseal(ring: Ring, rows: Collection[MatchDecision]) -> None:
    """Seal the words of decisions anew, after a record was first kept from somebody."""
    for row in rows:
        why, undone = open_why(ring, row), open_undone(ring, row)
        seal_why(ring, row, why)
        if row.sealed_undone is not None:
            seal_undone(ring, row, undone)


def _opener(ring: Ring, secret_id: UUID) -> Opener | None:
    try:
        return Opener(ring.key(secret_id), CARD)
    except NotVisible:
        return None


def _seal(ring: Ring, row: MatchDecision, contract: str, words: str) -> bytes:
    payload: dict[str, Any] = {"words": words}
    if row.inner_id is not None:
        payload = {"sealed": ring.seal(row.inner_id, contract, row.id, payload).hex()}
    return ring.seal(row.secret_id, contract, row.id, payload)


def _open(ring: Ring, row: MatchDecision, contract: str, sealed: bytes) -> str:
    payload = ring.read(row.secret_id, contract, row.id, sealed)
    if row.inner_id is not None:
        inner = bytes.fromhex(str(payload["sealed"]))
        payload = ring.read(row.inner_id, contract, row.id, inner)
    return str(payload["words"])
