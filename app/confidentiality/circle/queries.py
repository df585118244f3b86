"""Reads secrets, grants and exclusions as plain rows, and the condition that hides a record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    or_,
    select,
)

from app.access.actor import Actor
from app.accounts.agency.model import Agency
from app.accounts.person.model import KeyPair, Person, PersonState
from app.confidentiality.circle.kept import is_kept_from
from app.confidentiality.circle.model import (
    CompartmentHolder,
    Confirmation,
    Exclusion,
    Grant,
    HolderKind,
    LetIn,
    Office,
    Passing,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.remembered import Believes, anything, kept_out
from app.confidentiality.circle.rules import named
from app.confidentiality.circle.statements import GrantRow, PairRow, PassingRow, SecretRow
from app.db import db
from app.db.asking import ask

_SECRET = [getattr(Secret, name) for name in SecretRow.__slots__]
_GRANT = [getattr(Grant, name) for name in GrantRow.__slots__]
_PASSING = [getattr(Passing, name) for name in PassingRow.__slots__]

_PAIR = (
    Person.area_id,
    KeyPair.id,
    Person.id,
    Person.name,
    Person.agency_id,
    Agency.sector,
    Person.role_names,
    Person.state,
    KeyPair.retired_at,
    KeyPair.receiving_public,
    KeyPair.signing_public,
    KeyPair.statement,
    KeyPair.signature,
)
_CONFIRMATION = (
    Confirmation.id,
    Confirmation.office,
    Confirmation.how,
    Confirmation.by_key_pair_id,
    Confirmation.at,
    Confirmation.revoked_at,
    Confirmation.statement,
    Confirmation.signature,
)

# Asked on every page that opens something: built once, so that asking costs little but the asking.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_WITH_SIBLINGS = (
    select(*_SECRET)
    .where(Secret.record_id.in_(select(Secret.record_id).where(Secret.id.in_(_IDS))))
    .order_by(Secret.generation.desc())
)
_WITHIN_REACH = (
    select(*_GRANT)
    .where(Grant.secret_id.in_(_IDS))
    .where(
        or_(
            Grant.holder_key_id == bindparam("pair"),
            Grant.holder_kind.in_([HolderKind.CIRCLE, HolderKind.SECRET]),
        )
    )
)
_CIRCLES_OF = (
    select(*_SECRET, *_GRANT)
    .join(Grant, Grant.secret_id == Secret.id)
    .where(Grant.holder_key_id == bindparam("pair"))
    .where(Secret.kind.in_([SecretKind.OFFICERS, SecretKind.AGENCY]))
)
_EXCLUSIONS = select(Exclusion.record_id, Exclusion.person_id, Exclusion.agency_id).where(
    Exclusion.record_id.in_(_IDS)
)
_CONFIRMED = (
    select(*_PAIR, *_CONFIRMATION)
    .join(KeyPair, Confirmation.key_pair_id == KeyPair.id)
    .join(Person, KeyPair.person_id == Person.id)
    .join(Agency, Person.agency_id == Agency.id)
    .where(Person.area_id == bindparam("area"))
    .order_by(Confirmation.at.desc())
)
_OFFICERS_EVER = select(Confirmation.key_pair_id).where(
    Confirmation.area_id == bindparam("area"), Confirmation.office == Office.OFFICER
)
_WITH_OFFICERS = _CONFIRMED.where(
    or_(Confirmation.key_pair_id.in_(_IDS), Confirmation.key_pair_id.in_(_OFFICERS_EVER))
)

BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)
UNCONFIRMED = (UUID(int=0), "", "", None, BEFORE_ALL, None, b"", b"")


def not_excluded(actor: Actor, record_id: Any) -> ColumnElement[bool]:
    """The condition that every select of records carries: the actor is not kept from the record,
    neither by a row nor by the trail.

    ``record_id`` is the column that holds it. Exclusion beats every role, so nothing else is asked.
    """
    return none_excluded(record_id, actor.person_id, actor.agency_id)


def none_excluded(record_id: Any, person_id: Any, agency_id: Any) -> ColumnElement[bool]:
    """The same condition of one person and their agency, given as columns, ids or parameters."""
    return ~is_kept_from(record_id, person_id, agency_id)


def lacks_grant(secret_id: Any, person_id: Any) -> ColumnElement[bool]:
    """The condition that a person's key pair in use has no grant of a secret yet.

    For a guarded port's select, so that what was given long ago is not read again at each beat.
    Both arguments are columns. It asks by key pair, which has an index with the secret: by person
    it would look through all that each person holds, a thousand times at each beat of a meeting.
    """
    return ~(
        select(Grant.id)
        .join(KeyPair, Grant.holder_key_id == KeyPair.id)
        .where(Grant.secret_id == secret_id, KeyPair.person_id == person_id)
        .where(KeyPair.retired_at.is_(None))
        .exists()
    )


def secrets_with_siblings(ids: Collection[UUID]) -> list[SecretRow]:
    """Return these secrets and every other secret of the same records."""
    rows = ask(_WITH_SIBLINGS, {"ids": list(ids)})
    return [SecretRow(*row) for row in rows]


def secret_rows(*conditions: ColumnElement[bool]) -> list[SecretRow]:
    """Return the secrets that meet the conditions, newest generation first."""
    rows = db.session.execute(
        select(*_SECRET).where(*conditions).order_by(Secret.generation.desc())
    )
    return [SecretRow(*row) for row in rows]


def grant_rows(*conditions: ColumnElement[bool]) -> list[GrantRow]:
    """Return the grants that meet the conditions."""
    return [GrantRow(*row) for row in db.session.execute(select(*_GRANT).where(*conditions))]


def passing_rows(*conditions: ColumnElement[bool]) -> list[PassingRow]:
    """Return the passings that meet the conditions, in the order in which they happened."""
    rows = db.session.execute(select(*_PASSING).where(*conditions).order_by(Passing.number))
    return [PassingRow(*row) for row in rows]


def grants_within_reach(secret_ids: Collection[UUID], key_pair_id: UUID) -> list[GrantRow]:
    """Return the grants of these secrets to one key pair, to a circle or through another secret."""
    asked = {"ids": list(secret_ids), "pair": key_pair_id}
    return [GrantRow(*row) for row in ask(_WITHIN_REACH, asked)]


def circles_of(key_pair_id: UUID) -> tuple[list[SecretRow], list[GrantRow]]:
    """Return the circles that a key pair holds, with the grants that make it so."""
    rows = ask(_CIRCLES_OF, {"pair": key_pair_id})
    width = len(_SECRET)
    return [SecretRow(*row[:width]) for row in rows], [GrantRow(*row[width:]) for row in rows]


def generations(kind: SecretKind, record_id: UUID) -> list[SecretRow]:
    """Return every generation of one record's secret of a kind, newest first."""
    return secret_rows(and_(Secret.kind == kind, Secret.record_id == record_id))


