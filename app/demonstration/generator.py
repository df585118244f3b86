"""Makes the made-up area in one transaction: a past of nine weeks, a meeting today, a queue."""

from pathlib import Path

from app import clock
from app.accounts.area.queries import the_area
from app.config import Config
from app.db import transaction
from app.demonstration import sheet
from app.demonstration.cases import list_one, refer_waiting
from app.demonstration.cast import Cast, Diary, Say, bring_in, gather
from app.demonstration.content import borough, cases
from app.demonstration.meetings import catch_up, hold, plan
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
        _live_through_the_past(cast)
        _prepare_today(cast)
        say("Writing it all down")
        return sheet.write(config.instance, cast.entries())


def _live_through_the_past(cast: Cast) -> None:
    for folder, days_ago in PAST:
        told = cases(folder)
        cast.say(f"A meeting {days_ago // 7} weeks ago: {len(told)} cases heard, actions agreed")
        catch_up(cast, days_ago)
        listed = [
            (list_one(cast, data, days_ago + 7, number), data) for number, data in enumerate(told)
        ]
        hold(cast, days_ago, listed)
    catch_up(cast, 12)


def _prepare_today(cast: Cast) -> None:
    told = cases("today")
    cast.say(f"Today's meeting: {len(told)} cases listed, not opened yet")
    bring_in(cast, "substance_rep", 12)
    catch_up(cast, 6)
    listed = [list_one(cast, data, 6, number) for number, data in enumerate(told)]
    plan(cast, 0, listed)
    catch_up(cast, 1)
    cast.say(f"{len(cast.borough.referrals)} referrals wait; one new colleague does too")
    refer_waiting(cast)
    bring_in(cast, "new_nurse", 0)
    catch_up(cast, -1)
