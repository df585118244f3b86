"""What a chair may want to know before a case is concluded. It is said calmly and stops nobody."""

from collections.abc import Sequence
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.queries import person_names
from app.confidentiality.circle.queries import with_confirmed_keys
from app.db import transaction
from app.marac.action import queries as actions
from app.marac.board.rules import warnings
from app.marac.meeting import leaving, queries
from app.marac.meeting.hearing import require_nobody_called, start_item
from app.marac.meeting.model import AgendaItem, ItemState, NoteKind
from app.marac.meeting.noted import notes


def before_concluding(actor: Actor, item: AgendaItem, is_repeat: bool) -> Sequence[str]:
    """Say what is missing from a hearing, from what stands outside the seals: nothing is opened."""
    agreed = actions.actions_of(actor, item.id)
    owners = {row.owner_id for row in agreed}
    here = {row.person_id for row in queries.attendances(item.meeting_id)}
    names = person_names(owners)
    answered = {row.risk_id for row in agreed}
    kinds = {NoteKind(row.kind) for row in notes(item.id)}
    return warnings(
        has_presented=NoteKind.PRESENTED in kinds,
        has_shared=bool(queries.contributions(item.id)),
        is_repeat=is_repeat,
        has_difference=NoteKind.DIFFERENT in kinds,
        risks={row.number: row.id in answered for row in queries.risks(item.id)},
        actions=len(agreed),
        absent=_sorted(names, owners - here),
        unconfirmed=_sorted(names, owners - with_confirmed_keys(owners)),
    )


def begin(actor: Actor, item_id: UUID, *, they_left: bool, was_asked: bool = False) -> None:
    """Begin the hearing of a case, or with ``they_left`` first record that whoever may not hear it
    has left the room; of a case that is being heard already only that is recorded.

    ``was_asked``: whoever has a name of the case was asked, and is somebody else.
    """
    is_new = queries.item(actor, item_id).state != ItemState.HEARING
    if is_new and not was_asked:
        require_nobody_called(actor, item_id)
    with transaction():
        if they_left:
            leaving.they_have_left(actor, item_id)
        if is_new or not they_left:
            start_item(actor, item_id, was_asked=True)


def _sorted(names: dict[UUID, str], people: set[UUID]) -> list[str]:
    return sorted(names[person] for person in people)
