"""Walks from a key pair up to the root that is pinned inside the acting person's own keyring.

Nothing in the database is believed here: not the area's row, not a role, not a public key. What
counts is that each step was signed, by an officer who was herself confirmed, from the root down.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.access.actor import Actor
from app.accounts.area.model import Area
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.ended import Ended, read_ended
from app.confidentiality.circle.model import How, Office, Passing
from app.confidentiality.circle.remembered import Handed, handed
from app.confidentiality.circle.statements import (
    PairRow,
    PassingRow,
    Who,
    confirmation_statement,
    pair_statement,
    recovery_statement,
)
from app.db import db
from app.db.memory import found_before, is_still
from app.refusals import Refused
from app.vault import digests
from app.vault.errors import Forged


class Unconfirmed(Refused):
    """No officer vouches for this key pair, so it holds nothing and gives nothing."""

    def __init__(self) -> None:
        super().__init__(
            "An officer of your MARAC has not confirmed your keys yet. "
            "They will see you in person or ring you on your agency’s number."
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What an unbroken chain says of a key pair: name, agency and sector as an officer signed them.

    ``in_use`` is False once the pair was replaced or the person has left. ``as_registered`` is
    False once the register says something else than what was signed: what was given stays, and
    nothing more is given before an officer has looked again.
    """

    key_pair_id: UUID
    person_id: UUID
    name: str
    agency_id: UUID
    sector: str
    office: Office
    roles: frozenset[str]
    receiving_public: bytes = field(repr=False)
    signing_public: bytes = field(repr=False)
    in_use: bool
    as_registered: bool

    @property
    def may_receive(self) -> bool:
        """Say whether a key may be sealed to this pair."""
        return self.in_use and self.as_registered

    @property
    def is_officer(self) -> bool:
        """Say whether this pair was confirmed as an officer's."""
        return self.office == Office.OFFICER


@dataclass
class _Walked:
    """What was read of the confirmations of an area, and what was made sure of it from a root."""

    links: dict[UUID, list[PairRow]] = field(default_factory=dict)
    ended: Ended | None = None
    known: dict[UUID, Standing | None] = field(default_factory=dict)
    sound: dict[UUID, bool] = field(default_factory=dict)
    at_work: frozenset[UUID] | None = None

    def copy(self) -> "_Walked":
        """What one chain goes on from by itself."""
        return _Walked(dict(self.links), self.ended, dict(self.known))


