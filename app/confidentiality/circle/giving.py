"""Seals secrets to holders in the session of one person, and writes all the grants at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from uuid import UUID

from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.audit import record
from app.audit.events import GrantsMade
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.attested import Words, counts_now
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.model import (
    Because,
    CompartmentHolder,
    Grant,
    HolderKind,
    SecretKind,
)
from app.confidentiality.circle.ring import standings
from app.confidentiality.circle.rules import (
    WRITTEN_INTO,
    keeps_out,
    may_be_because,
    may_be_officer,
    may_hold,
)
from app.confidentiality.circle.statements import (
    GrantRow,
    SecretRow,
    grant_statement,
    holder_statement,
)
from app.confidentiality.circle.trust import (
    GRANT,
    check_secret,
    context_of,
    fits_its_family,
)
from app.confidentiality.circle.vouching import put_out_since
from app.db import db, new_id
from app.refusals import Refused
from app.vault import sealing, wrapping
from app.vault.errors import Forged

NO_CIRCLE = "This area has no officers’ circle yet. Its first officer sets it up."
NO_RECOVERY = (
    "The recovery keys of this area are not the ones that its first officer signed, so nothing new "
    "is sealed. Tell whoever runs this service at once: somebody has changed the database."
)


class Holders:
    """Who of an area may be given keys: confirmed, as registered, not gone, signed, attested."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._known: dict[UUID, Standing | None] = {}
        self._officers: list[Standing] | None = None

    def load(self, person_ids: Iterable[UUID]) -> None:
        """Look these people up, in a few queries however many they are."""
        asked = set(person_ids) - self._known.keys()
        if not asked:
            return
        pairs = queries.pairs_in_use(asked)
        self.chain.load(pair for own in pairs.values() for pair in own)
        signed = standings(self.chain, asked)
        found = {person_id: self.confirmed(pairs.get(person_id, [])) for person_id in asked}
        out = put_out_since(self.chain, (p.key_pair_id for p in found.values() if p))
        words = Words(self.chain, {p.person_id: p.key_pair_id for p in found.values() if p})
        for person_id, pair in found.items():
            good = pair is not None and pair.key_pair_id not in out and signed.of(person_id).signed
            self._known[person_id] = pair if good and counts_now(words.of(person_id)) else None

    def of(self, person_id: UUID) -> Standing | None:
        """Return the pair to which a key may be sealed for this person, if there is one."""
        self.load([person_id])
        return self._known[person_id]

    def confirmed(self, key_pair_ids: Iterable[UUID]) -> Standing | None:
        """Return the first of these pairs that may receive keys, signed or not."""
        found = (self.chain.trusted(key_pair_id) for key_pair_id in key_pair_ids)
        return next((pair for pair in found if pair is not None and pair.may_receive), None)

    @property
    def officers(self) -> list[Standing]:
        """The officers who may be given keys: by the chain and still by the register."""
        if self._officers is None:
            pairs = [self.chain.trusted(pair) for pair in self.chain.load_all()]
            found = {pair.person_id for pair in pairs if pair is not None and is_officer(pair)}
            self.load(found)
            known = [self._known[person_id] for person_id in found]
            self._officers = [pair for pair in known if pair is not None and is_officer(pair)]
        return self._officers

    def circle(self, kind: SecretKind, record_id: UUID) -> SecretRow | None:
        """Return the newest generation of a circle, if the chain vouches for its public key."""
        rows = queries.generations(kind, record_id)
        if not rows:
            return None
        self.chain.load([rows[0].made_with])
        check_secret(self.chain, rows[0])
        return rows[0]


