"""The tables of referrals: what was said, what was asked about it, and equality kept apart."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.referral.rules import NoteKind, ReferralState


class Referral(Base):
    """A referral, sealed by its referrer to the officers' circle.

    ``id`` is also the id of the case that it becomes, so that whom it is kept from, its immigration
    section and its assessments are those of the case without ever being opened or moved.
    ``compartment_id`` is empty only for what was referred before the risk form was part of it.
    """

    __tablename__ = "referral"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(String(12), default=ReferralState.SUBMITTED)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    compartment_id: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    sealed_summary: Mapped[bytes] = mapped_column(Sealed("referral.summary"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": revision}


class ReferralNote(Base):
    """What an officer asked or said of a referral, or its referrer answered, under its key."""

    __tablename__ = "referral_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[NoteKind] = mapped_column(String(12))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("referral.note"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class EqualityAnswers(Base):
    """Equality answers, for the area's return only: never in a case, never with its other facts.

    Under the referral's key, which officers and the referrer hold and nobody else ever.
    """

    __tablename__ = "equality_answers"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_answers: Mapped[bytes] = mapped_column(Sealed("referral.equality"))


class ReferralDraft(Base):
    """A referral that is being written, sealed to its writer's own public key and to nobody else.

    A draft that changes a referral which was sent has that referral's id, and names it.
    """

    __tablename__ = "referral_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    wrapped_key: Mapped[bytes]
    sealed_answers: Mapped[bytes] = mapped_column(Sealed("referral.draft"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"))
