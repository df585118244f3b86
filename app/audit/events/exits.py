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
    """It was noted in a case that an agency dealt with a duty of its own outside this system."""

    note_id: UUID


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


@dataclass(frozen=True)
class DisclosureBegun(Event, tag="disclosure:begin", about="case"):
    """Somebody began to ask that something be shared outside."""

    request_id: UUID


@dataclass(frozen=True)
class DisclosuresListed(Event, tag="disclosure:list", about="person"):
    """Somebody was shown requests to share: their own, or those that wait for a chair."""

    count: int


@dataclass(frozen=True)
class DisclosureOpened(Event, tag="disclosure:open", about="case"):
    """Somebody opened a request to share, and with it what it asks for."""

    request_id: UUID


@dataclass(frozen=True)
class DisclosureSent(Event, tag="disclosure:send", about="case"):
    """A request to share was sent to the chairs, or changed after it was sent."""

    request_id: UUID
    edition: int


@dataclass(frozen=True)
class DisclosureWithdrawn(Event, tag="disclosure:withdraw", about="case"):
    """A request to share was withdrawn."""

    request_id: UUID


@dataclass(frozen=True)
class AgreementTakenBack(Event, tag="disclosure:not_agreed", about="case"):
    """It was recorded that the victim no longer agrees to a request to share."""

    request_id: UUID


@dataclass(frozen=True)
class DisclosureDecided(Event, tag="disclosure:decide", about="case"):
    """A chair signed a decision to share or not to share."""

    request_id: UUID
    edition: int
    outcome: str


@dataclass(frozen=True)
class SpokenBegun(Event, tag="spoken:begin", about="case"):
    """Somebody was shown a case's items, to write down what was told by word of mouth."""


@dataclass(frozen=True)
class SpokenWritten(Event, tag="spoken:write", about="case"):
    """It was written down that something was told by word of mouth."""

    spoken_id: UUID


@dataclass(frozen=True)
class SpokenOpened(Event, tag="spoken:open", about="case"):
    """Somebody opened what was told by word of mouth."""

    spoken_id: UUID


@dataclass(frozen=True)
class SpokenLookedAt(Event, tag="spoken:look", about="case"):
    """A chair signed what she says of something that was told by word of mouth."""

    spoken_id: UUID
    verdict: str


@dataclass(frozen=True)
class LetterStarted(Event, tag="letter:start", about="letter"):
    """Somebody began a letter about a case."""

    case_id: UUID


@dataclass(frozen=True)
class LetterOpened(Event, tag="letter:open", about="letter"):
    """Somebody was shown a letter, as a page or as a draft on paper."""

    as_paper: bool


@dataclass(frozen=True)
class LettersListed(Event, tag="letter:list", about="case"):
    """Somebody was shown letters: of one case, or all that are theirs to see."""

    count: int


@dataclass(frozen=True)
class LetterChanged(Event, tag="letter:change", about="letter"):
    """A part of a letter was written; what a chair or member had signed of it is void."""

    part: str


@dataclass(frozen=True)
class LetterAsked(Event, tag="letter:ask", about="letter"):
    """A chair was asked to sign a letter."""

    edition: int


@dataclass(frozen=True)
class LetterSigned(Event, tag="letter:sign", about="letter"):
    """A chair signed a letter, so that it can be handed over."""

    release_id: UUID


@dataclass(frozen=True)
class LetterNotSigned(Event, tag="letter:refuse", about="letter"):
    """A chair did not sign a letter, and said why."""


@dataclass(frozen=True)
class LetterWithdrawn(Event, tag="letter:withdraw", about="letter"):
    """A letter was taken back; what was not handed over yet is stopped."""

    stopped: int


@dataclass(frozen=True)
class LetterAnswered(Event, tag="letter:answer", about="letter"):
    """It was recorded, or corrected, what came of a letter."""


@dataclass(frozen=True)
class LetterResultsRead(Event, tag="letter:results", about="area"):
    """Somebody read the figures of what came of letters."""
