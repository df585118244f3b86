"""Tables of wordings (each version kept for ever) and of signatures over their exact bytes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id


class WordingKind(StrEnum):
    """The four texts of Ealing's practice (architecture §1)."""

    OPERATING_PROTOCOL = "operating_protocol"
    INFORMATION_SHARING_PROTOCOL = "information_sharing_protocol"
    CONFIDENTIALITY_AGREEMENT = "confidentiality_agreement"
    MEETING_DECLARATION = "meeting_declaration"


AGENCY_SIGNS = (WordingKind.OPERATING_PROTOCOL, WordingKind.INFORMATION_SHARING_PROTOCOL)
"""Signed once for the whole agency, by its signatory."""


class Wording(Base):
    """One version of one text. ``digest`` is SHA-256 of the UTF-8 bytes of ``body``."""

    __tablename__ = "wording"
    __table_args__ = (UniqueConstraint("area_id", "kind", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    kind: Mapped[WordingKind] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signature(Base):
    """An Ed25519 signature over ``statement``: digest, occasion, person, agency and time.

    ``occasion`` is ``area`` (a person), ``agency:<id>`` (for an agency) or ``meeting:<id>``.
    """

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("wording_id", "occasion", "key_pair_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    wording_id: Mapped[UUID] = mapped_column(ForeignKey("wording.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(50), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
