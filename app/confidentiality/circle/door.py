"""The door: who waits for a key, and the doorkeeper's beat that gives each what is due.

The server cannot make a grant by itself. It is made in the session of somebody who holds the key:
an officer for the area and its meetings, a fellow member for an agency, a holder for a compartment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import CircleFounded
from app.confidentiality.agreement.model import Signature
from app.confidentiality.agreement.queries import verified
from app.confidentiality.agreement.rules import Scope
from app.confidentiality.circle import arrears, excluding, queries, rotating
from app.confidentiality.circle.chain import Chain, Standing
from app.confidentiality.circle.compartment import was_let_in
from app.confidentiality.circle.giving import (
    Giver,
    Holders,
    is_officer,
    kept_from,
    named_holders,
    promised_in,
)
from app.confidentiality.circle.grants import Holder, make_secret
from app.confidentiality.circle.model import Because, Grant, Secret, SecretKind
from app.confidentiality.circle.offices import held_office
from app.confidentiality.circle.passed import promised_now
from app.confidentiality.circle.ports import (
    Due,
    everything_due,
    is_to_look,
    look_around,
    look_before_letting_in,
)
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.rules import (
    CHAIRS,
    PRIVATE,
    WRITTEN_INTO,
    is_promised,
    keeps_out,
    may_be_because,
    may_give,
    may_hold,
)
from app.confidentiality.circle.statements import SecretRow
from app.confidentiality.circle.trust import holds
from app.db import transaction

LOOKED_AT = frozenset(
    {Because.SIGNATURE, Because.RESEARCHER, Because.FLAG_KEEPER, Because.ACTION_OWNER}
)
"""For which reasons somebody is given what they did not write: they are looked at first."""


@dataclass(frozen=True)
class Gift:
    """One grant that this doorkeeper can make now."""

    secret: SecretRow
    pair: Standing
    because: Because
    because_id: UUID | None


def admit(actor: Actor) -> int:
    """Give everybody at the door what this person can give; return how much was done, or 0."""
    actor.require(Permission.DOOR_KEEP)
    if not Doorkeeper(actor).has_work():
        return 0
    with transaction():
        if Doorkeeper(actor).me.is_officer:
            look_around(actor)
        return Doorkeeper(actor).work()


class Doorkeeper:
    """One person at the door, for one beat."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.chain = Chain.of(actor)
        self.ring = Ring(actor, self.chain)
        self.holders = Holders(self.chain)
        self._readers: dict[tuple[UUID, int], bool] = {}

    @property
    def me(self) -> Standing:
        """The doorkeeper's own standing; refused unless confirmed and signed."""
        return self.ring.me

    def has_work(self) -> bool:
        """Say whether a beat would change anything."""
        return bool(
            self._rotations()
            or self._agency_needs_circle()
            or self.gifts()
            or (self.me.is_officer and is_to_look(self.actor, self.ring))
        )

    def work(self) -> int:
        """Make new keys that are due, found the agency's circle, and give; inside a transaction."""
        due = self._rotations()
        excluding.hold_singly(self.actor, self.ring, self.holders, due)
        changes = rotating.rotate(self.actor, self.holders, due, self.ring)
        if self._agency_needs_circle():
            self._found_agency_circle()
            changes += 1
        keeper = Doorkeeper(self.actor)
        gifts = keeper.gifts()
        if look_before_letting_in(self.actor, self.ring, keeper.arriving(gifts)):
            gifts = Doorkeeper(self.actor).gifts()
        return changes + self._give(gifts)

    def gifts(self) -> list[Gift]:
        """Return every grant that is due, may be made, and that this person's keys can make."""
        owing = self._owing(self._everything_due())
        self.ring.preload({secret_id for _, secret_id, _ in owing})
        lists = kept_from(self.chain, self.ring.family(secret_id for _, secret_id, _ in owing))
        signed = verified(due.because_id for due, _, _ in owing if due.because_id)
        found: dict[tuple[UUID, UUID], Gift] = {}
        for due, secret_id, pair in owing:
            secret = self.ring.known(secret_id)
            if (
                secret is not None
                and (secret_id, pair.key_pair_id) not in found
                and secret.record_id in lists
                and self._may(secret, pair, due)
                and is_promised(self._promised(secret), due.because, due.person_id, pair.agency_id)
                and self._is_reason(due, pair, signed)
                and self.ring.may_open(secret_id)
            ):
                found[secret_id, pair.key_pair_id] = Gift(secret, pair, due.because, due.because_id)
        return list(found.values())

    def arriving(self, gifts: Iterable[Gift]) -> set[tuple[UUID, UUID]]:
        """Return who is about to be given which record, or a slip that is a part of it."""
        return {
            (self._whole(gift.secret).record_id, gift.pair.person_id)
            for gift in gifts
            if gift.because in LOOKED_AT
        }

    def _whole(self, secret: SecretRow) -> SecretRow:
        above = self.ring.known(secret.part_of) if secret.part_of else None
        return above or secret

    def _promised(self, secret: SecretRow) -> set[str]:
        """Return to whom a secret is promised; of a compartment, in any of its generations;
        of a slip, as it was given on since."""
        if secret.kind not in WRITTEN_INTO:
            return promised_now(self.chain, secret)
        return promised_in(self.chain, self.ring.family([secret.id]))

    def _everything_due(self) -> list[Due]:
        dues = list(everything_due(self.actor.area_id))
        dues += self._proven(arrears.newer_generations(self.actor.area_id))
        dues += self._proven(arrears.replaced_pairs(self.actor.area_id))
        dues += arrears.compartments(self.actor)
        dues += arrears.agency_circle(self.me.agency_id)
        dues += arrears.private_spaces(self.actor, self._colleagues())
        if self.me.is_officer:
            officers = [pair.person_id for pair in self.holders.officers]
            dues += arrears.officers_circle(self.actor.area_id, officers)
            dues += arrears.held_singly(self.actor.area_id, officers)
        return dues

    def _colleagues(self) -> list[UUID]:
        """Return the others of the doorkeeper's agency who may be given its private spaces."""
        others = arrears.researchers(self.me.agency_id) - {self.actor.person_id}
        self.holders.load(others)
        return [person_id for person_id in others if self.holders.of(person_id)]

    def _owing(self, dues: Iterable[Due]) -> list[tuple[Due, UUID, Standing]]:
        """Leave what was given already; for each generation of what is due, say to which pair."""
        listed = list(dues)
        self.holders.load({due.person_id for due in listed})
        known = [(due, pair) for due in listed if (pair := self.holders.of(due.person_id))]
        families = arrears.families({due.secret_id for due, _ in known})
        given = arrears.given({s for family in families.values() for s in family})
        return [
            (due, secret_id, pair)
            for due, pair in known
            for secret_id in (
                [due.secret_id] if due.this_one_only else families.get(due.secret_id, ())
            )
            if (secret_id, pair.key_pair_id) not in given
        ]

    def _may(self, secret: SecretRow, pair: Standing, due: Due) -> bool:
        names = self.ring.kept_from(secret.id)
        if keeps_out(names, pair.person_id, [pair.agency_id]):
            return False
        if secret.kind == SecretKind.AGENCY and secret.record_id != pair.agency_id:
            return False
        if secret.kind in PRIVATE and self.ring.agency_of(secret.id) != pair.agency_id:
            return False
        fits = may_be_because(secret.kind, due.because)
        return (
            fits
            and may_hold(secret.kind, pair.sector, due.because)
            and may_give(
                secret.kind,
                secret.record_id,
                is_officer=self.me.is_officer,
                is_maker=secret.made_with == self.me.key_pair_id,
                agency_id=self.me.agency_id,
            )
        )

    def _proven(self, claims: list[arrears.Claim]) -> list[Due]:
        """Leave out what rests on an earlier grant that does not hold: a planted row is none."""
        if not claims:
            return []
        grants = queries.grant_rows(Grant.id.in_({claim.grant_id for claim in claims}))
        secrets = queries.secret_rows(Secret.id.in_({grant.secret_id for grant in grants}))
        by_id = {secret.id: secret for secret in secrets}
        signers = {secret.made_with for secret in secrets}
        self.chain.load(signers | {g.by_key_pair_id for g in grants if g.by_key_pair_id})
        sound = {g.id for g in grants if holds(self.chain, by_id[g.secret_id], g)}
        return [claim.due for claim in claims if claim.grant_id in sound]

    def _is_reason(self, due: Due, pair: Standing, signed: dict[UUID, Signature]) -> bool:
        """Say whether what is given as the reason is true, where a signature can show it."""
        match due.because:
            case Because.SIGNATURE:
                found = signed.get(due.because_id) if due.because_id else None
                is_here = found is not None and self._is_attendance(found, due.person_id)
                return is_here and self._is_vouched_for(due)
            case Because.OFFICE:
                return is_officer(pair)
            case Because.COMPARTMENT_HOLDER:
                return due.person_id in self._named
            case Because.LET_IN:
                is_chair = is_officer(pair) and bool(CHAIRS & pair.roles)
                return is_chair and was_let_in(self.ring, due.record_id, due.person_id)
        return due.because not in (Because.RECOVERY, Because.PART_OF_CASE)

    def _is_attendance(self, signature: Signature, person_id: UUID) -> bool:
        return (
            signature.person_id == person_id
            and signature.occasion.startswith(f"{Scope.MEETING}:")
            and self.chain.was_confirmed(signature.key_pair_id, signature.agency_id)
        )

    def _is_vouched_for(self, due: Due) -> bool:
        """Say whether officers read the declaration and signed the agenda while they were some."""
        words = (due.read_with, due.read_seq), (due.published_with, due.published_seq)
        return all(self._was_officers(pair, seq) for pair, seq in words if pair)

    def _was_officers(self, key_pair_id: UUID, seq: int) -> bool:
        if (key_pair_id, seq) not in self._readers:
            self._readers[key_pair_id, seq] = held_office(self.chain, key_pair_id, seq)
        return self._readers[key_pair_id, seq]

    @cached_property
    def _named(self) -> dict[UUID, UUID]:
        return named_holders(self.chain)

    def _give(self, gifts: Iterable[Gift]) -> int:
        giver = Giver(self.actor, self.holders)
        for gift in gifts:
            key = self.ring.key(gift.secret.id)
            giver.to_person(gift.secret, key, gift.pair, gift.because, gift.because_id)
        count = giver.write()
        arrears.forget_replaced(self.actor.area_id)
        return count

    def _rotations(self) -> list[SecretRow]:
        """Return whose new keys this person makes: none of a record that is kept from them."""
        due = rotating.due(
            self.actor.area_id, officer=self.me.is_officer, agency_id=self.me.agency_id
        )
        self.ring.preload(row.id for row in due)
        mine = self.me.person_id, {self.me.agency_id, self.actor.agency_id}
        kept = (row for row in due if keeps_out(self.ring.kept_from(row.id), *mine))
        out = {row.id for row in kept}
        return [row for row in due if row.id not in out][: rotating.AT_ONCE]

    def _agency_needs_circle(self) -> bool:
        """Say whether the doorkeeper's agency has no circle, or one that no member can open."""
        if not self.me.may_receive:
            return False
        rows = queries.generations(SecretKind.AGENCY, self.me.agency_id)
        return not rows or not arrears.is_held(rows[0].id)

    def _found_agency_circle(self) -> None:
        rows = queries.generations(SecretKind.AGENCY, self.me.agency_id)
        made = make_secret(
            self.actor,
            Giver(self.actor, self.holders),
            SecretKind.AGENCY,
            self.me.agency_id,
            (),
            [Holder(self.actor.person_id, Because.MEMBER)],
            generation=rows[0].generation + 1 if rows else 1,
        )
        record(self.actor, CircleFounded(made.id, secret_kind=str(SecretKind.AGENCY)))
