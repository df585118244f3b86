"""Answers to the invitation: somebody comes, sends a named deputy, or cannot come.

An answer gives no right and takes none: whoever is of an invited agency can sign at the meeting,
whatever was answered. It tells the chair whom to expect.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.agency.queries import agency_names
from app.accounts.person import queries as people
from app.accounts.person.model import Person, PersonState
from app.accounts.person.queries import person_names
from app.audit import record
from app.audit.events import InvitationAnswered
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.vouching import require_officer
from app.db import db, new_id, transaction
from app.marac.invitation.model import Answer, Reply
from app.marac.invitation.queries import own_replies, replies
from app.marac.meeting import emergencies, queries, rules
from app.marac.meeting.model import Meeting
from app.refusals import NotVisible, RuleBroken


@dataclass(frozen=True)
class Given:
    """What is answered. ``deputy_id`` and ``sends_information`` go with who does not come."""

    answer: str
    deputy_id: UUID | None = None
    sends_information: bool = False


@dataclass(frozen=True)
class Invitee:
    """Somebody who is invited, and what they answered; ``reply`` is None before they have.

    ``instead_of``: the colleague who named them as deputy.
    """

    person: Person
    reply: Reply | None
    deputy: str = ""
    answered_by: str = ""
    instead_of: str = ""


@dataclass(frozen=True)
class Agency:
    """The people of one invited agency."""

    id: UUID
    name: str
    people: Sequence[Invitee]

    @property
    def comes(self) -> bool:
        """Whether somebody of it has said that they or a deputy come."""
        return any(one.reply and one.reply.answer != Answer.APOLOGIES for one in self.people)

    @property
    def is_sorry(self) -> bool:
        """Whether it sent apologies, and nobody of it comes."""
        answers = [one.reply.answer for one in self.people if one.reply]
        return bool(answers) and not self.comes

    @property
    def sends_information(self) -> bool:
        """Whether it said that what it knows is here, or will be."""
        return any(one.reply and one.reply.sends_information for one in self.people)


def answer(actor: Actor, meeting_id: UUID, given: Given, person_id: UUID | None = None) -> Reply:
    """Answer for oneself, or, as an officer who was told by telephone, for somebody invited."""
    actor.require(Permission.MEETING_ATTEND)
    with transaction() as session:
        meeting = queries.meeting(actor, meeting_id)
        rules.require_not_closed(meeting.state)
        person = _answers(actor, meeting, person_id)
        kind = _answer(given.answer)
        row = replies(meeting.id).get(person.id)
        if row is None:
            row = Reply(
                id=new_id(), meeting_id=meeting.id, person_id=person.id, agency_id=person.agency_id
            )
            session.add(row)
        row.answer, row.at, row.by_person_id = kind, clock.now(), actor.person_id
        row.deputy_id = _deputy(person, given.deputy_id) if kind is Answer.DEPUTY else None
        row.sends_information = kind is Answer.APOLOGIES and given.sends_information
        record(actor, InvitationAnswered(meeting.id, person_id=person.id))
    return row


def deputies(person: Person) -> list[Person]:
    """Return who of somebody's agency can come instead: at work, with a right to attend."""
    return [one for one in _attending([person.agency_id]) if one.id != person.id]


def invited(actor: Actor, meeting: Meeting) -> list[Agency]:
    """Return who is invited and what they answered: for officers everybody, else one's agency."""
    asked = queries.invited_agencies(meeting.id)
    if not actor.is_officer:
        asked = [each for each in asked if each == actor.agency_id]
    given, kept = replies(meeting.id), emergencies.kept([meeting]).get(meeting.id, [])
    found = [
        one for one in _attending(asked) if not emergencies.is_kept(kept, one.id, one.agency_id)
    ]
    said_by = person_names(
        {row.deputy_id for row in given.values() if row.deputy_id}
        | {row.by_person_id for row in given.values()}
    )
    names = agency_names(asked)
    sent_by_whom = {row.deputy_id: person.name for person in found if (row := given.get(person.id))}
    of: dict[UUID, list[Invitee]] = {each: [] for each in asked}
    for person in found:
        one = _invitee(person, given.get(person.id), said_by)
        named_by = sent_by_whom.get(person.id, "")
        of[person.agency_id].append(replace(one, instead_of=named_by))
    listed = [Agency(each, names[each], rows) for each, rows in of.items()]
    return sorted(listed, key=lambda agency: agency.name)


def sent_by(agencies: Iterable[Agency], person_id: UUID) -> list[Invitee]:
    """Return who has said that this person comes instead of them."""
    every = (one for agency in agencies for one in agency.people)
    return [one for one in every if one.reply and one.reply.deputy_id == person_id]


def own(actor: Actor, meetings: Iterable[Meeting]) -> dict[UUID, Reply]:
    """Return what this person has answered to each of these meetings."""
    return own_replies(actor, [each.id for each in meetings])


def invitee(actor: Actor, meeting: Meeting, person_id: UUID) -> Person:
    """Return somebody who is invited; ``NotVisible`` for anybody else."""
    return _answers(actor, meeting, person_id)


def _answers(actor: Actor, meeting: Meeting, person_id: UUID | None) -> Person:
    """Whose answer it is; another's takes an officer, whom an officer has confirmed."""
    person = people.person(actor, person_id or actor.person_id)
    if person.id == actor.person_id:
        return person
    require_officer(actor, Chain.of(actor))
    if person.agency_id not in queries.invited_agencies(meeting.id) or not _may_attend(person):
        raise NotVisible()
    return person


def _attending(agency_ids: Iterable[UUID]) -> list[Person]:
    rows = [one for each in agency_ids for one in people.people_of_agency(each)]
    return [one for one in rows if _may_attend(one)]


def _may_attend(person: Person) -> bool:
    at_work = person.state == PersonState.ACTIVE
    return at_work and Permission.MEETING_ATTEND in permissions_of(person.roles)


def _answer(text: str) -> Answer:
    try:
        return Answer(text)
    except ValueError:
        raise RuleBroken("answer", "Select what you answer.") from None


def _deputy(person: Person, deputy_id: UUID | None) -> UUID:
    deputy = db.session.get(Person, deputy_id) if deputy_id else None
    if deputy is None or deputy.id not in {one.id for one in deputies(person)}:
        raise RuleBroken("deputy", "Select who is coming instead.")
    return deputy.id


def _invitee(person: Person, reply: Reply | None, names: Mapping[UUID, str]) -> Invitee:
    if reply is None:
        return Invitee(person, None)
    by = "" if reply.by_person_id == person.id else names.get(reply.by_person_id, "")
    return Invitee(person, reply, names.get(reply.deputy_id, "") if reply.deputy_id else "", by)
