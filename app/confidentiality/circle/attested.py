"""Whether somebody's own word and their sponsor's, that they are not with the Home Office, hold.

A row alone proves nothing. One's own word is signed by the very key pair one uses; a sponsor's by
an officer's pair that the chain confirms. That a word was withheld, the trail says as
well, and only a signed word that is dated later lifts it: a row that somebody adds to the trail
lifts nothing. A word counts for a year. People who joined before words were signed are given a year
from the day on which an officer confirmed their keys, which is signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BindParameter, Row, bindparam, func, select

from app import clock
from app.access.permissions import Role
from app.accounts.person.attestation import GOOD_FOR, WARN_BEFORE, Kind, statement_of
from app.accounts.person.model import Attestation, KeyPair, Person
from app.audit.events import OwnAttested, SponsorAttested, SponsorCannotAttest
from app.audit.queries import latest_each
from app.confidentiality.agreement.rules import is_signed, moment
from app.confidentiality.circle.chain import Chain
from app.db.asking import ask
from app.db.memory import found_before

NEWEST = 3
"""How many of each kind are read of a person: a planted row or two must not hide a true one."""


@dataclass(slots=True)
class Said:
    """An attestation as it is stored, and whose pair it names, with that pair's public key."""

    id: UUID
    area_id: UUID
    person_id: UUID
    by_person_id: UUID
    kind: Kind
    given: bool
    reason: str | None
    occasion: str
    words_version: int
    key_pair_id: UUID
    at: datetime
    statement: bytes
    signature: bytes
    public: bytes
    owner: UUID


# Asked on every page that opens something: built once, so that asking costs little but the asking.
_PEOPLE: BindParameter[Any] = bindparam("people", expanding=True)
_COLUMNS = [getattr(Attestation, name) for name in Said.__slots__[:-2]]
_RANKED = (
    select(
        *_COLUMNS,
        func.row_number()
        .over(
            partition_by=(Attestation.person_id, Attestation.kind),
            order_by=Attestation.at.desc(),
        )
        .label("place"),
    )
    .where(Attestation.person_id.in_(_PEOPLE))
    .subquery()
)
_WORDS = (
    select(
        *(_RANKED.c[name] for name in Said.__slots__[:-2]),
        KeyPair.signing_public,
        KeyPair.person_id,
    )
    .join(KeyPair, KeyPair.id == _RANKED.c.key_pair_id)
    .where(_RANKED.c.place <= NEWEST)
    .order_by(_RANKED.c.at.desc())
)
_REGISTER = select(Person.id, Person.attested_at, Person.created_at, Person.role_names).where(
    Person.id.in_(_PEOPLE)
)


@dataclass(frozen=True)
class Word:
    """Until when a person's own word and their sponsor's count; None where there is none.

    ``sponsor_id`` is who spoke last, ``said_at`` when. ``withheld`` says that they could not
    attest, ``reason`` why, as a code. An officer with no other beside them needs no sponsor: there
    is nobody who could be one.
    """

    own_until: datetime | None
    sponsor_until: datetime | None
    sponsor_id: UUID | None = None
    said_at: datetime | None = None
    reason: str | None = None
    withheld: bool = False
    needs_sponsor: bool = True

    def own_holds(self, now: datetime) -> bool:
        """Say whether the person's own word counts."""
        return self.own_until is not None and now < self.own_until

    def sponsor_holds(self, now: datetime) -> bool:
        """Say whether their sponsor's word counts, or none is needed."""
        if self.withheld:
            return False
        known = self.sponsor_until is not None and now < self.sponsor_until
        return known or not self.needs_sponsor

    def holds(self, now: datetime) -> bool:
        """Say whether this person may hold keys, as far as their employer goes."""
        return self.own_holds(now) and self.sponsor_holds(now)

    def own_is_due(self, now: datetime) -> bool:
        """Say whether the person's own word has run out or will within a month."""
        return self.own_until is None or self.own_until - WARN_BEFORE <= now

    def sponsor_is_due(self, now: datetime) -> bool:
        """Say whether the sponsor's word is missing, has run out or will within a month."""
        if not self.needs_sponsor and not self.withheld:
            return False
        until = self.sponsor_until
        return self.withheld or until is None or until - WARN_BEFORE <= now


