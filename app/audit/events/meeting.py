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
class AgendaSigned(Event, tag="meeting:edition", about="meeting"):
    """An officer signed an edition of an agenda. Of how many cases is not said: a count would tell
    somebody from whom one is kept. ``signed`` is a digest of the signature, so that only what was
    signed then counts."""

    edition: int
    signed: str


@dataclass(frozen=True)
class MeetingPublished(Event, tag="meeting:publish", about="meeting"):
    """An officer published the agenda of a meeting: its people see numbers and times from now."""

    edition: int


@dataclass(frozen=True)
class MeetingCancelled(Event, tag="meeting:cancel", about="meeting"):
    """An officer took a meeting out of the calendar; its cases wait for another one."""


@dataclass(frozen=True)
class MeetingTold(Event, tag="meeting:tell", about="meeting"):
    """The people of a meeting were told by e-mail that there is something for them."""

    people: int
    failed: int


@dataclass(frozen=True)
class AgendaOrdered(Event, tag="meeting:order", about="meeting"):
    """An officer changed the order or the times of an agenda."""


@dataclass(frozen=True)
class AgendaPlanned(Event, tag="meeting:build", about="meeting"):
    """An officer opened the page on which an agenda is built, with the cases that wait."""

    listed: int
    waiting: int


@dataclass(frozen=True)
class CaseOffAgenda(Event, tag="case:off_agenda", about="case"):
    """An officer took a case off an agenda; it waits for another meeting."""

    meeting_id: UUID


@dataclass(frozen=True)
class InvitationAnswered(Event, tag="meeting:answer", about="meeting"):
    """Somebody answered an invitation, or an officer did for them; what, is in the row."""

    person_id: UUID


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
class SharedScreenShown(Event, tag="case:initials", about="case"):
    """The screen that is shared in a call showed the initials of the case that is heard."""


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
class HearingNoted(Event, tag="case:note", about="case"):
    """Words about a hearing were written down: how it was presented, what differs, why it ended."""

    note_id: UUID
    kind: str


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
