"""Who may sign the minutes of a meeting, as somebody else who holds an office signed it.

That somebody is a chair or a deputy is only a row, which whoever owns the file, or administers
people, can write for a moment. So whoever approves minutes signs for whom they are, by name; nobody
does that for themself. The row of the trail carries that signature.
"""

from collections.abc import Iterable
from uuid import UUID

from app.access.actor import Actor
from app.audit import record
from app.audit.events import MinutesSignerNamed
from app.audit.queries import rows_each
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.signed_rows import is_an_officers, sign_row
from app.vault import signing


def name(actor: Actor, chain: Chain, meeting_id: UUID, people: Iterable[UUID]) -> None:
    """Sign, inside an open transaction, that these people may sign a meeting's minutes."""
    for person_id in people:
        if not is_named(chain, meeting_id, person_id):
            by = sign_row(actor, _statement(meeting_id, person_id))
            record(
                actor,
                MinutesSignerNamed(
                    meeting_id,
                    person_id=person_id,
                    key_pair_id=by.key_pair_id,
                    signed=by.signed,
                    signed_on=by.signed_on,
                ),
            )


def is_named(chain: Chain, meeting_id: UUID, person_id: UUID, before: int | None = None) -> bool:
    """Say whether another officer signed that this person may sign the minutes of a meeting.

    ``before``: in the trail before the row with this number.
    """
    said = _statement(meeting_id, person_id)
    return any(
        row.detail["person_id"] == str(person_id)
        and (before is None or row.seq < before)
        and is_an_officers(chain, row, said, about=person_id)
        for row in rows_each([MinutesSignerNamed.tag], [meeting_id]).get(meeting_id, [])
    )


def _statement(meeting_id: UUID, person_id: UUID) -> bytes:
    return signing.statement("minutes-signer", meeting=str(meeting_id), person=str(person_id))
