"""Reads requests and decisions. Every select carries the area and asks the exclusion list first."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, delete, or_, select

from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.queries import not_excluded
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.asking import is_current
from app.confidentiality.disclosure.model import Decision, DisclosureRequest, PreparedDecision
from app.confidentiality.disclosure.rules import RequestState
from app.db import db
from app.refusals import NotVisible

CHAIRS = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR})


def request(actor: Actor, request_id: UUID) -> DisclosureRequest:
    """Return a request that the actor may know of; a draft is its writer's alone.

    Whoever may open nothing at all (not confirmed, not signed) is told so whatever the id is.
    """
    _ = Ring(actor).me
    found = db.session.scalars(
        _visible(actor).where(DisclosureRequest.id == request_id)
    ).one_or_none()
    if found is None:
        raise NotVisible()
    return found


def own_request(actor: Actor, request_id: UUID) -> DisclosureRequest:
    """Return one of the actor's own requests."""
    found = request(actor, request_id)
    if found.requester_id != actor.person_id:
        raise NotVisible()
    return found


def own(actor: Actor) -> Sequence[DisclosureRequest]:
    """Return what the actor asked for, the newest first."""
    return db.session.scalars(
        _visible(actor)
        .where(DisclosureRequest.requester_id == actor.person_id)
        .order_by(DisclosureRequest.changed_at.desc())
    ).all()


def waiting(actor: Actor) -> Sequence[DisclosureRequest]:
    """Return what waits for a chair, the most urgent first. Nobody sees it without the right."""
    if not actor.may(Permission.DISCLOSURE_DECIDE):
        return []
    return db.session.scalars(
        _visible(actor)
        .where(DisclosureRequest.state == RequestState.WAITING)
        .order_by(DisclosureRequest.decide_by, DisclosureRequest.sent_at)
    ).all()


def about(actor: Actor, record_id: UUID) -> Sequence[DisclosureRequest]:
    """Return what was asked about a record, the newest first."""
    return db.session.scalars(
        _visible(actor)
        .where(DisclosureRequest.record_id == record_id)
        .order_by(DisclosureRequest.changed_at.desc())
    ).all()


def decisions_of(request_ids: Collection[UUID]) -> dict[UUID, Decision]:
    """Return the newest decision of each request that has one."""
    rows = db.session.scalars(
        select(Decision).where(Decision.request_id.in_(request_ids)).order_by(Decision.edition)
    )
    return {row.request_id: row for row in rows}


def prepared(actor: Actor, request_id: UUID) -> PreparedDecision | None:
    """Return what the actor has chosen for a request and not signed."""
    return db.session.scalars(
        select(PreparedDecision).where(
            PreparedDecision.request_id == request_id,
            PreparedDecision.person_id == actor.person_id,
        )
    ).one_or_none()


def packages_in_hand(request_id: UUID) -> Sequence[UUID]:
    """Return the packages on which a chair is still deciding."""
    rows = select(PreparedDecision.package_id).where(PreparedDecision.request_id == request_id)
    return [each for each in db.session.scalars(rows) if each is not None]


def forget_prepared(request_id: UUID) -> None:
    """Delete what chairs had chosen for a request, now that it is decided or withdrawn."""
    db.session.execute(delete(PreparedDecision).where(PreparedDecision.request_id == request_id))


def stands(request_id: UUID) -> int | None:
    """Return the edition at which a request stands; None if it was withdrawn or stopped.

    The trail is asked as well: a row that somebody put back does not stand.
    """
    row = db.session.get(DisclosureRequest, request_id)
    if row is None or row.state not in (RequestState.WAITING, RequestState.DECIDED):
        return None
    return row.edition if is_current(row) else None


def chairs(area_id: UUID) -> Sequence[Person]:
    """Return the chair and the deputy chairs at work, by name."""
    rows = db.session.scalars(
        select(Person)
        .where(Person.area_id == area_id, Person.state == PersonState.ACTIVE)
        .order_by(Person.name)
    )
    return [row for row in rows if CHAIRS & set(row.roles)]


def has_two_agencies(area_id: UUID) -> bool:
    """Say whether chair and deputies are of more than one agency, so that every request of a
    member can be decided by somebody (architecture §3)."""
    return len({row.agency_id for row in chairs(area_id)}) > 1


def _visible(actor: Actor) -> Select[DisclosureRequest]:
    own = DisclosureRequest.requester_id == actor.person_id
    sent = DisclosureRequest.state != RequestState.DRAFT
    return select(DisclosureRequest).where(
        DisclosureRequest.area_id == actor.area_id,
        or_(own, sent),
        not_excluded(actor, DisclosureRequest.record_id),
    )
