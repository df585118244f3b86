"""Tells the people of a meeting by e-mail that there is something for them, and nothing of what.

The message is the same whatever it is about: a meeting planned, changed, cancelled, its agenda
published. A later edition of an agenda is told to nobody: who is not to know of the case that came
or went must not be able to tell that anything did.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import flash, url_for
from sqlalchemy import select

from app.access.actor import Actor
from app.access.permissions import Permission, permissions_of
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import MeetingTold
from app.confidentiality.gate.telling import send
from app.db import db, transaction
from app.marac.meeting import emergencies, queries
from app.marac.meeting.model import Meeting

NAMED = 5
"""So many people who could not be told are named on the next page; more are counted."""


def tell(actor: Actor, meetings: Sequence[Meeting], said: str) -> None:
    """Tell everybody who may attend any of these meetings, once; say on the next page what came.

    Nothing depends on it: what it is about waits on their home page.
    """
    if not meetings:
        return
    ids = [meeting.id for meeting in meetings]
    people = addressees(actor, ids)
    missed = [person.name for person in people if not _sent(person.email)]
    reached = len(people) - len(missed)
    with transaction():
        for meeting_id in ids[:1]:
            record(actor, MeetingTold(meeting_id, people=reached, failed=len(missed)))
    flash(f"{said} {_came(reached)}".strip(), "success")
    if missed:
        flash(f"{_not_reached(missed)} could not be reached by e-mail: ring them.", "warning")


def addressees(actor: Actor, meeting_ids: Iterable[UUID]) -> Sequence[Person]:
    """Return who may attend, of the invited agencies and at work; not the one who acts, and nobody
    who is not to know of it."""
    ids = set(meeting_ids)
    meetings = db.session.scalars(select(Meeting).where(Meeting.id.in_(ids))).all()
    kept = emergencies.kept(meetings)
    invited = {each: set(queries.invited_agencies(each)) for each in ids}
    agencies = set().union(*invited.values())
    rows = db.session.scalars(
        select(Person)
        .where(Person.agency_id.in_(agencies), Person.area_id == actor.area_id)
        .where(Person.state == PersonState.ACTIVE, Person.id != actor.person_id)
        .order_by(Person.name)
    )
    return [
        one
        for one in rows
        if Permission.MEETING_ATTEND in permissions_of(one.roles)
        and any(
            one.agency_id in invited[each]
            and not emergencies.is_kept(kept.get(each, []), one.id, one.agency_id)
            for each in ids
        )
    ]


def how_many(actor: Actor, meeting: Meeting) -> int:
    """Return how many people the publishing of an agenda tells; nobody once it is published."""
    if meeting.published_at is not None or not actor.may(Permission.MEETING_PLAN):
        return 0
    return len(addressees(actor, [meeting.id]))


def _sent(address: str) -> bool:
    try:
        send(address, url_for("signin.sign_in"))
    except NotSent:
        return False
    return True


def _came(count: int) -> str:
    if not count:
        return ""
    was = "was" if count == 1 else "were"
    return f"{_people(count)} {was} told by e-mail to sign in. It does not say what it is about."


def _not_reached(names: Sequence[str]) -> str:
    """Who is to be rung, where it is a few; a long list helps nobody."""
    if len(names) > NAMED:
        return _people(len(names))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
