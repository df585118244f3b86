"""What a chair may want to know before a case is concluded. It is said calmly and stops nobody."""

from collections.abc import Sequence
from uuid import UUID

from app.access.actor import Actor
from app.accounts.person.queries import person_names
from app.confidentiality.circle.queries import with_confirmed_keys
from app.marac.action import queries as actions
from app.marac.board.rules import warnings
from app.marac.meeting import leaving, queries
from app.marac.meeting.hearing import conclude_item, next_case
from app.marac.meeting.model import AgendaItem, NoteKind
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
        is_repeat=is_repeat,
        has_difference=NoteKind.DIFFERENT in kinds,
        risks={row.number: row.id in answered for row in queries.risks(item.id)},
        actions=len(agreed),
        absent=_sorted(names, owners - here),
        unconfirmed=_sorted(names, owners - with_confirmed_keys(owners)),
    )


def go_on(
    actor: Actor, meeting_id: UUID, item_id: UUID, outcome: str, reason: str
) -> AgendaItem | None:
    """End the hearing of this case and begin the next, or only come to it: if somebody has to leave
    the room before it, it waits until they have."""
    following = queries.next_waiting(actor, meeting_id)
    if following is None or not leaving.who_must_leave(following):
        return next_case(actor, meeting_id, item_id, outcome, reason)
    if queries.item(actor, item_id).state == "hearing":
        conclude_item(actor, item_id, outcome, reason)
    return following


def _sorted(names: dict[UUID, str], people: set[UUID]) -> list[str]:
    return sorted(names[person] for person in people)