class Giver:
    """Makes grants as one person; ``write`` puts them into the database with their audit rows."""

    def __init__(self, actor: Actor, holders: Holders) -> None:
        self.actor = actor
        self.holders = holders
        self._rows: list[GrantRow] = []
        self._kinds: dict[UUID, str] = {}

    def to_person(
        self,
        secret: SecretRow,
        key: bytes,
        pair: Standing,
        because: Because,
        because_id: UUID | None = None,
    ) -> bool:
        """Seal a secret to a person's pair, unless they are kept from it or may never hold it.

        ``Forged`` for a reason for which such a secret is never given: a row was pointed elsewhere.
        """
        if keeps_out(secret.excluded, pair.person_id, [pair.agency_id]):
            return False
        if not may_hold(secret.kind, pair.sector, because):
            return False
        if not may_be_because(secret.kind, because):
            raise Forged(f"secret {secret.id} is never given because of {because}")
        grant = self._grant(secret, HolderKind.PERSON, pair.person_id, pair.key_pair_id)
        self._wrap(grant, key, pair.receiving_public, because, because_id)
        return True

    def to_circle(self, secret: SecretRow, key: bytes, circle: SecretRow) -> None:
        """Seal a secret to a circle."""
        grant = self._grant(secret, HolderKind.CIRCLE, circle.id, circle.id)
        self._wrap(grant, key, circle.public, Because.OFFICE)

    def to_recovery(self, secret: SecretRow, key: bytes) -> None:
        """Seal a secret to the two custodians."""
        recovery = self.holders.chain.recovery
        if recovery is None:
            raise Refused(NO_RECOVERY)
        area_id = secret.area_id
        grant = self._grant(secret, HolderKind.RECOVERY, area_id, area_id)
        self._wrap(grant, key, recovery[0], Because.RECOVERY)

    def to_holders_of(self, secret: SecretRow, key: bytes, above: UUID, opener: bytes) -> None:
        """Seal a secret under another one, so that whoever opens that opens this."""
        grant = self._grant(secret, HolderKind.SECRET, above, above)
        self._sign(replace(grant, wrapped=sealing.seal(opener, GRANT, grant.id, key)))

    def to_officers(self, secret: SecretRow, key: bytes) -> None:
        """Seal a secret to the officers: to their circle, or one by one where anybody is excluded.

        Singly whoever it is that is excluded, so that somebody who becomes an officer later never
        comes upon it through the circle.
        """
        if secret.excluded:
            for officer in self.holders.officers:
                self.to_person(secret, key, officer, Because.OFFICE)
            return
        circle = self.holders.circle(SecretKind.OFFICERS, secret.area_id)
        if circle is None:
            raise Refused(NO_CIRCLE)
        self.to_circle(secret, key, circle)

    def write(self) -> int:
        """Write what was given, audit it by holder, and return how many grants there are."""
        rows, self._rows = self._rows, []
        if not rows:
            return 0
        db.session.flush()
        db.session.execute(insert(Grant), [asdict(row) for row in rows])
        told = Counter(
            (row.holder_id, self._kinds[row.secret_id], row.because)
            for row in rows
            if row.holder_kind == HolderKind.PERSON
        )
        for (person_id, kind, because), count in told.items():
            record(self.actor, GrantsMade(person_id, count, kind, because))
        return len(rows)

    def _grant(
        self, secret: SecretRow, kind: HolderKind, holder_id: UUID, holder_key_id: UUID
    ) -> GrantRow:
        self._kinds[secret.id] = str(secret.kind)
        return GrantRow(
            id=new_id(),
            area_id=secret.area_id,
            secret_id=secret.id,
            holder_kind=kind,
            holder_id=holder_id,
            holder_key_id=holder_key_id,
            wrapped=b"",
            because=Because.PART_OF_CASE,
            because_id=None,
            by_person_id=self.actor.person_id,
            by_key_pair_id=self.actor.keys.key_id,
            made_at=clock.now(),
        )

    def _wrap(
        self,
        grant: GrantRow,
        key: bytes,
        public: bytes,
        because: Because,
        because_id: UUID | None = None,
    ) -> None:
        wrapped = wrapping.wrap(public, key, context_of(grant))
        self._sign(replace(grant, wrapped=wrapped, because=because, because_id=because_id))

    def _sign(self, grant: GrantRow) -> None:
        said = grant_statement(grant)
        self._rows.append(replace(grant, statement=said, signature=self.actor.keys.sign(said)))


def is_officer(pair: Standing) -> bool:
    """Say whether the chain and the register both make this pair an officer's."""
    return pair.is_officer and pair.may_receive and may_be_officer(pair.roles)


def named_holders(chain: Chain) -> dict[UUID, UUID]:
    """Return whom an officer named to hold every compartment, with the row that says so."""
    rows = queries.compartment_holders(chain.area_id)
    chain.load(row.named_with for row in rows)
    return {row.person_id: row.id for row in rows if is_named(chain, row)}


def promised_in(chain: Chain, family: Iterable[SecretRow]) -> set[str]:
    """Return to whom officers promised a record's compartment; hand over all its secrets.

    Whoever writes into one makes its newest and can promise nothing, so what counts is the newest
    that an officer signed. They sign all that there are, so an old row put back changes nothing.
    """
    rows = list(family)
    chain.load(row.made_with for row in rows)
    signed = [
        row
        for row in rows
        if row.kind in WRITTEN_INTO
        and fits_its_family(chain, row, rows)
        and chain.standing(row.made_with).is_officer
    ]
    newest = max(signed, key=lambda row: row.generation, default=None)
    return set(newest.promised) if newest else set()


def is_named(chain: Chain, row: CompartmentHolder) -> bool:
    """Say whether an officer signed that this person holds every compartment."""
    officer = chain.trusted(row.named_with)
    said = holder_statement(row.area_id, row.person_id, row.named_with, row.at)
    return (
        officer is not None
        and officer.is_officer
        and row.statement == said
        and is_signed(officer.signing_public, said, row.signature)
    )


def kept_from(chain: Chain, secrets: Iterable[SecretRow]) -> dict[UUID, set[str]]:
    """Return who is kept from these secrets' records: by the rows, and by every signed list.

    Hand it every secret of a record. Taking an exclusion's row away changes nothing: the list in
    the newest generation is signed. A record with a secret that does not verify is left out, and
    nothing is given there.
    """
    rows = list(secrets)
    found = queries.exclusions((row.record_id for row in rows), believed_by(chain))
    chain.load(row.made_with for row in rows)
    lists: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        lists[row.record_id] |= set(row.excluded) | found.get(row.record_id, set())
    forged = {row.record_id for row in rows if not fits_its_family(chain, row, rows)}
    return {record_id: names for record_id, names in lists.items() if record_id not in forged}
