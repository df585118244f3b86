"""Opens secrets for one person. Who is kept from a record, or holds no grant, sees nothing there.

Every secret and every grant on the way is checked against the root in this person's own keyring,
so what a database operator plants opens nothing and is used for nothing. Opened keys live here, for
as long as the request, and nowhere else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.accounts.person.queries import person_names
from app.confidentiality.agreement.queries import AgencySignature, Standings
from app.confidentiality.circle import queries
from app.confidentiality.circle.attested import Word, word_of
from app.confidentiality.circle.chain import Chain, Standing, Unconfirmed
from app.confidentiality.circle.lifted import believed_by
from app.confidentiality.circle.model import HolderKind
from app.confidentiality.circle.remembered import was_made_before
from app.confidentiality.circle.rules import CIRCLES, PRIVATE, keeps_out, named
from app.confidentiality.circle.statements import GrantRow, SecretRow
from app.confidentiality.circle.trust import (
    GRANT,
    asked_agency,
    check_grant,
    check_in_family,
    context_of,
    fits,
)
from app.db.memory import found_before
from app.refusals import NotVisible, Refused
from app.vault import sealing, wrapping
from app.vault.errors import Forged, VaultError

ELSEWHERE = "secret {} is not of the record that points to it"
SIGN_FIRST = "Sign the wording in force first. You will find it on your home page."
AGENCY_FIRST = (
    "Your agency has not signed the protocols in force yet. Ask whoever signs for your agency."
)
OWN_RAN_OUT = (
    "Say again that you are not employed by, seconded from or warranted by the Home Office. "
    "You will find it on your home page: one tick. Then everything opens as before."
)
SPONSOR_RAN_OUT = (
    "An officer of your MARAC has to confirm again that you are not employed by, seconded from or "
    "warranted by the Home Office. Ask {names}. Then everything opens as before."
)
WITHHELD = (
    "An officer of your MARAC could not confirm that you are not employed by, seconded from or "
    "warranted by the Home Office, so no case opens for you. Speak to {names}."
)


def require_signed(
    actor: Actor, chain: Chain | None = None, *, renews_own_word: bool = False
) -> None:
    """Raise ``Refused``, whatever the record, unless what is in force was signed and the words
    that the actor is not with the Home Office hold; but for their own word, where they renew it.
    """
    chain = chain or Chain.of(actor)
    unsigned = found_before(
        ("signed", chain.area_id, chain.root, actor.person_id, actor.keys.key_id),
        lambda: _what_is_unsigned(actor, chain),
    )
    if unsigned:
        raise Refused(unsigned)
    _require_attested(actor, chain, renews_own_word)


def _what_is_unsigned(actor: Actor, chain: Chain) -> str:
    standing = standings(chain, [actor.person_id], [actor.keys.key_id]).of(actor.person_id)
    if standing.missing or standing.unpublished:
        return SIGN_FIRST
    return AGENCY_FIRST if standing.agency_missing else ""


def _require_attested(actor: Actor, chain: Chain, renews_own_word: bool) -> None:
    """A sponsor is asked for once an officer has confirmed the keys; until then nothing opens."""
    word, now = word_of(chain, actor.person_id, actor.keys.key_id), clock.now()
    if not renews_own_word and not word.own_holds(now):
        raise Refused(OWN_RAN_OUT)
    if word.sponsor_holds(now) or chain.trusted(actor.keys.key_id) is None:
        return
    message = WITHHELD if word.withheld else SPONSOR_RAN_OUT
    raise Refused(message.format(names=names_of_sponsors(chain, actor.person_id, word)))


def names_of_sponsors(chain: Chain, person_id: UUID, word: Word) -> str:
    """Name who can attest for somebody: who did last, or else every other officer at work."""
    officers = chain.officers_at_work() - {person_id}
    is_asked = word.sponsor_id in officers and not word.withheld
    asked = {one for one in officers if one == word.sponsor_id} if is_asked else officers
    names = sorted(person_names(asked).values())
    return " or ".join(names) or "an officer"


def standings(chain: Chain, person_ids: Iterable[UUID], also: Iterable[UUID] = ()) -> Standings:
    """Return who has signed, an agency's signature counting only from a pair once confirmed.

    The key pairs in ``also`` are looked up on the way.
    """

    def trusts(signature: AgencySignature) -> bool:
        return chain.was_confirmed(signature.key_pair_id, signature.agency_id)

    found = Standings(chain.area_id, person_ids, trusts)
    chain.load({*also, *(signature.key_pair_id for signature in found.for_agencies)})
    return found


class Ring:
    """One person's ring of keys, for one request."""

    def __init__(self, actor: Actor, chain: Chain | None = None) -> None:
        self.actor = actor
        self.chain = chain or Chain.of(actor)
        self._me: Standing | None = None
        self._refused: Refused | None = None
        self._secrets: dict[UUID, SecretRow] = {}
        self._siblings: dict[UUID, list[SecretRow]] = defaultdict(list)
        self._grants: dict[UUID, list[GrantRow]] = defaultdict(list)
        self._kept_from: dict[UUID, set[str]] = {}
        self._keys: dict[UUID, bytes] = {}
        self._receivers: dict[UUID, wrapping.Receiver] = {}

    @property
    def me(self) -> Standing:
        """What the chain says of the person's own pair; ``Refused`` if not confirmed and signed."""
        if self._refused is not None:
            raise self._refused
        if self._me is None:
            try:
                self._me = self._enter()
            except Refused as refused:
                self._refused = refused
                raise
        return self._me

    def preload(self, secret_ids: Iterable[UUID]) -> None:
        """Read in a handful of queries all that opening these secrets needs."""
        _ = self.me
        asked = {secret_id for secret_id in secret_ids if secret_id not in self._secrets}
        fresh: list[SecretRow] = []
        while asked:
            rows = _secrets_of(frozenset(asked))
            self._remember(rows)
            fresh += rows
            asked = {row.part_of for row in rows if row.part_of} - self._secrets.keys()
        if fresh:
            self._read_around(fresh)

    def key(self, secret_id: UUID, *, of: UUID | None = None) -> bytes:
        """Open a secret. ``NotVisible`` if it is absent, kept from this person or not granted.

        With ``of``, the secret must belong to that record: a row that points at another's secret
        is then refused as ``Forged``.
        """
        self.preload([secret_id])
        secret = self._secrets.get(secret_id)
        if secret is None or secret.area_id != self.actor.area_id or self._is_kept_from(secret):
            raise NotVisible()
        if secret.kind in PRIVATE and self.agency_of(secret.id) != self.me.agency_id:
            raise NotVisible()
        if of is not None and secret.record_id != of:
            raise Forged(ELSEWHERE.format(secret_id))
        return self._open(secret, frozenset())

    def may_open(self, secret_id: UUID, *, of: UUID | None = None) -> bool:
        """Say whether this person can open a secret, by opening it; with ``of``, that record's."""
        try:
            self.key(secret_id, of=of)
        except (NotVisible, Refused, VaultError):
            return False
        return True

    def current(self, secret_id: UUID, *, of: UUID | None = None) -> UUID:
        """Return the newest generation of a record's secret, with which to seal what is written.

        With ``of``, the secret must belong to that record; otherwise ``Forged``: what is sealed, or
        made a part of it, would open to whoever opens another record.
        """
        secret = self.secret(secret_id, of=of)
        family = [row for row in self._siblings[secret.record_id] if row.kind == secret.kind]
        newest = max(family, key=lambda row: row.generation)
        check_in_family(self.chain, newest, self._siblings[secret.record_id])
        self._check_maker_remains(newest)
        return newest.id

    def seal(
        self,
        secret_id: UUID,
        contract: str,
        row: UUID,
        payload: dict[str, Any],
        *,
        of: UUID | None = None,
    ) -> bytes:
        """Seal something under a secret."""
        return sealing.seal_json(self.key(secret_id, of=of), contract, row, payload)

    def read(
        self, secret_id: UUID, contract: str, row: UUID, sealed: bytes, *, of: UUID | None = None
    ) -> dict[str, Any]:
        """Open something that was sealed under a secret."""
        return sealing.unseal_json(self.key(secret_id, of=of), contract, row, sealed)

    def known(self, secret_id: UUID) -> SecretRow | None:
        """Return what was read about a secret, if anything was."""
        return self._secrets.get(secret_id)

    def family(self, secret_ids: Iterable[UUID]) -> list[SecretRow]:
        """Return every secret of the records of these secrets, as far as they were read."""
        records = {row.record_id for s in secret_ids if (row := self._secrets.get(s))}
        return [row for record_id in records for row in self._siblings[record_id]]

    def secret(self, secret_id: UUID, *, of: UUID | None = None) -> SecretRow:
        """Return what is known of a secret without opening it; ``Forged`` if not that record's."""
        self.preload([secret_id])
        secret = self._secrets.get(secret_id)
        if secret is None:
            raise NotVisible()
        if of is not None and secret.record_id != of:
            raise Forged(ELSEWHERE.format(secret_id))
        return secret

    def kept_from(self, secret_id: UUID, *, of: UUID | None = None) -> set[str]:
        """Return who is kept from a secret, and from what it is a part of, by rows and lists."""
        return self._names(self.secret(secret_id, of=of), frozenset())

    def agency_of(self, secret_id: UUID) -> UUID:
        """Return whose private record this is, by what officers signed; ``Forged`` if unsaid."""
        self.preload([secret_id])
        return asked_agency(self.chain, self.family([secret_id]))

    def put(self, secret: SecretRow, key: bytes) -> None:
        """Keep a secret that was made in this request."""
        self._remember([secret])
        self._kept_from.setdefault(secret.record_id, set())
        self._keys[secret.id] = key

    def _enter(self) -> Standing:
        keys = self.actor.keys
        require_signed(self.actor, self.chain)
        me = self.chain.standing(keys.key_id)
        if me.person_id != self.actor.person_id or not me.in_use:
            raise Unconfirmed()
        secrets, grants = found_before(
            ("circles", keys.key_id), lambda: queries.circles_of(keys.key_id)
        )
        self._remember(secrets)
        self._remember_grants(grants)
        self.chain.load(row.made_with for row in secrets)
        return me

    def _remember(self, rows: Iterable[SecretRow]) -> None:
        for row in rows:
            if row.id not in self._secrets:
                self._secrets[row.id] = row
                self._siblings[row.record_id].append(row)

    def _remember_grants(self, rows: Iterable[GrantRow]) -> None:
        for row in rows:
            if row.id not in {known.id for known in self._grants[row.secret_id]}:
                self._grants[row.secret_id].append(row)

    def _read_around(self, fresh: Collection[SecretRow]) -> None:
        """Read the grants within reach, who is kept from the records, and the signers' chains."""
        grants = _grants_of(frozenset(row.id for row in fresh), self.actor.keys.key_id)
        self._remember_grants(grants)
        records = {row.record_id for row in fresh}
        kept = queries.exclusions(records, believed_by(self.chain))
        self._kept_from.update({record: kept.get(record, set()) for record in records})
        signers = {row.made_with for row in fresh}
        self.chain.load(signers | {row.by_key_pair_id for row in grants if row.by_key_pair_id})

    def _is_kept_from(self, secret: SecretRow) -> bool:
        """Ask the exclusion list first: the rows, and the lists signed into the secrets."""
        agencies = {self.actor.agency_id, self.me.agency_id}
        return keeps_out(self._names(secret, frozenset()), self.actor.person_id, agencies)

    def _check_maker_remains(self, newest: SecretRow) -> None:
        """Nothing new is sealed under a key by somebody who is out; but, until there is another,
        under one that the trail has before they went: they had rightly made it."""
        names = {*self._kept_from.get(newest.record_id, ()), *newest.excluded}
        maker = self.chain.trusted(newest.made_with) if newest.generation > 1 else None
        if maker is None or not keeps_out(names, maker.person_id, [maker.agency_id]):
            return
        him = named(maker.person_id, None)
        if not was_made_before(newest.id, newest.record_id, him):
            raise Forged(f"secret {newest.id} is by somebody from whom its record is kept")

    def _names(self, secret: SecretRow, below: frozenset[UUID]) -> set[str]:
        found = set(self._kept_from.get(secret.record_id, ()))
        found.update(*(row.excluded for row in self._siblings[secret.record_id]))
        above = self._secrets.get(secret.part_of) if secret.part_of else None
        if above is not None and above.id not in below:
            found |= self._names(above, below | {secret.id})
        return found

    def _open(self, secret: SecretRow, below: frozenset[UUID]) -> bytes:
        if secret.id in self._keys:
            return self._keys[secret.id]
        check_in_family(self.chain, secret, self._siblings[secret.record_id])
        bad: Forged | None = None
        for grant in self._within_reach(secret, below | {secret.id}):
            try:
                check_grant(self.chain, secret, grant)
                key = self._unwrap(secret, grant, below | {secret.id})
            except VaultError as fault:
                bad = Forged(f"grant {grant.id} does not hold: {fault}")
                continue
            self._keys[secret.id] = key
            return key
        raise bad or NotVisible()

    def _within_reach(self, secret: SecretRow, below: frozenset[UUID]) -> list[GrantRow]:
        """Return the grants to try: to the person's own pair first, then through what they hold."""
        mine = (HolderKind.PERSON, self.actor.person_id, self.actor.keys.key_id)
        ways: dict[str, list[GrantRow]] = defaultdict(list)
        for grant in self._grants[secret.id]:
            direct = (grant.holder_kind, grant.holder_id, grant.holder_key_id) == mine
            above = self._secrets.get(grant.holder_key_id)
            if direct or (above is not None and above.id not in below):
                ways[grant.holder_kind].append(grant)
        return ways[HolderKind.PERSON] + ways[HolderKind.CIRCLE] + ways[HolderKind.SECRET]

    def _unwrap(self, secret: SecretRow, grant: GrantRow, below: frozenset[UUID]) -> bytes:
        if grant.holder_kind == HolderKind.PERSON:
            own = self._receiver(grant.holder_key_id, self.actor.keys.receiving_private)
            key = own.unwrap(grant.wrapped, context_of(grant))
        else:
            key = self._unwrap_through(grant, below)
        if not fits(secret, key):
            raise Forged("another key was put in its place")
        return key

    def _unwrap_through(self, grant: GrantRow, below: frozenset[UUID]) -> bytes:
        above = self._secrets[grant.holder_key_id]
        opener = self._open(above, below)
        if grant.holder_kind == HolderKind.CIRCLE and above.kind in CIRCLES:
            receiver = self._receivers.get(above.id) or self._receiver(
                above.id, wrapping.receiving_pair_from_seed(opener).private
            )
            return receiver.unwrap(grant.wrapped, context_of(grant))
        return sealing.unseal(opener, GRANT, grant.id, grant.wrapped)

    def _receiver(self, of: UUID, private: bytes) -> wrapping.Receiver:
        """Make a private half ready once for all that this request opens with it."""
        if of not in self._receivers:
            self._receivers[of] = wrapping.Receiver(private)
        return self._receivers[of]


def _secrets_of(ids: frozenset[UUID]) -> list[SecretRow]:
    return found_before(("secrets", ids), lambda: queries.secrets_with_siblings(ids))


def _grants_of(ids: frozenset[UUID], key_pair_id: UUID) -> list[GrantRow]:
    """The grants within reach of a key pair; what is wrapped in them only its owner opens."""
    return found_before(
        ("grants", ids, key_pair_id), lambda: queries.grants_within_reach(ids, key_pair_id)
    )
