"""What was said at a hearing, as it is kept: sealed, written once, never written over unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.access.actor import Actor
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.model import Case
from app.marac.meeting.model import (
    AgendaItem,
    Contribution,
    HearingNote,
    IdentifiedRisk,
    NoteKind,
)
from app.marac.meeting.noted import notes
from app.refusals import Changed, NotVisible
from app.vault.errors import Forged

CONTRIBUTION = "contribution.text"
RISK = "risk.text"
NOTE = "hearing.note"
Said = Contribution | IdentifiedRisk | HearingNote

MEANWHILE = (
    "Somebody else has written here meanwhile. Their words are shown; yours are still in "
    "the box. Put the two together, then save again."
)
SAVED_OTHERWISE = (
    "This was saved already, in other words. Yours are still in the box. Save again if they are "
    "to be kept as well."
)


@dataclass(frozen=True)
class RiskWords:
    """A risk in the order of its analysis (SafeLives, effective chairing): what harm, to whom, what
    raises it, what protects. All but the first may be empty."""

    text: str
    whom: str = ""
    raises: str = ""
    protects: str = ""

    @property
    def payload(self) -> dict[str, str]:
        """The words as they are sealed: what was left empty is left out."""
        return {name: said.strip() for name, said in vars(self).items() if said.strip()}


def words_of(ring: Ring, row: Said) -> str:
    """Read what was shared, a risk or a note; the caller writes the trail."""
    return str(_read(ring, row)["text"])


def risk_words(ring: Ring, row: IdentifiedRisk) -> RiskWords:
    """Read a risk with whom it threatens, what raises it and what protects."""
    given = _read(ring, row)
    return RiskWords(*(str(given.get(name, "")) for name in ("text", "whom", "raises", "protects")))


def notes_of(ring: Ring, item_id: UUID) -> dict[NoteKind, str]:
    """Read the notes of one hearing by their kind; the caller writes the trail."""
    return {NoteKind(row.kind): words_of(ring, row) for row in notes(item_id)}


def write(actor: Actor, row: Said, payload: Mapping[str, str]) -> None:
    """Seal the words under the newest key of the case."""
    case = db.session.get(Case, row.case_id)
    if case is None:
        raise NotVisible()
    ring = Ring(actor)
    row.secret_id = ring.current(case.secret_id, of=case.id)
    row.sealed_text = ring.seal(row.secret_id, _contract(row), row.id, dict(payload), of=case.id)
    row.written_by = actor.person_id


def is_said_already(actor: Actor, row: Said, payload: Mapping[str, str]) -> bool:
    """Say whether the newest words are these and this person's: the same form, sent again."""
    return row.written_by == actor.person_id and _read(Ring(actor), row) == dict(payload)


def risk_sent_before(
    actor: Actor, once: UUID | None, item_id: UUID, payload: Mapping[str, str]
) -> IdentifiedRisk | None:
    """Return the risk that this very form made when it was sent the first time, or None.

    Raises ``Changed`` where its words are others now and nobody but the sender touched it.
    """
    row = db.session.get(IdentifiedRisk, once) if once else None
    if row is None:
        return None
    if row.item_id != item_id:
        raise NotVisible()
    if row.revision == 1 and not is_said_already(actor, row, payload):
        raise Changed("risk", SAVED_OTHERWISE)
    return row


def require_unchanged(field: str, seen: int | None, now: int | None) -> None:
    """Nobody writes over words that they have not seen."""
    if seen != now:
        raise Changed(field, MEANWHILE)


def _read(ring: Ring, row: Said) -> Any:
    """Open the words, unless the row was moved to the hearing of another case."""
    item = db.session.get(AgendaItem, row.item_id)
    if item is None or item.case_id != row.case_id:
        raise Forged("These words are of another case than the hearing they stand at")
    return ring.read(row.secret_id, _contract(row), row.id, row.sealed_text, of=row.case_id)


def _contract(row: Said) -> str:
    if isinstance(row, HearingNote):
        return NOTE
    return CONTRIBUTION if isinstance(row, Contribution) else RISK
