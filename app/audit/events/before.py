"""Events before a meeting: invitations, conflicts of interest, research, readiness."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class ResearchAsked(Event, tag="research:ask", about="meeting"):
    """Agencies were asked to look up cases before a meeting."""

    count: int


@dataclass(frozen=True)
class ResearchWithdrawn(Event, tag="research:withdraw", about="research"):
    """A case is no longer on the agenda, or an agency is no longer invited."""

    meeting_id: UUID


@dataclass(frozen=True)
class ResearchListed(Event, tag="research:list", about="person"):
    """Somebody was shown which cases their agency is to look up."""

    count: int


@dataclass(frozen=True)
class ResearchOpened(Event, tag="research:open", about="research"):
    """Somebody of the agency opened one request and what the agency wrote there."""

    case_id: UUID


@dataclass(frozen=True)
class ResearchWritten(Event, tag="research:write", about="research"):
    """Somebody of the agency wrote a line, changed one or deleted one."""

    line_id: UUID
    deleted: bool = False


@dataclass(frozen=True)
class ResearchMarked(Event, tag="research:mark", about="research"):
    """Somebody of the agency said how far its research is."""

    state: str


@dataclass(frozen=True)
class ResearchSent(Event, tag="research:send", about="research"):
    """An agency that cannot come sent what is to be read out, or took it back."""

    case_id: UUID
    taken_back: bool = False


@dataclass(frozen=True)
class SentResearchRead(Event, tag="research:sent", about="meeting"):
    """An officer opened what agencies that cannot come sent to be read out."""

    count: int


@dataclass(frozen=True)
class ResearchForSharing(Event, tag="research:share", about="research"):
    """Somebody of the agency opened what it means to share; or it was noted that it was shared."""

    case_id: UUID
    shared: bool = False


@dataclass(frozen=True)
class ResearchDeleted(Event, tag="research:delete", about="research"):
    """An agency deleted what it had written for itself about a case."""
