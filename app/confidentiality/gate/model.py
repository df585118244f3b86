"""Tables of the gate: what was prepared, what a chair released, and who received it.

A release points to the check of its recipient by all of it (which check, which recipient, which
class, good until when), so the database refuses a recipient that does not exist, that two people
did not enter, or whose check has run out; and it refuses a chair who decides for herself.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.confidentiality.recipient.model import KINDS
from app.confidentiality.recipient.rules import RecipientKind, Way
from app.db import Base, Sealed, UtcDateTime, new_id


class ExitKind(StrEnum):
    """What leaves."""

    DISCLOSURE = "disclosure"
    LETTER = "letter"
    LEGAL_EXPORT = "legal_export"
    TRANSFER = "transfer"


class Form(StrEnum):
    """What the bytes are: a sheet (canonical JSON, shown as a page or a PDF) or a PDF letter."""

    SHEET = "sheet"
    LETTER = "letter"


class Package(Base):
    """The exact bytes that would leave, as they were prepared for a chair to look at.

    ``digest`` is SHA-256 of the bytes, which carry a random code, so that nobody can test guesses.
    ``subject_id`` is the request or the letter, at ``subject_revision``.
    """

    __tablename__ = "package"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    subject_revision: Mapped[int]
    kind: Mapped[ExitKind] = mapped_column(String(12))
    form: Mapped[Form] = mapped_column(String(8))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipient.id"))
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    requester_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_content: Mapped[bytes] = mapped_column(Sealed("package.content"))
    digest: Mapped[bytes]


class Release(Base):
    """A chair's signature: these bytes, to this recipient, until this day. Nothing leaves else.

    ``slip_id`` is the key that its readers and whoever hands it over hold. ``code`` is random and
    stands on the paper. ``proof`` is what a stranger can check of it: no case, no person.
    ``first_received_at``: when it reached its recipient, who read it, opened a link or, as was
    noted, was handed it; a download to hand it over is only counted in ``times_received``.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("package_id"),
        ForeignKeyConstraint(
            ["check_id", "recipient_id", "recipient_kind", "good_until"],
            [
                "recipient_check.id",
                "recipient_check.recipient_id",
                "recipient_check.kind",
                "recipient_check.good_until",
            ],
            name="fk_release_check",
        ),
        CheckConstraint(f"recipient_kind in ({KINDS})", name="kind_known"),
        CheckConstraint("decided_on <= good_until", name="check_in_date"),
        CheckConstraint("decided_by <> requester_id", name="not_for_oneself"),
        CheckConstraint("decided_agency_id <> requester_agency_id", name="not_for_ones_own"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    subject_revision: Mapped[int]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("package.id"))
    kind: Mapped[ExitKind] = mapped_column(String(12))
    form: Mapped[Form] = mapped_column(String(8))
    way: Mapped[Way] = mapped_column(String(12))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipient.id"), index=True)
    recipient_kind: Mapped[RecipientKind] = mapped_column(String(30))
    check_id: Mapped[UUID]
    good_until: Mapped[date]
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    requester_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    hand_over_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_content: Mapped[bytes] = mapped_column(Sealed("release.content"))
    sealed_passphrase: Mapped[bytes | None] = mapped_column(Sealed("release.passphrase"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_on: Mapped[date]
    expires_on: Mapped[date]
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    proof: Mapped[bytes]
    proof_signature: Mapped[bytes]
    first_received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_received: Mapped[int] = mapped_column(default=0)
    recalled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recalled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Reader(Base):
    """Somebody with an account who may read a release; they hold its slip. ``accepted_at``: when
    they accepted the conditions of receipt."""

    __tablename__ = "reader"
    __table_args__ = (UniqueConstraint("release_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Receipt(Base):
    """Somebody received the bytes of a release: one row, one row of the trail, one transaction."""

    __tablename__ = "receipt"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    collection_id: Mapped[UUID | None] = mapped_column(ForeignKey("collection.id"))


class Collection(Base):
    """A link for one named person of a recipient outside, who opens it with a passphrase.

    ``sealed_key`` holds the release's key and for whom it is, under the passphrase and the link's
    token together: this row opens nothing. Of the token only a digest is here; ``salt`` is that of
    the passphrase. ``tries``: wrong ones since it was last opened; five close it.
    """

    __tablename__ = "collection"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    salt: Mapped[bytes]
    sealed_key: Mapped[bytes] = mapped_column(Sealed("collection.key"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date]
    tries: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandOver(Base):
    """That a locked file or a paper was handed over, how, when and by whom; and, once they rang
    the recipient on the register's number, that it has arrived. ``sealed_words``: who said so."""

    __tablename__ = "hand_over"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    how: Mapped[str] = mapped_column(String(16))
    handed_on: Mapped[date]
    handed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sealed_words: Mapped[bytes | None] = mapped_column(Sealed("handover.words"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
