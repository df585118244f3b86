"""Notes how a file or a paper was handed over, and that the recipient says it has arrived."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.audit import record
from app.audit.events import ArrivalNoted, HandOverNoted, HandOverShown
from app.confidentiality.circle.ring import Ring
from app.confidentiality.gate import queries
from app.confidentiality.gate.model import HandOver, Release
from app.confidentiality.gate.receiving import recipient_of
from app.confidentiality.recipient.rules import Way
from app.confidentiality.recipient.service import entry_of
from app.db import db, new_id, transaction
from app.refusals import NotVisible, RuleBroken

WORDS = "handover.words"


class How(StrEnum):
    """How something reaches a recipient outside."""

    IN_PERSON = "in_person"
    POST = "post"
    UPLOAD = "secure_upload"


HOW_LABELS: dict[How, str] = {
    How.IN_PERSON: "In person, into their hands",
    How.POST: "By post, to the address on the register",
    How.UPLOAD: "Through the recipient’s own secure upload page",
}
DOWNLOAD_FIRST = "Download the file first. It is noted here once you have given it to them."
ALREADY = "That it has arrived is noted already."


def ways_to_hand(row: Release) -> list[How]:
    """Return how this one may be handed over: to the victim herself only in person."""
    return [How.IN_PERSON] if row.way == Way.BY_HAND else list(How)


def note(actor: Actor, release_id: UUID, how: str, on: date | None) -> HandOver:
    """Note how and when it was handed over: from now on it has reached its recipient."""
    actor.require(Permission.RELEASE_HAND_OVER)
    with transaction():
        row = queries.for_hander(actor, release_id)
        if row.times_received == 0:
            raise RuleBroken("how", DOWNLOAD_FIRST)
        if how not in ways_to_hand(row):
            raise RuleBroken("how", "Select how you handed it over.")
        made = HandOver(
            id=new_id(),
            area_id=row.area_id,
            release_id=row.id,
            how=How(how),
            handed_on=_day("handed_on", on, row.decided_on),
            handed_by=actor.person_id,
            noted_at=clock.now(),
        )
        db.session.add(made)
        row.first_received_at = row.first_received_at or made.noted_at
        record(actor, HandOverNoted(row.id, hand_over_id=made.id, how=made.how))
    return made


def arrived(
    actor: Actor, release_id: UUID, hand_over_id: UUID, *, person: str, on: date | None, rang: bool
) -> None:
    """Note that somebody whom the register names said, on its number, that it has arrived."""
    actor.require(Permission.RELEASE_HAND_OVER)
    with transaction():
        row = queries.for_hander(actor, release_id)
        made = hand_over_of(row, hand_over_id)
        if made.confirmed_at is not None:
            raise RuleBroken("person", ALREADY)
        if person not in {each.name for each in entry_of(recipient_of(row)).people}:
            raise RuleBroken("person", "Select who told you that it has arrived.")
        if not rang:
            raise RuleBroken("rang", "Ring them on the register’s number, then tick this.")
        made.confirmed_on = _day("confirmed_on", on, made.handed_on)
        made.confirmed_by, made.confirmed_at = actor.person_id, clock.now()
        said = {"said_by": person}
        made.sealed_words = Ring(actor).seal(row.slip_id, WORDS, made.id, said, of=row.id)
        record(actor, ArrivalNoted(row.id, hand_over_id=made.id))


def hand_overs(release_ids: Sequence[UUID]) -> Sequence[HandOver]:
    """Return what was noted of these releases, the earliest first."""
    asked = select(HandOver).where(HandOver.release_id.in_(release_ids))
    return db.session.scalars(asked.order_by(HandOver.noted_at)).all()


def done(actor: Actor, row: Release) -> list[tuple[HandOver, str]]:
    """Return what was noted of a release, with who said that it has arrived; that is in the trail.

    For whoever hands it over.
    """
    with transaction():
        ring, made = Ring(actor), hand_overs([row.id])
        told = [(each, said_by(ring, row, each)) for each in made]
        if any(each.sealed_words is not None for each in made):
            record(actor, HandOverShown(row.id))
    return told


def hand_over_of(row: Release, hand_over_id: UUID) -> HandOver:
    """Return one of what was noted of a release; ``NotVisible`` if it is another's."""
    made = db.session.get(HandOver, hand_over_id)
    if made is None or made.release_id != row.id:
        raise NotVisible()
    return made


def said_by(ring: Ring, row: Release, made: HandOver) -> str:
    """Return who said that it has arrived, for whoever holds the release's key."""
    if made.sealed_words is None:
        return ""
    said = ring.read(row.slip_id, WORDS, made.id, made.sealed_words, of=row.id)
    return str(said["said_by"])


def _day(field: str, on: date | None, earliest: date) -> date:
    if on is None:
        raise RuleBroken(field, "Enter the day.")
    if on > clock.today():
        raise RuleBroken(field, "This day is in the future.")
    if on < earliest:
        raise RuleBroken(
            field, f"This is before {earliest.day} {earliest:%B %Y}. Enter a later day."
        )
    return on
