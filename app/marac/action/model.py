"""Tables of actions and their log. An action is a slip: its own key, for its owner's eyes too."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Sealed, UtcDateTime, new_id
from app.marac.action.rules import ActionState

__all__ = ["Action", "ActionLog", "ActionState"]


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
    """One entry of progress: the state it left, and in words what happened."""

    __tablename__ = "action_log"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[UUID] = mapped_column(ForeignKey("action.id"), index=True)
    state: Mapped[ActionState] = mapped_column(String(24))
    sealed_text: Mapped[bytes] = mapped_column(Sealed("action.log"))
    slip_id: Mapped[UUID] = mapped_column(ForeignKey("secret.id"))
    by_person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
