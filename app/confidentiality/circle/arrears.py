"""What the circle itself owes: to officers, members and holders, and to whoever has new keys."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, delete, exists, select
from sqlalchemy.orm import aliased

from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import KeyPair, Person, PersonState
from app.confidentiality.circle.model import (
    Because,
    CompartmentHolder,
    Grant,
    HolderKind,
    LetIn,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.ports import Due
from app.confidentiality.circle.queries import lacks_grant, none_excluded
from app.confidentiality.circle.rules import PRIVATE, SEALED_TO_OFFICERS
from app.db import db


@dataclass(frozen=True)
class Claim:
    """Somebody is due a secret because of an earlier grant, which must itself hold."""

    due: Due
    grant_id: UUID


AT_ONCE = 200
"""How many private spaces one beat of the door hands on, so that nobody waits for it."""
_TO_PERSON = Grant.holder_kind == HolderKind.PERSON


def officers_circle(area_id: UUID, officers: Collection[UUID]) -> list[Due]:
    """Every officer is due every generation of the officers' circle."""
    rows = db.session.scalars(
        select(Secret.id).where(Secret.kind == SecretKind.OFFICERS, Secret.record_id == area_id)
    )
    return [
        Due(secret_id, area_id, person_id, Because.OFFICE)
        for secret_id in rows
        for person_id in officers
    ]


def held_singly(area_id: UUID, officers: Collection[UUID]) -> list[Due]:
    """Every officer is due what is kept from somebody and so not sealed to their circle."""
    through = exists().where(Grant.secret_id == Secret.id, Grant.holder_kind == HolderKind.CIRCLE)
    rows = db.session.execute(
        select(Secret.id, Secret.record_id)
        .where(Secret.area_id == area_id, Secret.kind.in_(SEALED_TO_OFFICERS))
        .where(~through)
    )
    return [
        Due(row.id, row.record_id, person_id, Because.OFFICE)
        for row in rows
        for person_id in officers
    ]


def agency_circle(agency_id: UUID) -> list[Due]:
    """Every member of an agency is due every generation of its circle."""
    secrets = db.session.scalars(
        select(Secret.id).where(Secret.kind == SecretKind.AGENCY, Secret.record_id == agency_id)
    ).all()
    if not secrets:
        return []
    people = db.session.scalars(
        select(Person.id).where(Person.agency_id == agency_id, Person.state != PersonState.LEFT)
    ).all()
    return [
        Due(secret_id, agency_id, person_id, Because.MEMBER)
        for secret_id in secrets
        for person_id in people
    ]


def compartments(actor: Actor) -> list[Due]:
    """Those whom the area named, and chairs let in, are due what this person's own keys open."""
    mine = aliased(Grant)
    held = (
        select(Secret.id, Secret.record_id)
        .join(mine, mine.secret_id == Secret.id)
        .where(Secret.kind == SecretKind.COMPARTMENT)
        .where(mine.holder_key_id == actor.keys.key_id)
        .subquery()
    )
    named = db.session.execute(
        select(held.c.id, held.c.record_id, CompartmentHolder.person_id, CompartmentHolder.id)
        .select_from(held)
        .join(CompartmentHolder, CompartmentHolder.area_id == actor.area_id)
        .where(lacks_grant(held.c.id, CompartmentHolder.person_id))
    )
    let_in = db.session.execute(
        select(held.c.id, held.c.record_id, LetIn.person_id, LetIn.id)
        .join(LetIn, LetIn.record_id == held.c.record_id)
        .where(lacks_grant(held.c.id, LetIn.person_id))
    )
    return [
        *(Due(row[0], row[1], row[2], Because.COMPARTMENT_HOLDER, row[3]) for row in named),
        *(Due(row[0], row[1], row[2], Because.LET_IN, row[3]) for row in let_in),
    ]


def researchers(agency_id: UUID) -> set[UUID]:
    """Return who of an agency, by the register, looks up cases for it."""
    rows = db.session.scalars(
        select(Person).where(Person.agency_id == agency_id, Person.state == PersonState.ACTIVE)
    )
    return {one.id for one in rows if Permission.RESEARCH_READ in permissions_of(one.roles)}


