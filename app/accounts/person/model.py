"""Tables of people, their key pairs, unlockers, second factors, invitations and attestations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.permissions import Role
from app.accounts.person.attestation import Kind
from app.db import Base, Sealed, UtcDateTime, new_id


class PersonState(StrEnum):
    """Where a person stands: invited, at work, or gone."""

    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"


class Person(Base):
    """Somebody of a member agency. The two dates are the last words that were given of their
    employer, for pages to show: what counts is ``Attestation``, which is signed."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    job: Mapped[str] = mapped_column(String(120), default="")
    state: Mapped[PersonState] = mapped_column(String(12), default=PersonState.INVITED)
    role_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    sponsor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sponsor_attested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def roles(self) -> frozenset[Role]:
        """Return the person's roles as a set."""
        return frozenset(Role(name) for name in self.role_names)


class KeyPair(Base):
    """One person's key pairs. The private halves are sealed under a random unlock key;
    ``statement`` is signed by the pair itself and names person, public keys and pinned root."""

    __tablename__ = "key_pair"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    receiving_public: Mapped[bytes]
    signing_public: Mapped[bytes]
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    sealed_keyring: Mapped[bytes] = mapped_column(Sealed("person.keyring"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Unlocker(Base):
    """One way to the unlock key: now the passphrase (Argon2id), later a passkey."""

    __tablename__ = "unlocker"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="passphrase")
    salt: Mapped[bytes]
    sealed_unlock_key: Mapped[bytes] = mapped_column(Sealed("person.unlock"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """A TOTP secret, sealed under the unlock key; ``last_step`` refuses a code used before."""

    __tablename__ = "second_factor"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"), index=True)
    sealed_secret: Mapped[bytes] = mapped_column(Sealed("person.second_factor"))
    last_step: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Invitation(Base):
    """A one-time link to set a passphrase: for joining, or after a forgotten one."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attestation(Base):
    """A signed word that a person is not with the Home Office: their own, or their sponsor's.

    ``given`` is False where a sponsor said that they cannot attest, with a ``reason`` as a code.
    ``occasion`` is ``account``, ``door`` or ``meeting:<id>``. A row alone proves nothing.
    """

    __tablename__ = "attestation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[Kind] = mapped_column(String(10))
    given: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(20))
    occasion: Mapped[str] = mapped_column(String(50))
    words_version: Mapped[int]
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
