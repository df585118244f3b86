"""Events after a meeting: minutes, actions followed up, feedback, flags, paper packs."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class EarlierActionsRead(Event, tag="action:earlier", about="meeting"):
    """Somebody was shown what earlier meetings had agreed, for this meeting to go through."""

    count: int


@dataclass(frozen=True)
class ActionsOfCasesListed(Event, tag="action:cases", about="person"):
    """An IDVA was shown the actions of the cases that she supports."""

    count: int


@dataclass(frozen=True)
class ActionPassedOn(Event, tag="action:pass", about="action"):
    """An action was given on to somebody else of the same agency."""

    person_id: UUID


@dataclass(frozen=True)
class RemindersSent(Event, tag="action:remind", about="area"):
    """People were told that there is something for them: so many people, about so many actions."""

    people: int
    actions: int


@dataclass(frozen=True)
class FlagsListed(Event, tag="flag:list", about="person"):
    """Somebody was shown the 12-month list: officers the area's, others their own agency's."""

    count: int


@dataclass(frozen=True)
class FlagTold(Event, tag="flag:tell", about="case"):
    """An officer told an agency to set or to clear its flag."""

    notice_id: UUID
    agency_id: UUID
    ask: str


@dataclass(frozen=True)
class FlagOpened(Event, tag="flag:open", about="flag_notice"):
    """Somebody opened what an agency was told to flag."""


@dataclass(frozen=True)
class FlagAnswered(Event, tag="flag:answer", about="flag_notice"):
    """The keeper of an agency's records said what was done with the flag."""

    answer: str


@dataclass(frozen=True)
class FlagEnded(Event, tag="flag:end", about="case"):
    """An officer took a case off the 12-month list before its months were over."""


@dataclass(frozen=True)
class FeedbackAskedFor(Event, tag="feedback:ask", about="case"):
    """An officer named who is to tell the victim of her meeting."""

    item_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class FeedbackWritten(Event, tag="feedback:write", about="case"):
    """Somebody wrote down what came of telling the victim of her meeting."""

    item_id: UUID


@dataclass(frozen=True)
class FeedbackOpened(Event, tag="feedback:open", about="case"):
    """Somebody read what the victim was told of her meeting, and what was agreed there."""

    count: int


@dataclass(frozen=True)
class FeedbackDueListed(Event, tag="feedback:due", about="person"):
    """Somebody was shown who has not been told of their meeting yet."""

    count: int


@dataclass(frozen=True)
class PackAsked(Event, tag="pack:ask", about="pack"):
    """An officer asked for a paper pack."""

    meeting_id: UUID
    reason: str
    copies: int


@dataclass(frozen=True)
class PackAgreed(Event, tag="pack:agree", about="pack"):
    """A second officer, of another agency, agreed to a paper pack."""

    copies: int


@dataclass(frozen=True)
class PackPrinted(Event, tag="pack:print", about="pack"):
    """One copy was downloaded to be printed; each download is one event."""

    copy_id: UUID
    person_id: UUID
    cases: int


@dataclass(frozen=True)
class PackCounted(Event, tag="pack:count", about="pack"):
    """It was written down what became of one copy."""

    copy_id: UUID
    fate: str


@dataclass(frozen=True)
class PackLate(Event, tag="pack:late", about="pack"):
    """Copies were not back in time, and the officers were told."""

    copies: int


@dataclass(frozen=True)
class PackClosed(Event, tag="pack:close", about="pack"):
    """An officer who had no part in a pack closed it after its time."""

    why: str


@dataclass(frozen=True)
class OfficersTold(Event, tag="pack:tell", about="pack"):
    """Officers were sent the constant notice because of a pack."""

    because: str
    sent: int
    not_sent: int


@dataclass(frozen=True)
class MinutesDrafted(Event, tag="minutes:draft", about="meeting"):
    """Parts of a meeting's minutes were written from the board."""

    parts: int


@dataclass(frozen=True)
class MinutesOpened(Event, tag="minutes:open", about="meeting"):
    """An officer opened the draft of a meeting's minutes."""

    parts: int


@dataclass(frozen=True)
class MinutesEdited(Event, tag="minutes:edit", about="minutes"):
    """The words of one part were changed; any approval is void."""

    edition: int


@dataclass(frozen=True)
class MinutesApproved(Event, tag="minutes:approve", about="minutes"):
    """Minutes were approved for the chair's signature."""

    version_id: UUID
    parts: int


@dataclass(frozen=True)
class MinutesSignerNamed(Event, tag="minutes:signer", about="meeting"):
    """Whoever approved minutes signed who may sign them: with which key, and the signature in two
    halves, so that neither a role for a moment nor a row more in the trail makes a chair."""

    person_id: UUID
    key_pair_id: UUID
    signed: str
    signed_on: str


@dataclass(frozen=True)
class MinutesWordsAccepted(Event, tag="minutes:accept", about="minutes"):
    """A chair let words about somebody's status stand, with a reason."""

    leaf_id: UUID


@dataclass(frozen=True)
class MinutesSigned(Event, tag="minutes:sign", about="minutes"):
    """A chair signed minutes; those who signed the meeting can read them now."""

    version_id: UUID


@dataclass(frozen=True)
class MinutesRead(Event, tag="minutes:read", about="meeting"):
    """Somebody read the signed minutes of a meeting."""


@dataclass(frozen=True)
class CaseMinutesRead(Event, tag="minutes:read_case", about="case"):
    """Somebody read what minutes say of a case: signed, or the draft of them."""

    meeting_id: UUID
    draft: bool


@dataclass(frozen=True)
class MinutesCopied(Event, tag="minutes:copy", about="meeting"):
    """Somebody took a copy of signed minutes as a file with their name on every page."""

    copy_id: UUID


@dataclass(frozen=True)
class MinutesReminded(Event, tag="minutes:remind", about="minutes"):
    """An officer had whoever may sign reminded that approved minutes are late."""

    people: int


@dataclass(frozen=True)
class MinutesTold(Event, tag="minutes:tell", about="minutes"):
    """Signers of a meeting were sent the constant notice that there is something to read."""

    sent: int
    not_sent: int
