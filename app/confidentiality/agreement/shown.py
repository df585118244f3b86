"""What the pages of the agreements show: each text in force and how far its signing has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission, Role
from app.accounts.agency.queries import agencies
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import people, people_of_agency
from app.confidentiality.agreement import queries
from app.confidentiality.agreement.model import Wording, WordingKind
from app.confidentiality.agreement.rules import SCOPES, Scope


@dataclass(frozen=True)
class Line:
    """A text in force: for whom it is signed, and whether it was."""

    words: Wording
    scope: Scope
    signed_at: datetime | None
    to_sign: bool
    is_done: bool


@dataclass(frozen=True)
class AgencyLine:
    """An agency: whether its protocols are signed, who signs them, who has still to sign."""

    id: UUID
    name: str
    is_signed: bool
    signatories: tuple[str, ...]
    missing: tuple[str, ...]
    signed_count: int


def lines(actor: Actor) -> list[Line]:
    """Return the texts in force in their order, as they stand for this person."""
    in_force = queries.in_force(actor.area_id)
    own = queries.own_signatures(actor)
    lacking = _lacking(actor)
    return [
        Line(
            words=in_force[kind],
            scope=SCOPES[kind],
            signed_at=own[in_force[kind].id].signed_at if in_force[kind].id in own else None,
            to_sign=in_force[kind].id in lacking and _signs(actor, kind),
            is_done=in_force[kind].id not in lacking,
        )
        for kind in WordingKind
        if kind in in_force
    ]


def to_sign(actor: Actor) -> list[Wording]:
    """Return what this person has still to sign."""
    return [line.words for line in lines(actor) if line.to_sign]


def waits_for_signatory(actor: Actor) -> tuple[str, ...] | None:
    """Return who signs for the agency while that is not done; None if it is or is one's own."""
    if Role.SIGNATORY in actor.roles or not queries.standing(actor.person_id).agency_missing:
        return None
    return _signatories(people_of_agency(actor.agency_id))


def earlier(actor: Actor) -> list[Wording]:
    """Return the versions that are no longer in force."""
    current = {words.id for words in queries.in_force(actor.area_id).values()}
    return [words for words in queries.wordings(actor) if words.id not in current]


def who_has_signed(actor: Actor) -> list[AgencyLine]:
    """Return, for officers, how far the signing of what is in force has come, by agency."""
    actor.require(Permission.AGREEMENT_PUBLISH)
    everybody = [person for person in people(actor) if _takes_part(person)]
    standings = queries.Standings(actor.area_id, [person.id for person in everybody])
    found = []
    for agency in agencies(actor):
        own = [person for person in everybody if person.agency_id == agency.id]
        table = [person for person in own if sits_at_table(person.roles)]
        lacking = [person.name for person in table if standings.of(person.id).missing]
        found.append(
            AgencyLine(
                agency.id,
                agency.name,
                bool(own) and not standings.of(own[0].id).agency_missing,
                _signatories(own),
                tuple(lacking),
                len(table) - len(lacking),
            )
        )
    return found


def _lacking(actor: Actor) -> set[UUID]:
    standing = queries.standing(actor.person_id)
    return {words.id for words in (*standing.missing, *standing.agency_missing)}


def _signs(actor: Actor, kind: WordingKind) -> bool:
    if not actor.may(Permission.AGREEMENT_SIGN):
        return False
    return sits_at_table(actor.roles) if SCOPES[kind] is Scope.PERSON else _is_signatory(actor)


def sits_at_table(roles: Collection[Role]) -> bool:
    """Say whether somebody takes part; who only signs for an agency opens nothing anyway."""
    return bool(set(roles) - {Role.SIGNATORY, Role.ADMINISTRATOR})


def _is_signatory(actor: Actor) -> bool:
    return Role.SIGNATORY in actor.roles


def _signatories(members: Sequence[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in members if Role.SIGNATORY in person.roles)


def _takes_part(person: Person) -> bool:
    return person.state != PersonState.LEFT and Role.ADMINISTRATOR not in person.roles
