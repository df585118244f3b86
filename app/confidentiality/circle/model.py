"""Tables of the ring of keys. Nothing here opens anything: every secret is wrapped or absent."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id


class Office(StrEnum):
    """What a confirmation vouches for. Only an officer's confirmation can confirm others."""

    MEMBER = "member"
    OFFICER = "officer"


class SecretKind(StrEnum):
    """What a secret opens. A circle's secret is the private half of its receiving pair."""

    OFFICERS = "officers"
    AGENCY = "agency"
    CASE = "case"
    COMPARTMENT = "compartment"
    SLIP = "slip"
    REFERRAL = "referral"
    RESEARCH = "research"
    INDEX = "index"
    MINUTES = "minutes"


class HolderKind(StrEnum):
    """To whom a secret is sealed: a person's key pair, a circle, the recovery pair,
    or another secret (a slip opens to whoever opens its case)."""

    PERSON = "person"
    CIRCLE = "circle"
    RECOVERY = "recovery"
    SECRET = "secret"  # noqa: S105


class Because(StrEnum):
    """Why a grant was made; shown to the people of the circle and kept with the grant."""

    OFFICE = "office"
    SIGNATURE = "signature"
    REFERRER = "referrer"
    ASSIGNED = "assigned"
    COMPARTMENT_HOLDER = "compartment_holder"
    LET_IN = "let_in"
    ACTION_OWNER = "action_owner"
    RECEIVES = "receives"
    RESEARCHER = "researcher"
    FLAG_KEEPER = "flag_keeper"
    MEMBER = "member"
    PART_OF_CASE = "part_of_case"
    RECOVERY = "recovery"


class How(StrEnum):
    """How it was made sure that a key pair is this person's."""

    SEEN = "seen"
    CALLED_BACK = "called_back"
    FOUNDING = "founding"
    RECOVERY = "recovery"
    CARRIED_OVER = "carried_over"


class Confirmation(Base):
    """An officer vouches for one key pair: this person, this agency, these public keys.

    ``by_key_pair_id`` is None only for the recovery key (two custodians together); the area's
    first officer, who is the root, confirms herself.
    """

    __tablename__ = "confirmation"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    office: Mapped[Office] = mapped_column(String(10))
    how: Mapped[How] = mapped_column(String(20))
    by_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    by_key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Secret(Base):
    """A key that exists only inside grants. ``record_id`` is what it belongs to (an area for the
    officers' circle, an agency, a case, an action, a referral). The maker signs ``statement``.

    ``public`` is what may be known of it: a circle's receiving public key, or else a commitment to
    the key, so that nothing but this very key is accepted for it. ``excluded`` is who was kept
    from the record when it was made: signed, so that taking rows away lets nobody in.
    ``promised`` is who is to hold it because of their work (its referrer, the assigned IDVA, an
    action's owner): signed, so that rewriting such a row lets nobody in either.
    ``part_of`` is the secret whose holders open this one too (a slip's case).
    """

    __tablename__ = "secret"
    __table_args__ = (UniqueConstraint("kind", "record_id", "generation"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    kind: Mapped[SecretKind] = mapped_column(String(12))
    record_id: Mapped[UUID] = mapped_column(index=True)
    generation: Mapped[int] = mapped_column(default=1)
    public: Mapped[bytes]
    excluded: Mapped[list[str]] = mapped_column(JSON, default=list)
    promised: Mapped[list[str]] = mapped_column(JSON, default=list)
    part_of: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_with: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rotation_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Grant(Base):
    """This secret, sealed to that holder, because of this, by whom, since when.

    ``holder_id`` is a person, a secret or (recovery) the area; ``holder_key_id`` is the key pair,
    the secret or the area whose public half (or key) sealed it. ``wrapped`` is HPKE, or sealed
    under another secret. ``by_person_id`` is None where the recovery key gave it.
    """

    __tablename__ = "grant_"
    __table_args__ = (UniqueConstraint("secret_id", "holder_key_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"), index=True)
    holder_kind: Mapped[HolderKind] = mapped_column(String(10))
    holder_id: Mapped[UUID] = mapped_column(index=True)
    holder_key_id: Mapped[UUID] = mapped_column(index=True)
    wrapped: Mapped[bytes] = mapped_column(Sealed("grant.secret"))
    because: Mapped[Because] = mapped_column(String(20))
    because_id: Mapped[UUID | None]
    by_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    by_key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"), index=True)
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Exclusion(Base):
    """A person, or a whole agency, from whom one record is kept. Beats every role."""

    __tablename__ = "exclusion"
    __table_args__ = (
        CheckConstraint("(person_id is null) <> (agency_id is null)", name="one_of_two"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    secret_id: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    sealed_reason: Mapped[bytes | None] = mapped_column(Sealed("exclusion.reason"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CompartmentHolder(Base):
    """Somebody whom an officer names to hold every immigration compartment (never police).

    The officer signs it, because a row alone would let a database operator name somebody.
    """

    __tablename__ = "compartment_holder"
    __table_args__ = (UniqueConstraint("area_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    named_with: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Passing(Base):
    """A slip went from one hand to another: its holder signed, or an officer for her.

    One after another (``number``), each over the id of the one before; the last hand holds it.
    """

    __tablename__ = "passing"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    from_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    to_key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    by_key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"), index=True)
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LetIn(Base):
    """A chair let into one compartment, with a reason the other holders see.

    ``sealed_reason`` says for whom it is, under the compartment's own key: only a holder makes one.
    """

    __tablename__ = "let_in"
    __table_args__ = (UniqueConstraint("record_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_reason: Mapped[bytes] = mapped_column(Sealed("compartment.reason"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
