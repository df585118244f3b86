"""Events of the way in: referring, triage, risk, matching, the directory of support."""

from dataclasses import dataclass
from uuid import UUID

from app.audit.event import Event


@dataclass(frozen=True)
class ReferralsListed(Event, tag="referral:list", about="person"):
    """Somebody was shown a list of referrals, by reference only or with names."""

    count: int


@dataclass(frozen=True)
class ReferralAsked(Event, tag="referral:ask", about="referral"):
    """An officer asked the referrer for more."""


@dataclass(frozen=True)
class ReferralAnswered(Event, tag="referral:answer", about="referral"):
    """The referrer answered, or added something without being asked."""


@dataclass(frozen=True)
class ReferralReturned(Event, tag="referral:return", about="referral"):
    """An officer returned a referral, with reasons and what would help."""


@dataclass(frozen=True)
class ReferralSentAgain(Event, tag="referral:send_again", about="referral"):
    """The referrer changed a referral and sent it again."""


@dataclass(frozen=True)
class ConflictNoticed(Event, tag="conflict:notice", about="referral"):
    """An officer was asked, before anything was shown, whether they know somebody in a referral."""


@dataclass(frozen=True)
class ConflictDeclared(Event, tag="conflict:declare", about="referral"):
    """An officer declared that they may know somebody in a referral, and stopped."""


@dataclass(frozen=True)
class ConflictDismissed(Event, tag="conflict:dismiss", about="referral"):
    """An officer declared that they know nobody in a referral whose names are like their own."""


@dataclass(frozen=True)
class ConflictCleared(Event, tag="conflict:clear", about="referral"):
    """An officer decided that somebody need not be kept out: a person or agency, and why; with
    which key she signed that, and the signature in two halves."""

    who: UUID
    reason: str
    key_pair_id: UUID
    signed: str
    signed_on: str


@dataclass(frozen=True)
class EverybodyNamed(Event, tag="conflict:everybody", about="referral"):
    """Words of a referral name every officer left, so one of them was asked, not kept out."""


@dataclass(frozen=True)
class ReferralWithdrawn(Event, tag="referral:withdraw", about="referral"):
    """The referrer withdrew a referral before it was listed."""


@dataclass(frozen=True)
class ReferralDrafted(Event, tag="referral:draft", about="referral_draft"):
    """Somebody began a referral and kept it to come back to."""


@dataclass(frozen=True)
class ReferralsImported(Event, tag="referral:import", about="area"):
    """Referrals were brought in from a file, all or none."""

    count: int


@dataclass(frozen=True)
class ReferralHandedIn(Event, tag="referral:hand_in", about="referral"):
    """A referral came in through an agency's token."""

    token_id: UUID


@dataclass(frozen=True)
class TokenMade(Event, tag="token:make", about="token"):
    """Somebody made a token with which their agency's system hands in referrals."""


@dataclass(frozen=True)
class TokenRevoked(Event, tag="token:revoke", about="token"):
    """A token was revoked."""


@dataclass(frozen=True)
class IdvaAssigned(Event, tag="case:idva", about="case"):
    """An officer assigned an IDVA to a case."""

    person_id: UUID


@dataclass(frozen=True)
class AssessmentMade(Event, tag="assessment:make", about="case"):
    """Somebody recorded a risk assessment for a case or a referral."""

    assessment_id: UUID


@dataclass(frozen=True)
class AddressRevealed(Event, tag="address:reveal", about="case"):
    """Somebody was shown a confidential address."""

    party_id: UUID
    reason: str


@dataclass(frozen=True)
class AddressNotRevealed(Event, tag="address:refuse", about="case"):
    """Somebody asked for more confidential addresses than an hour allows."""

    party_id: UUID


@dataclass(frozen=True)
class PeopleIndexed(Event, tag="match:index", about="case"):
    """An officer's session opened the people of a record to make them findable."""

    count: int


@dataclass(frozen=True)
class MatchesSought(Event, tag="match:seek", about="case"):
    """An officer was shown who else on the records may be the same person."""

    count: int


@dataclass(frozen=True)
class MatchDecided(Event, tag="match:decide", about="match"):
    """An officer decided whether two records are of the same person."""

    decision: str


@dataclass(frozen=True)
class MatchConfirmed(Event, tag="match:confirm", about="match"):
    """A second officer confirmed that two records are of the same person."""


@dataclass(frozen=True)
class MatchUndone(Event, tag="match:undo", about="match"):
    """An officer took back that two records are of the same person."""


@dataclass(frozen=True)
class InstrumentLoaded(Event, tag="risk:load", about="area"):
    """A risk form's wording was loaded for the area."""

    instrument: str


@dataclass(frozen=True)
class SupportChanged(Event, tag="support:change", about="support"):
    """An entry of the area's directory of support was made, changed or checked again."""

    what: str


@dataclass(frozen=True)
class ExplanationLoaded(Event, tag="explanation:load", about="area"):
    """A checked translation of the page for her was loaded."""

    language: str


@dataclass(frozen=True)
class ExplanationRemoved(Event, tag="explanation:remove", about="area"):
    """A translation of the page for her was taken off."""

    language: str