def exclusions(record_ids: Iterable[UUID], believes: Believes = anything) -> dict[UUID, set[str]]:
    """Return who is kept from these records by the rows and by the trail, as lists name them.

    Where keys hang on it, ``believes`` asks that an officer signed whom the trail lets in again.
    """
    asked = set(record_ids)
    rows = ask(_EXCLUSIONS, {"ids": list(asked)})
    found = kept_out(asked, believes)
    for record_id, person_id, agency_id in rows:
        found[record_id].add(named(person_id, agency_id))
    return found


def compartment_holders(area_id: UUID) -> Sequence[CompartmentHolder]:
    """Return whom the area's rows name to hold every compartment; whether rightly, a chain says."""
    return db.session.scalars(
        select(CompartmentHolder).where(CompartmentHolder.area_id == area_id)
    ).all()


def let_ins(record_id: UUID) -> Sequence[LetIn]:
    """Return the rows about chairs who were let into one compartment, in order."""
    return db.session.scalars(
        select(LetIn).where(LetIn.record_id == record_id).order_by(LetIn.at)
    ).all()


def exclusion_rows(record_id: UUID) -> Sequence[Exclusion]:
    """Return the exclusions of one record, in order."""
    return db.session.scalars(
        select(Exclusion).where(Exclusion.record_id == record_id).order_by(Exclusion.at)
    ).all()


