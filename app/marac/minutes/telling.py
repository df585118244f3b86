"""Tells those who signed a meeting, in constant words, that there is something for them."""

from collections.abc import Callable
from uuid import UUID

from app.access.actor import Actor
from app.accounts.agency.screening import screened
from app.accounts.person.model import Person, PersonState
from app.accounts.person.post import NotSent
from app.audit import record
from app.audit.events import MinutesTold
from app.confidentiality.circle.excluding import is_excluded
from app.db import db, transaction
from app.firewall.screen import screen_email
from app.marac.meeting import queries as meetings
from app.marac.minutes import queries
from app.refusals import Blocked

Send = Callable[[str], None]


def tell(actor: Actor, minutes_id: UUID, send: Send) -> int:
    """Tell them; return how many could not be told. Call it after the signature.

    ``send`` takes an address. Of minutes that are about cases kept from somebody, that one is not
    told: they have nothing new to read.
    """
    minutes = queries.minutes(actor, minutes_id)
    sent = not_sent = 0
    for person in _signers(minutes.meeting_id):
        if person.id == actor.person_id or not _has_news(actor, minutes_id, person):
            continue
        try:
            screened(actor, screen_email(person.email), "recipient", "send.address")
            send(person.email)
            sent += 1
        except (Blocked, NotSent):
            not_sent += 1
    with transaction():
        record(actor, MinutesTold(minutes_id, sent=sent, not_sent=not_sent))
    return not_sent


def _signers(meeting_id: UUID) -> list[Person]:
    ids = {row.person_id for row in meetings.attendances(meeting_id) if row.signature_id}
    found = (db.session.get(Person, person_id) for person_id in ids if person_id)
    return [each for each in found if each is not None and each.state == PersonState.ACTIVE]


def _has_news(actor: Actor, minutes_id: UUID, person: Person) -> bool:
    """Say whether the newest signed version has a leaf that is not kept from somebody."""
    minutes = queries.minutes(actor, minutes_id)
    newest = next(
        version
        for each, version, _ in queries.signed(actor, [minutes.meeting_id])
        if each.id == minutes_id
    )
    rows = queries.leaves(actor, [newest.id])
    return any(
        row.case_id is None or not is_excluded(row.case_id, person.id, person.agency_id)
        for row in rows
    )
