"""Tables of meetings: agencies invited, agenda, attendance, what was shared, risks seen."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.meeting.rules import (
    Capacity,
    ItemState,
    MeetingState,
    NoteKind,
    Outcome,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Capacity",
    "Contribution",
    "Departure",
    "HearingNote",
    "IdentifiedRisk",
    "Invited",
    "ItemState",
    "Meeting",
    "MeetingState",
    "NoteKind",
    "Outcome",
    "Publication",
]


class Meeting(Base):
    """A MARAC meeting. ``declaration_id`` is the wording that was read out and is signed.

    ``chair_id`` is who is to chair it, and from its opening on who does.
    ``statement`` says who read which words out, where and when; the chair's key signed it.
    """

    __tablename__ = "meeting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(120))
    state: Mapped[MeetingState] = mapped_column(String(10), default=MeetingState.PLANNED)
    emergency: Mapped[bool] = mapped_column(default=False, server_default=false())
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    declaration_id: Mapped[UUID | None] = mapped_column(ForeignKey("wording.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    statement: Mapped[bytes | None]
    signature: Mapped[bytes | None]
    key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    series_id: Mapped[UUID | None] = mapped_column(index=True)
    link: Mapped[str | None] = mapped_column(String(300))
    minutes_each: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Invited(Base):
    """An agency asked to a meeting. Only people of invited agencies can sign in to it."""

    __tablename__ = "invited"
    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))


class AgendaItem(Base):
    """One case on one agenda: its place, its minutes, and how far the hearing is.

    ``pause`` is how many minutes of break come before it. What time somebody sees is reckoned from
    the cases that they may know of (``timetable``); ``starts_at`` is the time on the whole agenda.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    position: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[ItemState] = mapped_column(String(10), default=ItemState.WAITING)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minutes: Mapped[int | None]
    pause: Mapped[int | None]
    outcome: Mapped[Outcome | None] = mapped_column(String(20))


class Publication(Base):
    """One edition of an agenda: which cases, which agencies; an officer's key signed it. Whether
    the meeting's people see the agenda yet is ``Meeting.published_at``.

    A row of the agenda alone opens nothing: the door gives a signer only the keys of cases that
    are in an edition whose signature holds.
    """

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("meeting_id", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    edition: Mapped[int]
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key_pair_id: Mapped[UUID] = mapped_column(ForeignKey("key_pair.id"))
    statement: Mapped[bytes]
    signature: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Departure(Base):
    """Somebody left the meeting, and perhaps came back: who heard which case follows from it."""

    __tablename__ = "departure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"), index=True)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)
    back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Attendance(Base):
    """Somebody at a meeting: by their own signature, or witnessed by the chair (no key then).

    A witnessed attendance carries the chair's signature over ``statement``; ``name`` and
    ``agency_id`` then say who agreed aloud. ``person_id`` is None for an observer without account.
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[Capacity] = mapped_column(String(10), default=Capacity.MEMBER)
    signature_id: Mapped[UUID | None] = mapped_column(ForeignKey("signature.id"))
    witnessed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    statement: Mapped[bytes | None]
    signature: Mapped[bytes | None]
    key_pair_id: Mapped[UUID | None] = mapped_column(ForeignKey("key_pair.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Contribution(Base):
    """What one agency shares about one case at one meeting."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("item_id", "agency_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("contribution.text"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class IdentifiedRisk(Base):
    """A risk seen at the meeting; each action answers one."""

    __tablename__ = "identified_risk"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    number: Mapped[int]
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("risk.text"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class HearingNote(Base):
    """Words about a hearing that are no contribution: how the referrer presented it, what differs
    from last time, how it was concluded. One of each kind for each hearing."""

    __tablename__ = "hearing_note"
    __table_args__ = (UniqueConstraint("item_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    kind: Mapped[NoteKind] = mapped_column(String(12))
    secret_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("hearing.note"))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}
