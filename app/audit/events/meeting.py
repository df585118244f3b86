"""Events of a meeting, from planning to closing."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class MeetingPlanned(Event, tag="meeting:plan", about="meeting"):
    """A meeting was put into the calendar with its cases."""

    count: int


@dataclass(frozen=True)
class MeetingChanged(Event, tag="meeting:change", about="meeting"):
    """The date, the place or the invitations of a meeting that is not open yet were changed."""


@dataclass(frozen=True)
class CaseOnAgenda(Event, tag="case:agenda", about="case"):
    """An officer put a case on the agenda of a meeting."""

    meeting_id: UUID


@dataclass(frozen=True)
class MeetingOpened(Event, tag="meeting:open", about="meeting"):
    """The chair opened a meeting."""


@dataclass(frozen=True)
class DeclarationRead(Event, tag="meeting:declare", about="meeting"):
    """The chair recorded that the declaration was read out."""

    wording_id: UUID


@dataclass(frozen=True)
class AttendanceSigned(Event, tag="meeting:attend", about="meeting"):
    """Somebody signed the declaration for this meeting."""

    attendance_id: UUID


@dataclass(frozen=True)
class AttendanceWitnessed(Event, tag="meeting:witness", about="meeting"):
    """The chair witnessed that somebody agreed aloud."""

    attendance_id: UUID


@dataclass(frozen=True)
class AgendaOpened(Event, tag="meeting:agenda", about="meeting"):
    """Somebody was shown the cases of an agenda."""

    count: int


@dataclass(frozen=True)
class HearingBegun(Event, tag="case:hear", about="case"):
    """The hearing of a case began, or was taken up again."""

    item_id: UUID


@dataclass(frozen=True)
class ContributionWritten(Event, tag="case:contribute", about="case"):
    """An agency shared something about a case."""

    contribution_id: UUID


@dataclass(frozen=True)
class RiskIdentified(Event, tag="case:risk", about="case"):
    """A risk was named at the meeting."""

    risk_id: UUID


@dataclass(frozen=True)
class ActionAgreed(Event, tag="action:agree", about="action"):
    """An action was agreed."""

    case_id: UUID
    agency_id: UUID


@dataclass(frozen=True)
class CaseConcluded(Event, tag="case:conclude", about="case"):
    """The hearing of a case ended."""

    outcome: str


@dataclass(frozen=True)
class MeetingClosed(Event, tag="meeting:close", about="meeting"):
    """The chair closed a meeting."""
