"""Who may hand over what a chair releases to somebody outside."""

from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.disclosure.opening import OpenedRequest


def handers(opened: OpenedRequest) -> list[Person]:
    """Return the requester, the case's IDVA and the coordinators who are at work, none excluded."""
    works_on_it = {opened.row.requester_id, opened.record.described.idva_id}
    return [
        each
        for each in people(opened.ring.actor)
        if each.state == PersonState.ACTIVE
        and (each.id in works_on_it or {"coordinator"} & set(each.roles))
        and not is_excluded(opened.row.record_id, each.id, each.agency_id)
    ]
