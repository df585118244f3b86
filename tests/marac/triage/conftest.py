"""What the tests of triage begin with: a referral that housing made, and a meeting to come."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from app import clock
from app.marac.calendar import service as calendar
from app.marac.calendar.service import Plan
from app.marac.referral.rules import Referred
from app.marac.referral.service import refer
from tests.builders import World
from tests.working import ASSESSMENT, CHILD, PERPETRATOR, SUMMARY, VICTIM

TOLD = Referred(VICTIM, SUMMARY, (PERPETRATOR,), (CHILD,))
Refer = Callable[..., UUID]


@pytest.fixture
def referred(marac: World) -> Refer:
    """A function that refers somebody and returns the referral's id."""

    def make(told: Referred = TOLD, who: str = "housing", **more: object) -> UUID:
        with marac.inside():
            return refer(marac.actor(who), told, assessment=ASSESSMENT, **more).id  # type: ignore[arg-type]

    return make


@pytest.fixture
def meeting_id(marac: World) -> UUID:
    """A meeting in a week, to which everybody is invited."""
    with marac.inside():
        begins = datetime.combine(clock.today() + timedelta(days=7), time(9), clock.LONDON)
        plan = Plan(begins, "Town Hall", list(marac.agencies.values()))
        return calendar.plan(marac.actor("coordinator"), plan).id
