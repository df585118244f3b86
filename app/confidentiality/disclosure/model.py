"""Tables of requests to share, and of what chairs decided about them.

Outside the seal: ids, dates, codes that say nothing of anybody, revisions. To whom, what, why and
on what ground is sealed under the secret of the record, and so are a chair's reasons.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.confidentiality.disclosure.rules import Outcome, RequestState, Urgency
from app.db import Base, Sealed, UtcDateTime, new_id


class DisclosureRequest(Base):
    """Somebody asks that something of a record be shared outside.

    ``edition`` counts what was asked: a chair's signature is for one edition. ``not_before``: the
    first day on which a demand can be decided. ``agency_id`` is the requester's when it was sent.
    """

    __tablename__ = "disclosure_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    state: Mapped[RequestState] = mapped_column(String(10), default=RequestState.DRAFT)
    urgency: Mapped[Urgency] = mapped_column(String(10), default=Urgency.NO_HURRY)
    decide_by: Mapped[date | None]
    not_before: Mapped[date | None]
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_asked: Mapped[bytes] = mapped_column(Sealed("disclosure.asked"))
    edition: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class PreparedDecision(Base):
    """What a chair has chosen and not signed yet; one for each chair and request."""

    __tablename__ = "prepared_decision"
    __table_args__ = (UniqueConstraint("request_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    edition: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("package.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_chosen: Mapped[bytes] = mapped_column(Sealed("disclosure.prepared"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Decision(Base):
    """What a chair decided of one edition of a request, with her signature, also when refused.

    ``voided_at``: the request was changed afterwards, so that it is to be decided again.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("request_id", "edition"),
        CheckConstraint("decided_by <> requester_id", name="not_for_oneself"),
        CheckConstraint("decided_agency_id <> requester_agency_id", name="not_for_ones_own"),
        CheckConstraint("(outcome = 'refused') = (release_id is null)", name="released_if_shared"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure_request.id"), index=True)
    edition: Mapped[int]
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    requester_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    outcome: Mapped[Outcome] = mapped_column(String(8))
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_chosen: Mapped[bytes] = mapped_column(Sealed("disclosure.decided"))
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Spoken(Base):
    """Something of a record was told to somebody outside by word of mouth, and written down.

    To whom, what and why is sealed, and so is what the chair says who looked at it: of another
    agency than whoever said it, and signed.
    """

    __tablename__ = "spoken"
    __table_args__ = (
        CheckConstraint("looked_by <> told_by", name="not_by_oneself"),
        CheckConstraint("looked_agency_id <> agency_id", name="not_by_ones_own"),
        CheckConstraint("(looked_by is null) = (signature is null)", name="signed_once_looked"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(index=True)
    told_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_told: Mapped[bytes] = mapped_column(Sealed("spoken.told"))
    looked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    looked_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_secret_id: Mapped[UUID | None] = mapped_column(ForeignKey("secret.id"))
    sealed_looked: Mapped[bytes | None] = mapped_column(Sealed("spoken.looked"))
    key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes | None]
    signature: Mapped[bytes | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
