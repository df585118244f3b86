"""Events of cases, referrals and actions."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class CaseListed(Event, tag="case:list", about="meeting"):
    """Somebody was shown a list of cases."""

    count: int


@dataclass(frozen=True)
class CaseMade(Event, tag="case:make", about="case"):
    """A case was put on the list."""

    referral_id: UUID | None


@dataclass(frozen=True)
class CaseChanged(Event, tag="case:change", about="case"):
    """Something that a case says was changed: which part, and of whom."""

    part: str
    party_id: UUID | None


@dataclass(frozen=True)
class CaseRefused(Event, tag="case:refuse", about="case"):
    """Somebody asked for a case that is not theirs to see, or that is not there."""


@dataclass(frozen=True)
class CaseOpened(Event, tag="case:open", about="case"):
    """Somebody was shown a case."""

    reason: str


@dataclass(frozen=True)
class CompartmentOpened(Event, tag="compartment:open", about="case"):
    """Somebody was shown the immigration section of a case."""

    reason: str


@dataclass(frozen=True)
class ReferralMade(Event, tag="referral:make", about="referral"):
    """A referral was made."""

    case_id: UUID | None = None


@dataclass(frozen=True)
class ReferralOpened(Event, tag="referral:open", about="referral"):
    """Somebody was shown a referral."""


@dataclass(frozen=True)
class ActionOpened(Event, tag="action:open", about="action"):
    """Somebody was shown an action."""


@dataclass(frozen=True)
class ActionsListed(Event, tag="action:list", about="person"):
    """Somebody was shown their own actions."""

    count: int


@dataclass(frozen=True)
class ActionLogged(Event, tag="action:log", about="action"):
    """Progress or completion of an action was written down."""

    state: str


@dataclass(frozen=True)
class DraftKept(Event, tag="draft:keep", about="draft"):
    """Something typed but not sent was kept, sealed."""

    form: str
