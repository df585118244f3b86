"""AC-18: a meeting is nowhere with the Home Office, and its place names nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.marac.calendar import rules
from app.marac.calendar import service as calendar
from app.refusals import Blocked, RuleBroken
from tests.builders import World
from tests.working import CANARY, a_case


def a_plan(marac: World, place: str) -> calendar.Plan:
    """An emergency meeting, tomorrow."""
    begins = clock.now() + timedelta(days=1)
    return calendar.Plan(begins, place, list(marac.agencies.values()), emergency=True)


@pytest.mark.parametrize(
    "place",
    [
        "Lunar House, Croydon",
        "Home Office, 2 Marsham Street, London SW1P 4DF",
        "Immigration Enforcement reporting centre, Becket House",
    ],
)
def test_no_meeting_is_where_the_home_office_is(marac: World, place: str) -> None:
    """Neither planned there nor moved there."""
    with marac.inside():
        actor = marac.actor("coordinator")
        good = a_plan(marac, "Town Hall")
        with pytest.raises(Blocked):
            calendar.plan(actor, replace(good, place=place))
        meeting = calendar.plan(actor, good)
        with pytest.raises(Blocked):
            calendar.change_plan(actor, meeting.id, replace(good, place=place), None)
        assert meeting.place == "Town Hall"


def test_the_place_of_an_emergency_does_not_name_whom_it_is_for(marac: World) -> None:
    """It would go into every invited agency's calendar."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), a_case(marac)
        with pytest.raises(RuleBroken) as refused:
            calendar.plan(actor, a_plan(marac, f"{CANARY}’s flat, 4 Mill Lane"), [case_id])
        assert refused.value.field == "place"
        meeting = calendar.plan(actor, a_plan(marac, "Town Hall"), [case_id])
        with pytest.raises(RuleBroken):
            calendar.change_plan(actor, meeting.id, a_plan(marac, f"Home of {CANARY}"), None)


@pytest.mark.parametrize(
    ("place", "of_one", "is_named"),
    [
        ("Zephyrine's flat", True, True),
        ("Flat of Zéphyrine CANARY", False, True),
        ("Canary Wharf, room 2", False, False),
        ("Committee room 2", True, False),
    ],
)
def test_a_name_is_found_in_a_place(place: str, of_one: bool, is_named: bool) -> None:
    """A whole name always; one word of it where the meeting is for one case."""
    assert rules.names_person(place, CANARY, of_one=of_one) is is_named
