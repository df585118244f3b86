"""Reminds whoever can sign that approved minutes are late, in the constant words, once a day."""

from datetime import date, datetime
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import MinutesReminded
from app.audit.queries import last_rows
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.excluding import is_excluded
from app.confidentiality.circle.giving import Holders
from app.confidentiality.circle.vouching import require_officer
from app.db import db, transaction
from app.firewall.screen import screen_email
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting
from app.marac.minutes import drafting, queries, rules
from app.marac.minutes.model import Minutes
from app.marac.minutes.telling import Send
from app.refusals import Blocked, RuleBroken

NOT_LATE = "These minutes do not wait for a signature that is late."
TODAY = "A reminder went out today already. Ring the chair, or send another tomorrow."
NOBODY = "Nobody else who may sign these minutes is here any more. Ask a deputy who was there."


def remind(actor: Actor, minutes_id: UUID, send: Send) -> int:
    """Send the constant notice to the chair and deputies who may sign; return how many it reached.

    It is in the trail before anything is sent, so two who press at once send once. ``send`` takes
    an address and raises ``NotSent``.
    """
    actor.require(Permission.MINUTES_WRITE)
    with transaction():
        require_officer(actor, Chain.of(actor))
        minutes = queries.minutes(actor, minutes_id)
        meeting = drafting.closed_meeting(actor, minutes.meeting_id)
        if minutes.approved_id is None or rules.late_days(_held_on(meeting), clock.today()) < 1:
            raise RuleBroken("minutes", NOT_LATE)
        if was_today(reminded_at(minutes.id)):
            raise RuleBroken("minutes", TODAY)
        people = signers(actor, minutes, meeting)
        if not people:
            raise RuleBroken("minutes", NOBODY)
        record(actor, MinutesReminded(minutes.id, people=len(people)))
    return sum(_sent(actor, person, send) for person in people)


def signers(actor: Actor, minutes: Minutes, meeting: Meeting) -> list[Person]:
    """Return who besides the actor may sign these minutes, and is not kept from their case.

    Officers only, whose name is as another officer signed it: it is read before they are named.
    """
    known = Holders(Chain.of(actor)).officers
    officers = {one.person_id for one in known if one.as_registered}
    ids = {row.person_id for row in meetings.attendances(meeting.id) if row.signature_id}
    found = (db.session.get(Person, each) for each in ids | {meeting.chair_id} if each)
    return [
        person
        for person in found
        if person is not None
        and person.id != actor.person_id
        and person.id in officers
        and person.state == PersonState.ACTIVE
        and Permission.MINUTES_SIGN in permissions_of(person.roles)
        and not (minutes.case_id and is_excluded(minutes.case_id, person.id, person.agency_id))
    ]


def reminded_at(minutes_id: UUID) -> datetime | None:
    """When somebody was last reminded of these minutes, as the trail has it."""
    last = last_rows([MinutesReminded.tag], [minutes_id]).get(minutes_id)
    return datetime.fromisoformat(last.at) if last else None


def was_today(at: datetime | None) -> bool:
    """Say whether that was on today's date in London."""
    return at is not None and clock.london(at).date() == clock.today()


def _held_on(meeting: Meeting) -> date:
    return clock.london(meeting.starts_at).date()


def _sent(actor: Actor, person: Person, send: Send) -> bool:
    try:
        screened(actor, screen_email(person.email), "recipient", "send.address")
        send(person.email)
    except (Blocked, NotSent):
        return False
    return True
