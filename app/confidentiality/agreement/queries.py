"""Reads wordings and signatures; a signature counts only if its bytes verify."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, and_, bindparam, or_, select
from sqlalchemy.orm import defer

from app.access.actor import Actor
from app.accounts.person.model import KeyPair, Person
from app.confidentiality.agreement.model import AGENCY_SIGNS, Signature, Wording, WordingKind
from app.confidentiality.agreement.rules import agency_occasion, fits, is_signed, statement_of
from app.db import db
from app.refusals import NotVisible

PERSON_SIGNS = WordingKind.CONFIDENTIALITY_AGREEMENT
STANDING_NEEDS = (*AGENCY_SIGNS, PERSON_SIGNS)

# Asked on every page that opens something: built once, so that asking costs little but the asking.
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_AGENCIES = select(Person.id, Person.agency_id).where(Person.id.in_(_PEOPLE))
_STANDINGS = (
    select(Signature, KeyPair.signing_public, KeyPair.person_id, KeyPair.retired_at)
    .join(KeyPair, Signature.key_pair_id == KeyPair.id)
    .where(Signature.wording_id.in_(bindparam("words", expanding=True)))
    .where(
        or_(
            and_(Signature.occasion == "area", Signature.person_id.in_(_PEOPLE)),
            Signature.occasion.in_(bindparam("for_agencies", expanding=True)),
        )
    )
)
_IN_FORCE = (
    select(Wording)
    .where(Wording.area_id == bindparam("area"))
    .order_by(Wording.version)
    .options(defer(Wording.body))
)


@dataclass(frozen=True)
class AgencySignature:
    """One verified signature for an agency, with the key pair that made it."""

    agency_id: UUID
    wording_id: UUID
    person_id: UUID
    key_pair_id: UUID


Trusts = Callable[[AgencySignature], bool]
"""Who may have signed for an agency. The circle asks its chain; here anybody's pair will do."""


@dataclass(frozen=True)
class Standing:
    """Whether somebody may hold keys, and if not, what is still to be signed, and by whom."""

    missing: tuple[Wording, ...]
    agency_missing: tuple[Wording, ...]
    unpublished: tuple[WordingKind, ...] = ()

    @property
    def signed(self) -> bool:
        """Say whether nothing is missing."""
        return not (self.missing or self.agency_missing or self.unpublished)


def in_force(area_id: UUID) -> dict[WordingKind, Wording]:
    """Return the newest version of each wording of an area, without the texts themselves."""
    rows = db.session.scalars(_IN_FORCE, {"area": area_id})
    return {WordingKind(row.kind): row for row in rows}


def wordings(actor: Actor) -> Sequence[Wording]:
    """Return every version of every wording of the actor's area, newest first within a kind."""
    return db.session.scalars(
        select(Wording)
        .where(Wording.area_id == actor.area_id)
        .order_by(Wording.kind, Wording.version.desc())
        .options(defer(Wording.body))
    ).all()


def wording(actor: Actor, wording_id: UUID) -> Wording:
    """Return one wording of the actor's area with its text; ``NotVisible`` for any other."""
    found = db.session.get(Wording, wording_id)
    if found is None or found.area_id != actor.area_id:
        raise NotVisible()
    return found


def own_signatures(actor: Actor) -> dict[UUID, Signature]:
    """Return the actor's own signatures for the area and for their agency, by wording."""
    rows = db.session.scalars(
        select(Signature)
        .where(Signature.person_id == actor.person_id)
        .where(Signature.occasion.in_(["area", agency_occasion(actor.agency_id)]))
        .order_by(Signature.signed_at)
    )
    return {row.wording_id: row for row in rows}


def verified(signature_ids: Iterable[UUID]) -> dict[UUID, Signature]:
    """Return those of the signatures whose bytes verify with the key pair that each names."""
    rows = db.session.execute(
        select(Signature, Wording, KeyPair.signing_public, KeyPair.person_id)
        .join(Wording, Signature.wording_id == Wording.id)
        .join(KeyPair, Signature.key_pair_id == KeyPair.id)
        .where(Signature.id.in_(set(signature_ids)))
        .options(defer(Wording.body))
    )
    return {row[0].id: row[0] for row in rows if _is_true(row[0], row[1], row[2], row[3])}


def standing(person_id: UUID) -> Standing:
    """Say what still stands between one person and a key."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotVisible()
    return Standings(person.area_id, [person_id]).of(person_id)


class Standings:
    """The standing of several people of one area, in three queries however many they are."""

    def __init__(
        self, area_id: UUID, person_ids: Iterable[UUID], trusts: Trusts = lambda signature: True
    ) -> None:
        self._area_id = area_id
        self._person_ids = set(person_ids)
        self._trusts = trusts

    def of(self, person_id: UUID) -> Standing:
        """Return one person's standing; somebody unknown has signed nothing."""
        agency_id = self._agencies.get(person_id)
        person_has = {row.wording_id for row in self._by_person if row.person_id == person_id}
        agency_has = {
            row.wording_id
            for row in self.for_agencies
            if row.agency_id == agency_id and self._trusts(row)
        }
        return Standing(
            missing=self._lacking([PERSON_SIGNS], person_has),
            agency_missing=self._lacking(AGENCY_SIGNS, agency_has),
            unpublished=tuple(kind for kind in STANDING_NEEDS if kind not in self.in_force),
        )

    def _lacking(self, kinds: Collection[WordingKind], has: set[UUID]) -> tuple[Wording, ...]:
        known = [self.in_force[kind] for kind in kinds if kind in self.in_force]
        return tuple(words for words in known if words.id not in has)

    @cached_property
    def in_force(self) -> dict[WordingKind, Wording]:
        """The wordings in force."""
        return in_force(self._area_id)

    @cached_property
    def _agencies(self) -> dict[UUID, UUID]:
        rows = db.session.execute(_AGENCIES, {"people": list(self._person_ids)})
        return {row.id: row.agency_id for row in rows}

    @cached_property
    def _by_person(self) -> list[Signature]:
        """What these people signed for themselves with the key pair they use now."""
        return [
            row.Signature
            for row in self._rows
            if row.Signature.occasion == "area"
            and row.retired_at is None
            and row.Signature.person_id in self._person_ids
        ]

    @cached_property
    def for_agencies(self) -> list[AgencySignature]:
        """What was signed for their agencies, by whomever."""
        return [
            AgencySignature(s.agency_id, s.wording_id, s.person_id, s.key_pair_id)
            for s in (row.Signature for row in self._rows)
            if s.occasion == agency_occasion(s.agency_id)
        ]

    @cached_property
    def _rows(self) -> list[Row[Signature, bytes, UUID, datetime | None]]:
        words = {w.id: w for kind, w in self.in_force.items() if kind in STANDING_NEEDS}
        of_agencies = [agency_occasion(agency) for agency in set(self._agencies.values())]
        rows = db.session.execute(
            _STANDINGS,
            {
                "words": list(words),
                "people": list(self._person_ids),
                "for_agencies": of_agencies,
            },
        )
        return [
            row
            for row in rows
            if _is_true(row.Signature, words[row.Signature.wording_id], row[1], row[2])
        ]


def _is_true(row: Signature, words: Wording, public: bytes, owner: UUID) -> bool:
    if row.person_id != owner or not fits(words.kind, row.occasion, row.agency_id):
        return False
    statement = statement_of(words, row)
    return statement == row.statement and is_signed(public, statement, row.signature)