class Words:
    """The words about several people of one area, in two queries however many they are."""

    def __init__(self, chain: Chain, pairs: Mapping[UUID, UUID]) -> None:
        """Read what is said of these people (by id), each with the key pair they use."""
        self._chain = chain
        self._pairs = dict(pairs)
        people = frozenset(self._pairs)
        self._rows = found_before(("words", chain.area_id, people), self._true_ones)
        tags = (OwnAttested.tag, SponsorAttested.tag, SponsorCannotAttest.tag)
        self._trail = latest_each(tags, self._pairs)
        chain.load({*self._pairs.values(), *(row.key_pair_id for row in self._rows)})

    def _true_ones(self) -> list[Said]:
        """Return what is said of these people as it was signed, the newest first."""
        rows = [Said(*row) for row in ask(_WORDS, {"people": list(self._pairs)})]
        return [row for row in rows if row.area_id == self._chain.area_id and _is_true(row)]

    def of(self, person_id: UUID) -> Word:
        """Return what is said of one person; of somebody unknown, nothing."""
        pair_id = self._pairs.get(person_id)
        if pair_id is None:
            return Word(None, None)
        sponsors = self._sponsors(person_id)
        return Word(
            own_until=self._own_until(person_id, pair_id),
            sponsor_until=self._sponsor_until(person_id, pair_id, sponsors),
            sponsor_id=sponsors.by_person_id if sponsors else None,
            said_at=sponsors.at if sponsors else None,
            reason=sponsors.reason if sponsors else None,
            withheld=self._is_withheld(person_id, sponsors),
            needs_sponsor=self._has_another(person_id),
        )

    def _own_until(self, person_id: UUID, pair_id: UUID) -> datetime | None:
        for row in self._rows:
            is_own = row.kind == Kind.OWN and row.person_id == row.by_person_id == person_id
            if is_own and row.given and row.key_pair_id == pair_id:
                return row.at + GOOD_FOR
        was_said = self._register[person_id].attested_at is not None
        if (OwnAttested.tag, person_id) in self._trail or not was_said:
            return None
        return self._a_year_from_the_door(person_id, pair_id)

    @cached_property
    def _register(self) -> dict[UUID, Row[Any]]:
        """What the register says of who joined before words were signed."""
        rows = ask(_REGISTER, {"people": list(self._pairs)})
        return {row.id: row for row in rows}

    def _sponsors(self, person_id: UUID) -> Said | None:
        """Return the newest word of a sponsor's that counts."""
        rows = (row for row in self._rows if row.person_id == person_id)
        said = (row for row in rows if row.kind == Kind.SPONSOR)
        return next((row for row in said if _is_by_who_may(self._chain, row)), None)

    def _sponsor_until(
        self, person_id: UUID, pair_id: UUID, newest: Said | None
    ) -> datetime | None:
        if newest is not None:
            return newest.at + GOOD_FOR if newest.given else None
        spoken = {(SponsorAttested.tag, person_id), (SponsorCannotAttest.tag, person_id)}
        if spoken & self._trail.keys():
            return None
        return self._a_year_from_the_door(person_id, pair_id)

    def _is_withheld(self, person_id: UUID, newest: Said | None) -> bool:
        """Ask the row and the trail: whoever deletes the row does not lift what it did."""
        since = self._trail.get((SponsorCannotAttest.tag, person_id), "")
        given = moment(newest.at) if newest is not None and newest.given else ""
        return since > given or (newest is not None and not newest.given)

    def _a_year_from_the_door(self, person_id: UUID, pair_id: UUID) -> datetime | None:
        """Nobody confirms an administrator's keys, which open nothing: theirs is from the start."""
        since = self._chain.confirmed_since(pair_id)
        person = self._register[person_id]
        if since is None and Role.ADMINISTRATOR in person.role_names:
            since = cast(datetime, person.created_at)
        return since + GOOD_FOR if since else None

    def _has_another(self, person_id: UUID) -> bool:
        return bool(self._chain.officers_at_work() - {person_id})


def word_of(chain: Chain, person_id: UUID, key_pair_id: UUID) -> Word:
    """Return what is said of one person."""
    return Words(chain, {person_id: key_pair_id}).of(person_id)


def counts_now(word: Word) -> bool:
    """Say whether a person may hold keys now, as far as their employer goes."""
    return word.holds(clock.now())


def untrue(chain: Chain) -> list[UUID]:
    """Return the attestations of an area that were not signed as they stand, or by no officer."""
    rows = ask(
        select(*_COLUMNS, KeyPair.signing_public, KeyPair.person_id)
        .join(KeyPair, KeyPair.id == Attestation.key_pair_id)
        .where(Attestation.area_id == chain.area_id)
    )
    said = (Said(*row) for row in rows)
    return [one.id for one in said if not _is_true(one) or not _is_by_who_may(chain, one)]


def _is_by_who_may(chain: Chain, row: Said) -> bool:
    if row.kind == Kind.OWN:
        return row.by_person_id == row.person_id
    return row.by_person_id != row.person_id and chain.was_officer(row.key_pair_id, row.at)


def _is_true(said: Said) -> bool:
    statement = statement_of(said)
    return (
        said.by_person_id == said.owner
        and statement == said.statement
        and is_signed(said.public, statement, said.signature)
    )
