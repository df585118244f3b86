"""Events of the exits: attempts, callers, what people attest."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class RoadTaken(Event, tag="firewall:road", about="firewall"):
    """Somebody whom the firewall refused took a road that it had offered."""

    way: str


@dataclass(frozen=True)
class RegisterRead(Event, tag="register:read", about="area"):
    """An officer read the newest attempts in the register."""

    count: int


@dataclass(frozen=True)
class EarlierAttemptsRead(Event, tag="register:read_month", about="area"):
    """An officer read the attempts of one month in the register."""

    year: int
    month: int
    count: int


@dataclass(frozen=True)
class FiguresRead(Event, tag="register:figures", about="area"):
    """An officer read a year's figures of attempts, for the MARAC or to be published."""

    year: int
    to_publish: bool
    count: int


@dataclass(frozen=True)
class EnquiryRecorded(Event, tag="enquiry:record", about="enquiry"):
    """Somebody from outside asked, and it was written down."""

    claims: str
    how: str


@dataclass(frozen=True)
class EnquiryOpened(Event, tag="enquiry:open", about="enquiry"):
    """The words of an enquiry were opened."""


@dataclass(frozen=True)
class EnquiriesListed(Event, tag="enquiry:list", about="area"):
    """The list of enquiries was read."""

    count: int


@dataclass(frozen=True)
class EnquiryCalledBack(Event, tag="enquiry:call_back", about="enquiry"):
    """Somebody rang back on the number of the register."""

    agency_id: UUID


@dataclass(frozen=True)
class EnquiryClosed(Event, tag="enquiry:close", about="enquiry"):
    """An enquiry was closed."""

    outcome: str


@dataclass(frozen=True)
class OutsideNoted(Event, tag="case:outside", about="case"):
    """It was noted that an agency considered, or did, what law asks of it from its own record."""

    agency_id: UUID


@dataclass(frozen=True)
class OwnAttested(Event, tag="person:attest", about="person"):
    """Somebody attested that they do not work for the Home Office."""


@dataclass(frozen=True)
class SponsorAttested(Event, tag="person:sponsor_attest", about="person"):
    """Somebody's sponsor attested the same for them."""


@dataclass(frozen=True)
class SponsorCannotAttest(Event, tag="person:sponsor_cannot", about="person"):
    """Somebody's sponsor said that they cannot attest for them."""

    reason: str
