"""Writes down who asked from outside, rings back, and closes. No case is looked up for any of it.

The words are sealed like a referral's: to the officers, and to whoever wrote them. A caller's claim
is kept as a code, so that the area can count; their name and what they asked are not.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.accounts.agency import queries as agencies
from app.accounts.agency.model import Agency
from app.audit import record
from app.audit.events import (
    EnquiriesListed,
    EnquiryCalledBack,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryRecorded,
)
from app.confidentiality.circle.grants import Holder, new_secret
from app.confidentiality.circle.model import Because, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.register import asking, queries
from app.confidentiality.register.asking import Outcome, Words
from app.confidentiality.register.model import Enquiry
from app.db import db, new_id, transaction
from app.refusals import Changed, RuleBroken

WORDS = "enquiry.words"


@dataclass(frozen=True)
class OpenedEnquiry:
    """An entry with what was sealed of it."""

    row: Enquiry
    words: Words

    @property
    def may_be_rung_back(self) -> bool:
        """Whether the next thing is to ring an agency back."""
        return self.row.outcome is None and self.row.called_back_at is None

    @property
    def may_be_answered(self) -> bool:
        """Whether an agency was rung back, and nothing has been said of how it ended."""
        return self.row.outcome is None and self.row.called_back_at is not None


def write_down(
    actor: Actor, claims: str, how: str, said: str, words: Words, asked_at: datetime | None = None
) -> Enquiry:
    """Write down that somebody asked. ``said``: an ``Outcome``, or that somebody will ring back."""
    actor.require(Permission.ENQUIRY_RECORD)
    who, way = asking.checked_claims(claims), asking.checked_how(how)
    words, now = asking.checked(words), clock.now()
    outcome = asking.outcome_of(who, said)
    row = Enquiry(
        id=new_id(),
        area_id=actor.area_id,
        claims=who,
        how=way,
        asked_at=asking.checked_moment(asked_at or now, now),
        recorded_by=actor.person_id,
        agency_id=actor.agency_id,
        recorded_at=now,
    )
    with transaction():
        ring = Ring(actor)
        holders = [Holder(actor.person_id, Because.REFERRER)]
        secret = new_secret(actor, SecretKind.REFERRAL, row.id, holders, ring=ring)
        row.secret_id = secret.id
        row.sealed_words = ring.seal(secret.id, WORDS, row.id, asdict(words), of=row.id)
        db.session.add(row)
        record(actor, EnquiryRecorded(row.id, claims=who.value, how=way.value))
        if outcome is not None:
            _close(actor, row, outcome)
    return row


def listed(actor: Actor) -> list[Enquiry]:
    """List who asked, without a word of theirs: all for an officer, else one's own."""
    actor.require(Permission.ENQUIRY_RECORD)
    with transaction():
        found = list(queries.enquiries(actor))
        record(actor, EnquiriesListed(actor.area_id, count=len(found)))
    return found


def open_enquiry(actor: Actor, enquiry_id: UUID) -> OpenedEnquiry:
    """Open one entry; the opening is in the trail before anything is shown."""
    actor.require(Permission.ENQUIRY_RECORD)
    with transaction():
        row = queries.enquiry(actor, enquiry_id)
        read = Ring(actor).read(row.secret_id, WORDS, row.id, row.sealed_words, of=row.id)
        words = Words(
            name=str(read["name"]),
            organisation=str(read["organisation"]),
            asked_for=tuple(str(code) for code in read["asked_for"]),
            words=str(read["words"]),
        )
        record(actor, EnquiryOpened(row.id))
    return OpenedEnquiry(row, words)


def to_ring(actor: Actor, row: Enquiry) -> list[Agency]:
    """Return the agencies of the register at which this caller may be rung back."""
    claims = asking.Claims(row.claims)
    return [
        each
        for each in agencies.agencies(actor)
        if each.callback_phone and asking.may_be_rung_at(claims, each.sector)
    ]


def call_back(actor: Actor, enquiry_id: UUID, agency_id: UUID, number: str) -> None:
    """Keep that this person has just rung a member agency back.

    ``number`` is the register's as it was shown; ``Changed`` if the register has another by now.
    """
    actor.require(Permission.ENQUIRY_RECORD)
    with transaction():
        row = _open(actor, enquiry_id)
        agency = agencies.agency(actor, agency_id)
        if not asking.may_be_rung_at(asking.Claims(row.claims), agency.sector):
            raise RuleBroken("agency", asking.NOT_THEIRS)
        if agency.callback_phone != number:
            raise Changed("agency", "The register has another number now. Ring the one below.")
        row.called_back_agency_id, row.called_back_number = agency.id, agency.callback_phone
        row.called_back_by, row.called_back_at = actor.person_id, clock.now()
        record(actor, EnquiryCalledBack(row.id, agency_id=agency.id))


def close(actor: Actor, enquiry_id: UUID, outcome: str) -> None:
    """Close an entry. Nobody is answered who was not rung back on the register's number."""
    actor.require(Permission.ENQUIRY_RECORD)
    try:
        ended = Outcome(outcome)
    except ValueError:
        raise RuleBroken("outcome", "Select how it ended.") from None
    with transaction():
        row = _open(actor, enquiry_id)
        if ended == Outcome.ANSWERED:
            asking.require_answerable(row.claims, row.called_back_at)
        _close(actor, row, ended)


def _open(actor: Actor, enquiry_id: UUID) -> Enquiry:
    row = queries.enquiry(actor, enquiry_id)
    if row.outcome is not None:
        raise Changed("outcome", "Somebody has closed this meanwhile. It is as you see it below.")
    return row


def _close(actor: Actor, row: Enquiry, outcome: Outcome) -> None:
    row.outcome, row.closed_by, row.closed_at = outcome, actor.person_id, clock.now()
    record(actor, EnquiryClosed(row.id, outcome=outcome.value))
