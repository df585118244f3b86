"""What followed an earlier meeting of ``worked``: flags, the victim told, and a paper pack.

worked.extra["notice"]      # the police's, answered by "officer"
worked.extra["earlier"]     # the item of "case" at the earlier meeting
worked.extra["pack"]        # agreed to by the deputy; "copy" is the IDVA's
"""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.db import db, new_id, transaction
from app.marac.action.model import ActionReminder, ReminderKind
from app.marac.feedback import service as feedback
from app.marac.flag import service as flags
from app.marac.flag.model import FlagNotice
from app.marac.meeting import service as meetings
from app.marac.meeting.model import AgendaItem, ItemState, MeetingState
from app.marac.pack import queries as packs
from app.marac.pack import service as paper
from tests.builders import World

SAID = "Hoopoe"
"""A word that every text here holds; one of ``worked.WORDS``."""
A_MONTH = timedelta(days=30)
INVITED = ("police", "safety", "idva", "housing", "hospital")


def after_an_earlier_meeting(world: World) -> None:
    """Let the case have been heard a month ago, with all that follows from a hearing."""
    _heard_a_month_ago(world)
    coordinator, officer = world.actor("coordinator"), world.actor("officer")
    flags.tell(coordinator)
    asked = select(FlagNotice).where(FlagNotice.agency_id == world.agencies["police"])
    notice = db.session.scalars(asked).one()
    world.extra["notice"] = notice.id
    flags.answer(officer, notice.id, "cannot", f"{SAID} has no record of ours", None)
    item, idva = world.extra["earlier"], world.actor("idva")
    feedback.ask(world.actor("chair"), item, idva.person_id)
    day = clock.today() + timedelta(days=1)
    feedback.write(idva, item, "not_reached", "telephone", clock.today(), f"{SAID} answered", day)
    flags.end(coordinator, world.extra["case"], "moved")
    _reminded(world)
    _paper(world)


def _heard_a_month_ago(world: World) -> None:
    invited = [world.agencies[name] for name in INVITED]
    when, case = clock.now() - A_MONTH, world.extra["case"]
    meeting = meetings.plan_meeting(
        world.actor("coordinator"), when, "Committee room 1", invited, [case]
    )
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one()
    with transaction():
        meeting.state, meeting.opened_at, meeting.closed_at = MeetingState.CLOSED, when, when
        item.state, item.began_at, item.concluded_at = ItemState.HEARD, when, when
    world.extra["earlier"] = item.id


def _paper(world: World) -> None:
    people = [world.person_id("idva"), world.person_id("housing")]
    row = paper.ask(world.actor("coordinator"), world.extra["meeting"], "drill", people)
    paper.agree(world.actor("deputy"), row.id, world.members["deputy"].passphrase)
    world.extra["pack"] = row.id
    world.extra["copy"] = packs.copies(row.id)[0].id


def _reminded(world: World) -> None:
    """Its owner was told two days ago that an action would soon be due."""
    with transaction() as session:
        session.add(
            ActionReminder(
                id=new_id(),
                area_id=world.area_id,
                action_id=world.extra["action"],
                person_id=world.person_id("officer"),
                kind=ReminderKind.SOON,
                sent_on=clock.today() - timedelta(days=2),
            )
        )
