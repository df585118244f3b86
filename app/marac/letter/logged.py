"""What letters add to the log of who was told what, for the case's IDVA and the officers alone."""

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from app.clock import LONDON
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate.ports import LogEntry
from app.confidentiality.recipient import queries as recipients
from app.marac.letter import content, queries
from app.marac.letter.content import Content
from app.marac.letter.model import Letter
from app.marac.letter.rules import HOW_LABELS, WHY_NOT_SIGNED_LABELS, How, LetterState, WhyNotSigned
from app.marac.letter.wordings import wording
from app.web.templating import day


def log_of(ring: Ring, record_id: UUID) -> Iterator[LogEntry]:
    """Yield each letter that a chair let go or did not sign; the caller writes the trail."""
    for letter, _ in queries.letters_of(ring.actor, record_id):
        said = content.read(ring, letter)
        if letter.release_id is not None:
            yield _entry(letter, said, letter.changed_at)
        elif letter.state == LetterState.REFUSED and said.not_signed_on is not None:
            yield _not_signed(ring, letter, said)


def _entry(letter: Letter, said: Content, at: datetime) -> LogEntry:
    return LogEntry(
        about_id=letter.id,
        at=at,
        title=f"Letter: {wording(said.purpose).name}",
        release_id=letter.release_id,
        basis=_agreement(said),
    )


def _not_signed(ring: Ring, letter: Letter, said: Content) -> LogEntry:
    to = recipients.recipient(ring.actor, said.recipient_id).name if said.recipient_id else ""
    why = WHY_NOT_SIGNED_LABELS[WhyNotSigned(said.not_signed_why)] if said.not_signed_why else ""
    reasons = " ".join(filter(None, (why, said.not_signed_note)))
    on = said.not_signed_on or letter.changed_at.date()
    return LogEntry(
        about_id=letter.id,
        at=datetime.combine(on, time(12), LONDON),
        title=f"Letter not sent: {wording(said.purpose).name}",
        to=to,
        basis=(*_agreement(said), ("The chair’s reasons", reasons)),
        decided_by=said.not_signed_by,
        state="Not shared",
        colour="grey",
    )


def _agreement(said: Content) -> tuple[tuple[str, str], ...]:
    if said.agreed_on is None:
        return ()
    how = HOW_LABELS[How(said.agreed_how)].lower() if said.agreed_how else ""
    words = ", ".join(filter(None, (f"The victim agreed on {day(said.agreed_on)}", how)))
    return (("Agreement", words),)
