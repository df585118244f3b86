"""The minutes of the earlier meeting of ``worked``: signed, amended since, and waiting again.

worked.extra["held"]        # the meeting; "idva" signed it, and the chair
worked.extra["minutes"]     # its minutes, approved anew with a reason for words about status
worked.extra["part"]        # the newest draft of "case"
worked.extra["version"]     # what was signed
"""

from uuid import UUID

from app import clock
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import store_signature
from app.confidentiality.circle import service as circle
from app.db import db, new_id, transaction
from app.marac.meeting import publishing
from app.marac.meeting.model import AgendaItem, Attendance, Meeting
from app.marac.minutes import approving, copying, drafting, queries, signing
from app.marac.minutes.drafting import OpenPart
from tests.builders import World

SAID = "Hoopoe"
"""A word that every text here holds; one of ``worked.WORDS``."""


def minutes_of_the_earlier_meeting(world: World) -> None:
    """Write, approve and sign them; take a copy; amend, and approve what speaks of status."""
    held = world.extra["held"] = _held(world)
    coordinator, chair, idva = (world.actor(who) for who in ("coordinator", "chair", "idva"))
    drafting.write(coordinator, held)
    _put(world, {"conclusion": f"{SAID} was heard"})
    minutes_id = world.extra["minutes"] = queries.minutes_of(coordinator, held)[0].id
    signed = signing.sign_read(chair, minutes_id, _approve(world))
    world.extra["version"] = signed.version_id
    copying.take(idva, held)
    _put(world, {"note": f"{SAID} said that her visa runs out"}, f"{SAID} was left out")
    _approve(world)
    flag = signing.to_sign(chair, minutes_id).unresolved[0]
    why = f"{SAID} was threatened with it"
    signing.accept(chair, minutes_id, flag.leaf_id, flag.passage.place, why)
    world.extra["part"] = _part(world).draft.id


def _held(world: World) -> UUID:
    """The earlier meeting, with two who signed it."""
    item = db.session.get_one(AgendaItem, world.extra["earlier"])
    meeting = db.session.get_one(Meeting, item.meeting_id)
    words = agreements.in_force(world.area_id)[WordingKind.MEETING_DECLARATION]
    with transaction():
        meeting.chair_id, meeting.declaration_id = world.person_id("chair"), words.id
        agencies = [world.actor(who).agency_id for who in ("chair", "idva")]
        coordinator = world.actor("coordinator")
        publishing.sign_edition(coordinator, meeting, add=[item.case_id], agencies=agencies)
    for who in ("chair", "idva"):
        _sign(world, who, meeting, words.id)
    with transaction():
        meeting.closed_at = clock.now()  # who signs after the end has no key of the minutes
    circle.admit(world.actor("chair"))
    return meeting.id


def _sign(world: World, who: str, meeting: Meeting, words_id: UUID) -> None:
    actor = world.actor(who)
    signature = store_signature(actor, words_id, meeting_occasion(meeting.id))
    with transaction() as session:
        session.add(
            Attendance(
                id=new_id(),
                meeting_id=meeting.id,
                agency_id=actor.agency_id,
                name=world.members[who].name,
                person_id=actor.person_id,
                signature_id=signature.id,
                at=clock.now(),
            )
        )


def _put(world: World, texts: dict[str, str], why: str = "") -> None:
    part = _part(world)
    given = {said.place: now for said, now in part.passages} | texts
    drafting.edit(world.actor("coordinator"), part.draft.id, given, why)


def _part(world: World) -> OpenPart:
    documents = drafting.open_drafts(world.actor("coordinator"), world.extra["held"])
    return next(
        part
        for _, parts in documents
        for part in parts
        if part.draft.case_id == world.extra["case"]
    )


def _approve(world: World) -> UUID:
    coordinator = world.actor("coordinator")
    minutes = queries.minutes_of(coordinator, world.extra["held"])[0]
    return approving.approve(coordinator, minutes.id, minutes.revision).id
