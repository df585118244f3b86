"""The exact bytes that are signed about keys, made from plain rows that outlive a transaction.

A statement is always made anew from its row, then compared with what was signed: whoever changes
an agency, a key, a holder or an office in the database breaks the signature.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.vault import digests, signing
from app.vault.errors import Forged


@dataclass(frozen=True, slots=True)
class PairRow:
    """A key pair, whose it is on the register now, and one confirmation of it."""

    area_id: UUID
    key_pair_id: UUID
    person_id: UUID
    name: str
    agency_id: UUID
    sector: str
    roles: frozenset[str]
    has_left: bool
    retired_at: datetime | None
    receiving_public: bytes = field(repr=False)
    signing_public: bytes = field(repr=False)
    pair_statement: bytes = field(repr=False)
    pair_signature: bytes = field(repr=False)
    confirmation_id: UUID
    office: str
    how: str
    by_key_pair_id: UUID | None
    at: datetime
    revoked_at: datetime | None
    statement: bytes = field(repr=False)
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecretRow:
    """A secret: what it belongs to, what may be known of it, who was kept from it, who made it."""

    id: UUID
    area_id: UUID
    kind: str
    record_id: UUID
    generation: int
    public: bytes = field(repr=False)
    excluded: list[str]
    part_of: UUID | None
    made_by: UUID
    made_with: UUID
    made_at: datetime
    statement: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)
    rotation_due_at: datetime | None = None
    retired_at: datetime | None = None
    promised: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant: which secret, sealed to whom, because of what, by whom."""

    id: UUID
    area_id: UUID
    secret_id: UUID
    holder_kind: str
    holder_id: UUID
    holder_key_id: UUID
    wrapped: bytes = field(repr=False)
    because: str
    because_id: UUID | None
    by_person_id: UUID | None
    by_key_pair_id: UUID | None
    made_at: datetime
    statement: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PassingRow:
    """A slip that went from one hand to another, and whose keys signed that."""

    id: UUID
    area_id: UUID
    record_id: UUID
    number: int
    from_person_id: UUID
    to_person_id: UUID
    to_key_pair_id: UUID
    by_key_pair_id: UUID
    at: datetime
    statement: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)


def pair_statement(pair: PairRow, root: bytes) -> bytes:
    """Return what a key pair says of itself: whose it is and which root it will ever believe."""
    return signing.statement(
        "key-pair",
        area=str(pair.area_id),
        person=str(pair.person_id),
        pair=str(pair.key_pair_id),
        receiving=pair.receiving_public.hex(),
        signing=pair.signing_public.hex(),
        root=root.hex(),
    )


@dataclass(frozen=True, slots=True)
class Who:
    """What an officer checked about a person besides the keys."""

    name: str
    agency_id: str
    sector: str

    @classmethod
    def on_register(cls, pair: PairRow) -> "Who":
        """What the register says now."""
        return cls(pair.name, str(pair.agency_id), str(pair.sector))

    @classmethod
    def as_signed(cls, statement: bytes) -> "Who":
        """What it said when the officer signed; not to be believed before the signature is."""
        try:
            said = signing.read_statement(statement)
            return cls(str(said["name"]), str(UUID(said["agency"])), str(said["sector"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Forged("This is not a confirmation") from None


def confirmation_statement(pair: PairRow, who: Who, root: bytes) -> bytes:
    """Return what an officer signs: this person, name, agency, keys and root, in this office."""
    return signing.statement(
        "confirmation",
        area=str(pair.area_id),
        person=str(pair.person_id),
        name=who.name,
        agency=who.agency_id,
        sector=who.sector,
        pair=str(pair.key_pair_id),
        receiving=digests.sha256_hex(pair.receiving_public),
        signing=pair.signing_public.hex(),
        root=root.hex(),
        office=str(pair.office),
        how=str(pair.how),
        by=str(pair.by_key_pair_id or "recovery"),
        at=moment(pair.at),
    )


def recovery_statement(area_id: UUID, receiving: bytes, signer: bytes, root: bytes) -> bytes:
    """Return what the root signs about the recovery keys of the area."""
    return signing.statement(
        "recovery",
        area=str(area_id),
        receiving=digests.sha256_hex(receiving),
        signing=signer.hex(),
        root=root.hex(),
    )


def secret_statement(secret: SecretRow) -> bytes:
    """Return what the maker of a secret signs: what it belongs to, who is kept from it and to
    whom it is promised."""
    return signing.statement(
        "secret",
        area=str(secret.area_id),
        secret=str(secret.id),
        kind=str(secret.kind),
        record=str(secret.record_id),
        generation=str(secret.generation),
        public=digests.sha256_hex(secret.public),
        excluded=" ".join(sorted(secret.excluded)),
        promised=" ".join(sorted(secret.promised)),
        part_of=str(secret.part_of or ""),
        maker=str(secret.made_by),
        by=str(secret.made_with),
        at=moment(secret.made_at),
    )


def grant_statement(grant: GrantRow) -> bytes:
    """Return what the giver of a grant signs: which secret, to whom, because of what."""
    return signing.statement(
        "grant",
        area=str(grant.area_id),
        grant=str(grant.id),
        secret=str(grant.secret_id),
        holder_kind=str(grant.holder_kind),
        holder=str(grant.holder_id),
        holder_key=str(grant.holder_key_id),
        wrapped=digests.sha256_hex(grant.wrapped),
        because=str(grant.because),
        because_of=str(grant.because_id or ""),
        by=str(grant.by_key_pair_id or "recovery"),
        at=moment(grant.made_at),
    )


def passing_statement(row: PassingRow, after: UUID | None) -> bytes:
    """Return what is signed when a slip is given on: whose it was, whose it is, after which."""
    return signing.statement(
        "passing",
        area=str(row.area_id),
        passing=str(row.id),
        record=str(row.record_id),
        number=str(row.number),
        after=str(after or ""),
        giver=str(row.from_person_id),
        receiver=str(row.to_person_id),
        receiver_key=str(row.to_key_pair_id),
        by=str(row.by_key_pair_id),
        at=moment(row.at),
    )


def holder_statement(area_id: UUID, person_id: UUID, named_with: UUID, at: datetime) -> bytes:
    """Return what an officer signs who names somebody to hold every compartment."""
    return signing.statement(
        "compartment-holder",
        area=str(area_id),
        person=str(person_id),
        by=str(named_with),
        at=moment(at),
    )


def let_in_statement(
    area_id: UUID, record_id: UUID, person_id: UUID, let_in_with: UUID, at: datetime
) -> bytes:
    """Return what a holder signs who lets a chair into one immigration section."""
    return signing.statement(
        "let-in",
        area=str(area_id),
        record=str(record_id),
        person=str(person_id),
        by=str(let_in_with),
        at=moment(at),
    )


def fingerprint(receiving_public: bytes, signing_public: bytes) -> str:
    """Return twenty digits in five groups: what a person reads out when an officer calls back.

    They stop a key pair that somebody put in the place of hers: she reads them from her own keys.
    """
    digest = digests.sha256(b"key pair" + signing_public + receiving_public)
    number = str(int.from_bytes(digest[:16], "big") % 10**20).zfill(20)
    return " ".join(number[start : start + 4] for start in range(0, 20, 4))


def moment(at: datetime) -> str:
    """Return a moment as statements write it, to the microsecond that the database keeps."""
    return at.isoformat(timespec="microseconds")
