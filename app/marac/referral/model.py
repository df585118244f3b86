"""The table of referrals waiting to be listed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.referral.rules import ReferralState


class Referral(Base):
    """A referral, sealed by its referrer to the officers' circle."""

    __tablename__ = "referral"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    referrer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ReferralState] = mapped_column(String(12), default=ReferralState.SUBMITTED)
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_summary: Mapped[bytes] = mapped_column(Sealed("referral.summary"))
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