def pairs_in_use(person_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return the key pairs that these people use, newest first."""
    rows = db.session.execute(
        select(KeyPair.person_id, KeyPair.id)
        .where(KeyPair.person_id.in_(set(person_ids)), KeyPair.retired_at.is_(None))
        .order_by(KeyPair.made_at.desc())
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for person_id, key_pair_id in rows:
        found[person_id].append(key_pair_id)
    return found


def confirmed_pairs(area_id: UUID, key_pair_ids: Collection[UUID] | None) -> list[PairRow]:
    """Return these pairs (None: all of the area) once for each confirmation, newest first."""
    if key_pair_ids is None:
        return _confirmed(area_id)
    return _confirmed(area_id, Confirmation.key_pair_id.in_(key_pair_ids))


def with_officers(area_id: UUID, key_pair_ids: Collection[UUID]) -> list[PairRow]:
    """Return these pairs and every pair that was ever an officer's, with their confirmations.

    Only officers confirm others, so a chain is read in one query.
    """
    asked = {"area": area_id, "ids": list(key_pair_ids)}
    return [_pair_row(*row) for row in ask(_WITH_OFFICERS, asked)]


def _confirmed(area_id: UUID, *conditions: ColumnElement[bool]) -> list[PairRow]:
    query = _CONFIRMED.where(*conditions)
    return [_pair_row(*row) for row in db.session.execute(query, {"area": area_id})]


def confirmed_by(area_id: UUID, key_pair_ids: Collection[UUID]) -> list[PairRow]:
    """Return every pair that these pairs ever confirmed, with that confirmation."""
    query = select(Confirmation.key_pair_id).where(
        Confirmation.area_id == area_id, Confirmation.by_key_pair_id.in_(key_pair_ids)
    )
    rows = confirmed_pairs(area_id, db.session.scalars(query).all())
    return [row for row in rows if row.by_key_pair_id in key_pair_ids]


def with_confirmed_keys(person_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of these people whose key pair in use somebody has confirmed, by the rows."""
    rows = db.session.scalars(
        select(Confirmation.person_id)
        .join(KeyPair, Confirmation.key_pair_id == KeyPair.id)
        .where(Confirmation.person_id.in_(set(person_ids)), Confirmation.revoked_at.is_(None))
        .where(KeyPair.retired_at.is_(None))
    )
    return set(rows)


def pairs_ever(person_id: UUID) -> list[UUID]:
    """Return every key pair that a person has had."""
    return list(db.session.scalars(select(KeyPair.id).where(KeyPair.person_id == person_id)))


def pairs_at_work(area_id: UUID, only: Collection[UUID] | None = None) -> list[PairRow]:
    """Return every pair in use of people who have not left, without any confirmation."""
    query = (
        select(*_PAIR)
        .join(Person, KeyPair.person_id == Person.id)
        .join(Agency, Person.agency_id == Agency.id)
        .where(Person.area_id == area_id, Person.state != PersonState.LEFT)
        .where(KeyPair.retired_at.is_(None))
        .order_by(KeyPair.made_at)
    )
    if only is not None:
        query = query.where(KeyPair.id.in_(only))
    return [_pair_row(*row, *UNCONFIRMED) for row in db.session.execute(query)]


def _pair_row(*columns: Any) -> PairRow:
    values = list(columns)
    values[6], values[7] = frozenset(values[6]), values[7] == PersonState.LEFT
    return PairRow(*values)
