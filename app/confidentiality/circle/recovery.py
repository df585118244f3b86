"""Two of three custodians open what the only chair's forgotten passphrase has shut.

The recovery keys are made from the words, the area and the root together: under another root, that
somebody wrote into the database, the same words make other keys and are refused.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from uuid import UUID

from sqlalchemy import insert

from app import clock
from app.accounts.area.model import Area
from app.audit import record
from app.audit.events import RecoveryRehearsed, RecoveryUsed
from app.confidentiality.agreement.rules import is_signed
from app.confidentiality.circle import queries
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.model import (
    Because,
    Confirmation,
    Grant,
    HolderKind,
    How,
    Office,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.rules import SEALED_TO_OFFICERS, keeps_out, may_be_officer
from app.confidentiality.circle.statements import (
    GrantRow,
    PairRow,
    SecretRow,
    Who,
    confirmation_statement,
    fingerprint,
    grant_statement,
    pair_statement,
)
from app.confidentiality.circle.trust import check_grant, check_secret, context_of, fits
from app.confidentiality.circle.vouching import check_office
from app.db import db, new_id, transaction
from app.refusals import NotVisible, RuleBroken
from app.vault import digests, recovery, wrapping
from app.vault.errors import Forged, Misuse, VaultError
from app.vault.signing import SigningPair, sign, signing_pair_from_seed
from app.vault.wrapping import ReceivingPair, receiving_pair_from_seed

NOT_THESE = (
    "These words are of another area, or the database has been changed since they were made. "
    "Check both sheets. If they are right, restore a backup from before the change."
)

NOT_HER_KEYS = (
    "These are not the numbers of any keys of this person that are kept here. Read them again from "
    "their own home page. If they are right, somebody has changed the database: stop."
)


def recovery_pairs(seed: bytes, area_id: UUID, root: bytes) -> tuple[ReceivingPair, SigningPair]:
    """Return the recovery keys of one area under one root."""
    bound = digests.derive(seed, f"recovery of {area_id} under {root.hex()}")
    return receiving_pair_from_seed(bound), signing_pair_from_seed(bound)


def rehearse(area_id: UUID, sheets: Sequence[str]) -> int:
    """Show that two sheets open what they should; return how many keys they opened, keep none."""
    with transaction():
        recoverer = Recoverer(area_id, sheets)
        count = sum(recoverer.opens(secret, grant) for secret, grant in recoverer.held())
        if not count:
            raise RuleBroken("words", NOT_THESE)
        record(None, RecoveryRehearsed(area_id), area_id=area_id)
    return count


def recover(area_id: UUID, sheets: Sequence[str], person_id: UUID, numbers: str) -> int:
    """Confirm an officer's new key pair with the recovery key and give it what officers hold.

    ``numbers`` are those that the officer reads from her own keys: the database may hold a pair
    that somebody else put there in her name.
    """
    with transaction():
        recoverer = Recoverer(area_id, sheets)
        pair = recoverer.candidate(person_id, numbers)
        recoverer.confirm(pair)
        count = recoverer.give(pair)
        record(None, RecoveryUsed(area_id, person_id=person_id), area_id=area_id)
    return count


class Recoverer:
    """The recovery keys, opened by two sheets of words."""

    def __init__(self, area_id: UUID, sheets: Sequence[str]) -> None:
        area = db.session.get(Area, area_id)
        if area is None or area.root_public is None:
            raise NotVisible()
        self.area_id, self.root = area_id, area.root_public
        self._receiving, self._signing = recovery_pairs(_seed(sheets), area_id, self.root)
        self.chain = Chain(area_id, self.root)
        if self.chain.recovery != (self._receiving.public, self._signing.public):
            raise RuleBroken("words", NOT_THESE)

    def held(self) -> list[tuple[SecretRow, GrantRow]]:
        """Return what is sealed to the recovery key."""
        grants = queries.grant_rows(
            Grant.holder_kind == HolderKind.RECOVERY, Grant.holder_key_id == self.area_id
        )
        by_secret = {grant.secret_id: grant for grant in grants}
        secrets = queries.secret_rows(Secret.area_id == self.area_id)
        self.chain.load_all()
        return [(row, by_secret[row.id]) for row in secrets if row.id in by_secret]

    def opens(self, secret: SecretRow, grant: GrantRow) -> bool:
        """Say whether a grant opens to the key that its maker committed to."""
        try:
            self._open(secret, grant)
        except VaultError:
            return False
        return True

    def candidate(self, person_id: UUID, numbers: str) -> PairRow:
        """Return the officer's new pair, which must believe the same root as the words do."""
        pairs = [row for row in queries.pairs_at_work(self.area_id) if row.person_id == person_id]
        if not pairs:
            raise NotVisible()
        for pair in (row for row in pairs if _is_read_out(row, numbers)):
            said = pair_statement(pair, self.root)
            good = pair.pair_statement == said
            if not good or not is_signed(pair.signing_public, said, pair.pair_signature):
                raise RuleBroken("person", NOT_THESE)
            if not may_be_officer(pair.roles):
                raise RuleBroken("person", "The register does not give this person an office.")
            check_office(pair, "person")
            return pair
        raise RuleBroken("numbers", NOT_HER_KEYS)

    def confirm(self, pair: PairRow) -> None:
        """Vouch for the new pair with the recovery key, as an officer's."""
        pair = replace(pair, office=Office.OFFICER, how=How.RECOVERY, at=clock.now())
        statement = confirmation_statement(pair, Who.on_register(pair), self.root)
        db.session.add(
            Confirmation(
                id=new_id(),
                area_id=pair.area_id,
                key_pair_id=pair.key_pair_id,
                person_id=pair.person_id,
                office=Office.OFFICER,
                how=How.RECOVERY,
                statement=statement,
                signature=sign(self._signing.private, statement),
                at=pair.at,
            )
        )
        db.session.flush()

    def give(self, pair: PairRow) -> int:
        """Seal to the new pair what every officer holds: the circle, and what is held singly."""
        held = self.held()
        lists = _kept_from(row for row, _ in held)
        through = _through_circle()
        rows = []
        for secret, grant in held:
            single = secret.kind in SEALED_TO_OFFICERS and secret.id not in through
            if secret.kind != SecretKind.OFFICERS and not single:
                continue
            if not keeps_out(lists[secret.record_id], pair.person_id, [pair.agency_id]):
                rows.append(asdict(self._grant(secret, self._open(secret, grant), pair)))
        if rows:
            db.session.execute(insert(Grant), rows)
        return len(rows)

    def _open(self, secret: SecretRow, grant: GrantRow) -> bytes:
        check_secret(self.chain, secret)
        check_grant(self.chain, secret, grant)
        key = wrapping.unwrap(self._receiving.private, grant.wrapped, context_of(grant))
        if not fits(secret, key):
            raise Forged(f"grant {grant.id} does not hold")
        return key

    def _grant(self, secret: SecretRow, key: bytes, pair: PairRow) -> GrantRow:
        grant = GrantRow(
            id=new_id(),
            area_id=self.area_id,
            secret_id=secret.id,
            holder_kind=HolderKind.PERSON,
            holder_id=pair.person_id,
            holder_key_id=pair.key_pair_id,
            wrapped=b"",
            because=Because.OFFICE,
            because_id=None,
            by_person_id=None,
            by_key_pair_id=None,
            made_at=clock.now(),
        )
        wrapped = wrapping.wrap(pair.receiving_public, key, context_of(grant))
        grant = replace(grant, wrapped=wrapped)
        said = grant_statement(grant)
        return replace(grant, statement=said, signature=sign(self._signing.private, said))


def _is_read_out(pair: PairRow, numbers: str) -> bool:
    known = fingerprint(pair.receiving_public, pair.signing_public)
    return "".join(numbers.split()) == "".join(known.split())


def _seed(sheets: Sequence[str]) -> bytes:
    try:
        return recovery.combine(list(sheets))
    except Misuse as problem:
        raise RuleBroken("words", str(problem)) from None


def _kept_from(secrets: Iterable[SecretRow]) -> dict[UUID, set[str]]:
    rows = list(secrets)
    found = queries.exclusions(row.record_id for row in rows)
    lists: dict[UUID, set[str]] = {row.record_id: set() for row in rows}
    for row in rows:
        lists[row.record_id] |= set(row.excluded) | found.get(row.record_id, set())
    return lists


def _through_circle() -> Collection[UUID]:
    grants = queries.grant_rows(Grant.holder_kind == HolderKind.CIRCLE)
    return {grant.secret_id for grant in grants}
