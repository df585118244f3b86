"""Tables of actions and their log. An action is a slip: its own key, for its owner's eyes too."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.action.rules import ActionState, ReminderKind

__all__ = ["Action", "ActionLog", "ActionReminder", "ActionState", "ReminderKind"]


class Action(Base):
    """What, who, by when, which risk it answers. ``sealed_details`` under the slip's secret."""

    __tablename__ = "action"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"), index=True)
    risk_id: Mapped[UUID] = mapped_column(ForeignKey("identified_risk.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(String(24), default=ActionState.AGREED)
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    sealed_details: Mapped[bytes] = mapped_column(Sealed("action.details"))
    agreed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_logged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class ActionLog(Base):
    """One entry of progress: the state it left, and in words what happened.

    ``to_person_id`` is to whom the action was given on. ``takes_back_id`` is the entry that this
    one takes back; that one stays, because nothing that was logged is ever changed.
    """

    __tablename__ = "action_log"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), index=True)
    state: Mapped[ActionState] = mapped_column(String(24))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("action.log"))
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    to_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    takes_back_id: Mapped[UUID | None] = mapped_column(ForeignKey("action_log.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ActionReminder(Base):
    """That somebody was reminded of an action, and on which day: ids and dates, no words.

    At most one message a day goes to a person, whatever the number of their rows of that day.
    """

    __tablename__ = "action_reminder"
    __table_args__ = (UniqueConstraint("action_id", "person_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"), index=True)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ReminderKind] = mapped_column(String(10))
    sent_on: Mapped[date]
