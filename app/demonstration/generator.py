"""Makes the made-up area in one transaction: a past of eleven weeks, a meeting today, a queue."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from app import clock
from app.accounts.area.queries import the_area
from app.config import Config
from app.db import transaction
from app.demonstration import sheet
from app.demonstration.around import follow_up, look_up
from app.demonstration.cases import list_one, refer_waiting
from app.demonstration.cast import Cast, Diary, Say
from app.demonstration.content import CaseData, borough, cases
from app.demonstration.directory import keep_directory
from app.demonstration.exits import share_past, share_waiting
from app.demonstration.joining import bring_in, gather, sign
from app.demonstration.letters import answer_past, write_past, write_waiting
from app.demonstration.meetings import catch_up, hold, plan
from app.demonstration.recipients import enter_newest, keep_register
from app.demonstration.repeats import tell_repeats
from app.refusals import Refused

PAST = (("first", 56), ("second", 28), ("third", 14))
NEVER = (
    "This is a production installation, so nothing made up is put into it. To try the "
    "demonstration, run: make run (on another machine or in another folder)."
)
ALREADY = (
    "There is an area here already, so nothing was changed. To begin the demonstration anew, stop "
    "the server, delete what is in the instance folder except .gitkeep, and run: make run"
)


def make(config: Config, say: Say) -> Path:
    """Make the area and the sign-in sheet, or nothing at all."""
    if config.kind != "demonstration":
        raise Refused(NEVER)
    with transaction():
        if the_area() is not None:
            raise Refused(ALREADY)
        cast = gather(borough(), Diary(clock.today()), say)
        keep_directory(cast)
        keep_register(cast)
        _live_through_the_past(cast)
        _prepare_today(cast)
        share_waiting(cast)
        say("Writing it all down")
        return sheet.write(config.instance, cast.entries())


def _live_through_the_past(cast: Cast) -> None:
    for folder, days_ago in PAST:
        told = cases(folder)
        cast.say(f"A meeting {days_ago // 7} weeks ago: {len(told)} cases heard, actions agreed")
        listed = list(zip(_listed(cast, told, days_ago + 7), told, strict=True))
        meeting_id = hold(cast, days_ago, listed)
        if folder == "third":
            share_past(cast)
            catch_up(cast, 12)
            bring_in(cast, "substance_rep", 12)
        idvas = dict.fromkeys(data.idva for data in told)
        follow_up(cast, days_ago, meeting_id, idvas, signs=folder != "third")
        if folder == "first":
            letter_id = write_past(cast)
        if folder == "second":
            answer_past(cast, letter_id)


def _prepare_today(cast: Cast) -> None:
    told = cases("today")
    cast.say(f"Today's meeting: {len(told)} cases listed, not opened yet")
    listed = _listed(cast, told, 6)
    again = [(cast.listed[data.key], cast.listed[data.again]) for data in told if data.again]
    catch_up(cast, 5)
    tell_repeats(cast, 5, again)
    plan(cast, 0, listed)
    cast.say(f"{len(cast.borough.referrals)} referrals wait; one new colleague does too")
    for days_ago in (2, 1, 0):
        catch_up(cast, days_ago)
        refer_waiting(cast, days_ago)
        if days_ago == 1:
            write_waiting(cast)
            enter_newest(cast)
            look_up(cast)
    bring_in(cast, "new_nurse", 0)
    with cast.diary.on(0, "09:30"):
        sign(cast, "new_nurse")


def _listed(cast: Cast, told: Sequence[CaseData], days_ago: int) -> list[UUID]:
    catch_up(cast, days_ago)
    return [list_one(cast, data, days_ago, number) for number, data in enumerate(told)]
