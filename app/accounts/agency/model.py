"""The table of member agencies. There is no sector for immigration enforcement."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, new_id


class Sector(StrEnum):
    """What kind of member an agency is (SafeLives' list of those most often present)."""

    POLICE = "police"
    IDVA_SERVICE = "idva_service"
    CHILDRENS_SOCIAL_CARE = "childrens_social_care"
    ADULT_SOCIAL_CARE = "adult_social_care"
    COUNCIL_NRPF_TEAM = "council_nrpf_team"
    COUNCIL_COMMUNITY_SAFETY = "council_community_safety"
    HOUSING = "housing"
    PRIMARY_CARE = "primary_care"
    ACUTE_TRUST = "acute_trust"
    MENTAL_HEALTH = "mental_health"
    MIDWIFERY_HEALTH_VISITING = "midwifery_health_visiting"
    PROBATION = "probation"
    SUBSTANCE_USE = "substance_use"
    EDUCATION = "education"
    SPECIALIST_BY_AND_FOR = "specialist_by_and_for"
    FIRE_AND_RESCUE = "fire_and_rescue"
    VOLUNTARY = "voluntary"


SECTOR_LABELS: dict[Sector, str] = {
    Sector.POLICE: "Police",
    Sector.IDVA_SERVICE: "IDVA service",
    Sector.CHILDRENS_SOCIAL_CARE: "Children's social care",
    Sector.ADULT_SOCIAL_CARE: "Adult social care",
    Sector.COUNCIL_NRPF_TEAM: "Council team for people with no recourse to public funds",
    Sector.COUNCIL_COMMUNITY_SAFETY: "Council community safety",
    Sector.HOUSING: "Housing",
    Sector.PRIMARY_CARE: "GP and primary care",
    Sector.ACUTE_TRUST: "Hospital",
    Sector.MENTAL_HEALTH: "Mental health",
    Sector.MIDWIFERY_HEALTH_VISITING: "Midwifery and health visiting",
    Sector.PROBATION: "Probation",
    Sector.SUBSTANCE_USE: "Drug and alcohol service",
    Sector.EDUCATION: "Education",
    Sector.SPECIALIST_BY_AND_FOR: "Specialist 'by and for' service",
    Sector.FIRE_AND_RESCUE: "Fire and rescue",
    Sector.VOLUNTARY: "Voluntary sector",
}

_SECTORS = ", ".join(f"'{sector.value}'" for sector in Sector)


class Agency(Base):
    """A member agency and the number on the register that an officer calls back.

    ``email_domain`` may name several, with a space between them. ``callback_changed_at`` warns the
    officer that the number is not the one first written down.
    """

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("area_id", "name"),
        # The database refuses any other sector too: immigration enforcement cannot be written.
        CheckConstraint(f"sector in ({_SECTORS})", name="sector_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sector: Mapped[Sector] = mapped_column(String(40))
    callback_phone: Mapped[str] = mapped_column(String(30))
    email_domain: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    callback_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
