"""Tables of tokens and what was handed in with them, and of rows that came from a file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.intake.rules import LONGEST_NAME


class HandInToken(Base):
    """A token of one member. What it signs with is sealed under a key that only its text gives.

    ``name`` is that of a system, never of a person. Revoking takes the sealed half away.
    """

    __tablename__ = "hand_in_token"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    sealed_keys: Mapped[bytes | None] = mapped_column(Sealed("token.keys"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used: Mapped[int] = mapped_column(default=0)


class HandedIn(Base):
    """A referral that came through a token; a retry is known by keyed digests of key and words."""

    __tablename__ = "handed_in"
    __table_args__ = (UniqueConstraint("token_id", "retry_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_id: Mapped[UUID] = mapped_column(ForeignKey("hand_in_token.id"), index=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    retry_hash: Mapped[bytes | None]
    words_hash: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HandInTry(Base):
    """One try to hand in; ``account`` is a keyed digest of the token or of the address."""

    __tablename__ = "hand_in_try"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[bytes] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ImportedRow(Base):
    """A row of a file that became a referral, known again by who brought it in and nobody else."""

    __tablename__ = "imported_row"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    row_hash: Mapped[bytes] = mapped_column(index=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