def private_spaces(actor: Actor, colleagues: Collection[UUID]) -> list[Due]:
    """These colleagues are due what this person holds of their agency's own, some at a time.

    Only who holds the slip that asked: an officer's beat gives it, and compares names before.
    """
    if not colleagues:
        return []
    mine, above, slip = aliased(Grant), aliased(Secret), aliased(Secret)
    is_asked = (
        exists()
        .where(slip.record_id == Secret.record_id, slip.kind == SecretKind.SLIP)
        .where(~lacks_grant(slip.id, Person.id))
        .correlate(Secret, Person)
    )
    rows = db.session.execute(
        select(Secret.id, Secret.record_id, Person.id)
        .join(mine, mine.secret_id == Secret.id)
        .join(above, above.id == Secret.part_of)
        .join(Person, Person.id.in_(colleagues))
        .where(Secret.kind.in_(PRIVATE), mine.holder_key_id == actor.keys.key_id)
        .where(lacks_grant(Secret.id, Person.id), is_asked)
        .where(none_excluded(above.record_id, Person.id, Person.agency_id))
        .limit(AT_ONCE)
    )
    return [Due(*row, Because.MEMBER, this_one_only=True) for row in rows]


def newer_generations(area_id: UUID) -> list[Claim]:
    """Who holds one generation is due the ones that came after, if they had not signed then."""
    old, new, there = aliased(Secret), aliased(Secret), aliased(Grant)
    same = and_(
        old.kind == new.kind, old.record_id == new.record_id, old.generation < new.generation
    )
    rows = db.session.execute(
        select(new.id, new.record_id, Grant.holder_id, Grant.because, Grant.because_id, Grant.id)
        .select_from(new)
        .join(old, same)
        .join(Grant, Grant.secret_id == old.id)
        .where(new.area_id == area_id, new.generation > 1, _TO_PERSON)
        .where(
            ~exists().where(there.secret_id == new.id, there.holder_key_id == Grant.holder_key_id)
        )
    )
    return [_claim(*row) for row in rows]


def replaced_pairs(area_id: UUID) -> list[Claim]:
    """Who has new keys after a forgotten passphrase is due what the old ones held."""
    rows = db.session.execute(
        select(
            Grant.secret_id,
            Secret.record_id,
            Grant.holder_id,
            Grant.because,
            Grant.because_id,
            Grant.id,
        )
        .join(KeyPair, Grant.holder_key_id == KeyPair.id)
        .join(Secret, Grant.secret_id == Secret.id)
        .where(Grant.area_id == area_id, _TO_PERSON, KeyPair.retired_at.is_not(None))
    )
    return [_claim(*row) for row in rows]


def forget_replaced(area_id: UUID) -> None:
    """Delete the grants to replaced pairs, where the new pair has its own."""
    new, pair = aliased(Grant), aliased(KeyPair)
    given_anew = (
        select(new.id)
        .join(pair, new.holder_key_id == pair.id)
        .where(new.secret_id == Grant.secret_id, new.holder_id == Grant.holder_id)
        .where(pair.retired_at.is_(None))
        .exists()
    )
    retired = select(KeyPair.id).where(KeyPair.retired_at.is_not(None))
    db.session.execute(
        delete(Grant)
        .where(Grant.area_id == area_id, _TO_PERSON)
        .where(Grant.holder_key_id.in_(retired), given_anew)
        .execution_options(synchronize_session=False)
    )


def _claim(
    secret_id: UUID,
    record_id: UUID,
    person_id: UUID,
    because: str,
    because_id: UUID | None,
    grant_id: UUID,
) -> Claim:
    due = Due(secret_id, record_id, person_id, Because(because), because_id, this_one_only=True)
    return Claim(due, grant_id)


def families(secret_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return, for each secret, every generation of the same record and kind."""
    records = select(Secret.record_id).where(Secret.id.in_(secret_ids))
    rows = db.session.execute(
        select(Secret.id, Secret.kind, Secret.record_id).where(Secret.record_id.in_(records))
    ).all()
    by_kind: dict[tuple[str, UUID], list[UUID]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind, row.record_id].append(row.id)
    return {row.id: by_kind[row.kind, row.record_id] for row in rows if row.id in secret_ids}


def given(secret_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which of these secrets are sealed to which key pairs already."""
    rows = db.session.execute(
        select(Grant.secret_id, Grant.holder_key_id).where(
            Grant.secret_id.in_(set(secret_ids)), _TO_PERSON
        )
    )
    return {(row[0], row[1]) for row in rows}


def is_held(secret_id: UUID) -> bool:
    """Say whether anybody's pair in use has a grant of this secret."""
    query = (
        select(Grant.id)
        .join(KeyPair, Grant.holder_key_id == KeyPair.id)
        .where(Grant.secret_id == secret_id, _TO_PERSON, KeyPair.retired_at.is_(None))
        .limit(1)
    )
    return db.session.scalar(query) is not None