class Chain:
    """The confirmations of one area, seen from one pinned root. Made anew for each request.

    What requests before this one made sure of holds on while nothing has moved (``found_before``);
    as soon as anything has, this chain reads and checks for itself alone.
    """

    def __init__(
        self, area_id: UUID, root_public: bytes, without: Collection[UUID] = frozenset()
    ) -> None:
        self.area_id = area_id
        self.root = root_public
        self.without = without
        self._walked = _Walked()
        self._is_shared = False
        self._recovery: tuple[bytes, bytes] | None = None
        self._passings: dict[UUID, list[PassingRow]] = {}
        self._handed: dict[UUID, Handed] = {}

    @classmethod
    def of(cls, actor: Actor) -> "Chain":
        """Return the chain as this person's own keyring sees it."""
        chain = cls(actor.area_id, actor.keys.root_public)
        if is_still():
            chain._walked = found_before(("chain", chain.area_id, chain.root), _Walked)
            chain._is_shared = True
        return chain

    def standing(self, key_pair_id: UUID) -> Standing:
        """Return what the chain says of a key pair; ``Unconfirmed`` if it does not hold."""
        found = self.trusted(key_pair_id)
        if found is None:
            raise Unconfirmed()
        return found

    def trusted(self, key_pair_id: UUID) -> Standing | None:
        """Return what the chain says of a key pair, or None."""
        self.load([key_pair_id])
        return self._walk(key_pair_id, frozenset())

    def once(self, key_pair_id: UUID) -> Standing | None:
        """Return what an officer last vouched for about a pair, even if that has lapsed since."""
        self.load([key_pair_id])
        for row in self._links[key_pair_id]:
            if who := self._check(row, frozenset({key_pair_id})):
                return _standing(row, who)
        return None

    def signer(self, key_pair_id: UUID | None) -> bytes | None:
        """Return the public key of somebody who may sign, None standing for the recovery key."""
        if key_pair_id is None:
            return self.recovery[1] if self.recovery else None
        standing = self.trusted(key_pair_id)
        return standing.signing_public if standing else None

    def was_confirmed(self, key_pair_id: UUID, agency_id: UUID) -> bool:
        """Say whether an officer ever vouched for this pair as one of this agency's."""
        self.load([key_pair_id])
        found = (self._check(row, frozenset({key_pair_id})) for row in self._links[key_pair_id])
        return any(who is not None and who.agency_id == str(agency_id) for who in found)

    def was_confirmed_as(self, key_pair_id: UUID, person_id: UUID, agency_id: UUID) -> bool:
        """Say whether an officer ever vouched for this pair as this person's, of this agency."""
        is_theirs = self.was_confirmed(key_pair_id, agency_id)
        return is_theirs and all(row.person_id == person_id for row in self._links[key_pair_id])

    def passings(self, record_id: UUID) -> list[PassingRow]:
        """Return the rows that say how a slip was given on, believed or not, in order."""
        if record_id not in self._passings:
            rows = queries.passing_rows(Passing.record_id == record_id)
            self._passings[record_id] = rows
            self.load({pair for row in rows for pair in (row.by_key_pair_id, row.to_key_pair_id)})
        return self._passings[record_id]

    def handed(self, record_id: UUID) -> Handed:
        """Return for whom a slip was agreed and into whose hands it was given, by the trail."""
        if record_id not in self._handed:
            self._handed[record_id] = handed(record_id)
        return self._handed[record_id]

    def add_passing(self, row: PassingRow) -> None:
        """Keep a passing that was signed in this request, and is in the trail at its end."""
        self.handed(row.record_id).receivers.append(row.to_person_id)
        self.passings(row.record_id)
        self._passings[row.record_id] = [
            *(known for known in self._passings[row.record_id] if known.id != row.id),
            row,
        ]

    def confirmed_since(self, key_pair_id: UUID) -> datetime | None:
        """Return when an officer first vouched for this pair, as it was signed; None for never."""
        self.load([key_pair_id])
        rows = self._links[key_pair_id]
        return min((row.at for row in rows if self._is_sound(row)), default=None)

    def was_put_out(self, key_pair_id: UUID) -> bool:
        """Say whether the trail has a pair, or its person, put out, and no officer signed for it
        since."""
        self.load([key_pair_id])
        rows = self._links[key_pair_id]
        later = [row for row in rows if not self._ended.is_put_out(row)]
        return len(later) < len(rows) and not any(self._is_sound(row) for row in later)

    def was_replaced(self, row: PairRow) -> bool:
        """Say whether the trail has the person of a confirmation confirmed anew since."""
        return self._ended.is_replaced(row)

    def end_of(self, row: PairRow) -> float:
        """Where the trail has the end of what was confirmed; infinity while there is none."""
        return self._ended.end_of(row)

    def was_officer(self, key_pair_id: UUID, at: datetime) -> bool:
        """Say whether a pair was an officer's, by a confirmation that had not lapsed by then."""
        self.load([key_pair_id])
        return any(
            row.office == Office.OFFICER
            and (row.revoked_at is None or at < row.revoked_at)
            and self._is_sound(row)
            for row in self._links[key_pair_id]
        )

    def officers_at_work(self) -> set[UUID]:
        """Return who holds an office and has not gone. Officers come with whatever is loaded."""
        self._go_alone_if_moved()
        if self._walked.at_work is not None:
            return set(self._walked.at_work)
        found = [self._walk(pair, frozenset()) for pair in list(self._links)]
        at_work = {one.person_id for one in found if one and one.is_officer and one.in_use}
        if self._is_shared:
            self._walked.at_work = frozenset(at_work)
        return at_work

    def vouched(self, row: PairRow) -> Who | None:
        """Return whom one confirmation vouches for, lapsed or not, if it was rightly signed."""
        if row.by_key_pair_id is not None:
            self.load([row.by_key_pair_id])
        return self._check(row, frozenset({row.key_pair_id}))

    def load(self, key_pair_ids: Iterable[UUID]) -> None:
        """Read these pairs and whoever confirmed them, up to the root: one query a step."""
        self._go_alone_if_moved()
        wanted = {pair for pair in key_pair_ids if pair not in self._links}
        while wanted:
            rows = self._read(wanted)
            above = {row.by_key_pair_id for row in rows if row.by_key_pair_id is not None}
            wanted = {pair for pair in above if pair not in self._links}

    def load_all(self) -> list[UUID]:
        """Read the whole area at once, and return every pair in use that somebody confirmed."""
        self._go_alone()
        self._read(None)
        return [pair for pair, rows in self._links.items() if rows and rows[0].retired_at is None]

    @property
    def recovery(self) -> tuple[bytes, bytes] | None:
        """The recovery pair's public keys (receiving, signing) if the root signed them."""
        if self._recovery is None:
            self._recovery = self._read_recovery()
        return self._recovery

    @property
    def _links(self) -> dict[UUID, list[PairRow]]:
        return self._walked.links

    @property
    def _known(self) -> dict[UUID, Standing | None]:
        return self._walked.known

    def _go_alone_if_moved(self) -> None:
        if self._is_shared and not is_still():
            self._go_alone()

    def _go_alone(self) -> None:
        if self._is_shared:
            self._walked, self._is_shared = self._walked.copy(), False

    def _read(self, wanted: set[UUID] | None) -> list[PairRow]:
        self._walked.at_work = None
        if wanted is None:
            self._links.clear()
            rows = queries.confirmed_pairs(self.area_id, None)
        else:
            rows = queries.with_officers(self.area_id, wanted)
        self._links.update({pair: [] for pair in (wanted or set()) | {r.key_pair_id for r in rows}})
        for row in rows:
            self._links[row.key_pair_id].append(row)
        return rows

    @property
    def _ended(self) -> Ended:
        self._go_alone_if_moved()
        if self._walked.ended is None:
            self._walked.ended = read_ended(self.area_id)
        return self._walked.ended

    def _walk(self, key_pair_id: UUID, below: frozenset[UUID]) -> Standing | None:
        if key_pair_id in self._known:
            return self._known[key_pair_id]
        if key_pair_id in below or key_pair_id in self.without:
            return None
        below |= {key_pair_id}
        found = None
        for row in self._links.get(key_pair_id, ()):
            if not self._is_over(row) and (who := self._check(row, below)):
                found = _standing(row, who)
                break
        if found is not None or len(below) == 1:
            self._known[key_pair_id] = found
        return found

    def _is_over(self, row: PairRow) -> bool:
        is_over = row.revoked_at is not None or self._ended.is_put_out(row)
        return is_over or self._ended.is_replaced(row)

    def _check(self, row: PairRow, below: frozenset[UUID]) -> Who | None:
        """Return whom a rightly signed confirmation vouches for, if the pair pins this root."""
        said = pair_statement(row, self.root)
        if row.pair_statement != said or not is_signed(
            row.signing_public, said, row.pair_signature
        ):
            return None
        try:
            who = Who.as_signed(row.statement)
        except Forged:
            return None
        statement = confirmation_statement(row, who, self.root)
        if row.statement != statement:
            return None
        return who if self._is_signed_by_one_who_may(row, below) else None

    def _is_sound(self, row: PairRow) -> bool:
        sound = self._walked.sound
        if row.confirmation_id in sound:
            return sound[row.confirmation_id]
        found = self._check(row, frozenset({row.key_pair_id})) is not None
        if self._is_shared:
            sound[row.confirmation_id] = found
        return found

    def _is_signed_by_one_who_may(self, row: PairRow, below: frozenset[UUID]) -> bool:
        if is_signed(self.root, row.statement, row.signature) and not self._is_after_root(row):
            return True
        if row.by_key_pair_id is None:
            signer = self.recovery[1] if self.recovery else None
        else:
            above = self._walk(row.by_key_pair_id, below)
            signer = above.signing_public if above and above.is_officer else None
        return signer is not None and is_signed(signer, row.statement, row.signature)

    def _is_after_root(self, row: PairRow) -> bool:
        """Say whether something is dated after the founder went, or was confirmed anew: from then
        on her key, which is the root's, signs as whatever an officer says she is."""
        founding = (
            each
            for own in self._links.values()
            for each in own
            if each.how == How.FOUNDING and each.signing_public == self.root
        )
        ends = (self._ended.ended_at(each) for each in founding)
        return any(end is not None and row.at > end for end in ends)

    def _read_recovery(self) -> tuple[bytes, bytes] | None:
        area = db.session.get(Area, self.area_id)
        if area is None or area.recovery_signature is None:
            return None
        receiving, signer = area.recovery_receiving_public, area.recovery_signing_public
        if receiving is None or signer is None:
            return None
        statement = recovery_statement(self.area_id, receiving, signer, self.root)
        is_first = self._ended.is_recovery(digests.sha256_hex(statement))
        good = is_first and area.recovery_statement == statement
        if good and is_signed(self.root, statement, area.recovery_signature):
            return receiving, signer
        return None


def _standing(row: PairRow, who: Who) -> Standing:
    return Standing(
        key_pair_id=row.key_pair_id,
        person_id=row.person_id,
        name=who.name,
        agency_id=UUID(who.agency_id),
        sector=who.sector,
        office=Office(row.office),
        roles=row.roles,
        receiving_public=row.receiving_public,
        signing_public=row.signing_public,
        in_use=row.retired_at is None and not row.has_left,
        as_registered=who == Who.on_register(row),
    )
