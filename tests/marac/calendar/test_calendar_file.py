"""A calendar file says when and where there is a meeting, and nothing else."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from app import clock
from app.db import db, transaction
from app.marac.agenda import service as agenda
from app.marac.calendar import calendar_file
from app.marac.calendar import service as planning
from app.marac.calendar.series import Every
from app.marac.calendar.service import Plan
from app.marac.meeting import queries
from app.marac.meeting.model import Meeting, MeetingState
from tests.builders import World
from tests.working import CANARY, a_case

LINK = "https://calls.example.org/room/73519"


def a_meeting(**more: object) -> Meeting:
    """A meeting that is in no database."""
    begins = datetime(2027, 3, 10, 9, 30, tzinfo=clock.LONDON)
    given = {"starts_at": begins, "place": "Room 2", "state": "planned", "revision": 1}
    return Meeting(**({"id": queries.UUID(int=7)} | given | more))


def read(data: bytes) -> Calendar:
    """A calendar file as another program reads it."""
    return Calendar.from_ical(data)


@pytest.mark.parametrize(("month", "day", "offset"), [(3, 24, 0), (3, 31, 1), (11, 3, 0)])
def test_the_time_is_londons_across_the_change_of_clocks(month: int, day: int, offset: int) -> None:
    """Half past nine on the wall, in winter and in summer; the file has the zone in it."""
    begins = datetime(2027, month, day, 9, 30, tzinfo=clock.LONDON)
    calendar = read(calendar_file.written([a_meeting(starts_at=begins)]))
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.start.hour == 9
    assert event.start.utcoffset() == timedelta(hours=offset)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_a_change_has_a_higher_number_and_a_cancelled_one_says_so() -> None:
    """The same meeting for the calendar, so that it moves or goes."""
    planned = next(iter(read(calendar_file.written([a_meeting()])).walk("VEVENT")))
    gone = a_meeting(state=MeetingState.CANCELLED, revision=3)
    file = read(calendar_file.written([gone]))
    event = next(iter(file.walk("VEVENT")))
    assert event["UID"] == planned["UID"]
    assert (planned["STATUS"], event["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert event["SEQUENCE"] > planned["SEQUENCE"]
    assert file["METHOD"] == "CANCEL"


def test_nothing_of_a_case_is_in_the_file(marac: World) -> None:
    """Byte for byte the same with one case, with two and with none; no link, no name, no number."""
    with marac.inside():
        actor = marac.actor("coordinator")
        begins = clock.now() + timedelta(days=7)
        plan = Plan(begins, "Town Hall", list(marac.agencies.values()), link=LINK)
        meeting = planning.plan(actor, plan)
        meeting_id = meeting.id
    path = f"/meetings/{meeting_id}/calendar"
    with clock.pretend(clock.now()):
        empty = marac.client("housing").get(path)
        with marac.inside():
            actor = marac.actor("coordinator")
            agenda.put_on_agenda(actor, meeting_id, marac.extra["case"])
            agenda.put_on_agenda(actor, meeting_id, a_case(marac))
        full = marac.client("housing").get(path)
    assert empty.data == full.data
    assert empty.headers["Content-Disposition"] == "attachment; filename=meetings.ics"
    assert empty.mimetype == "text/calendar"
    for word in (CANARY, LINK, "calls.example.org", "case"):
        assert word.lower() not in full.text.lower()
    assert "SUMMARY:MARAC meeting" in full.text


def test_all_of_a_series_is_one_file_and_only_for_who_is_invited(marac: World) -> None:
    """Somebody of an agency that is not asked gets an empty file, and for one meeting a 404."""
    with marac.inside():
        begins = datetime.combine(clock.today() + timedelta(days=9), datetime.min.time())
        begins = begins.replace(hour=9, tzinfo=clock.LONDON)
        plan = Plan(begins, "Town Hall", [marac.agencies["housing"]])
        until = begins.date() + timedelta(weeks=3)
        made = planning.plan_series(marac.actor("coordinator"), plan, Every.WEEK, until)
        planning.cancel(marac.actor("coordinator"), made[1].id)
        ids = [meeting.id for meeting in made]
    mine = read(marac.client("housing").get("/meetings/calendar").data)
    events = {str(event["UID"]): event for event in mine.walk("VEVENT")}
    assert events.keys() == {str(each) for each in ids}
    assert [event["STATUS"] for event in events.values()].count("CANCELLED") == 1
    assert {event.start.hour for event in events.values()} == {9}
    stranger = marac.client("idva")
    assert read(stranger.get("/meetings/calendar").data).walk("VEVENT") == []
    assert stranger.get(f"/meetings/{ids[0]}/calendar").status_code == 404


def test_publishing_and_changing_counts_up(marac: World) -> None:
    """A calendar that was given the file before takes the new one."""
    with marac.inside():
        actor = marac.actor("coordinator")
        plan = Plan(clock.now() + timedelta(days=7), "Town Hall", [marac.agencies["housing"]])
        meeting = planning.plan(actor, plan)
        before = meeting.revision
        moved = Plan(plan.starts_at, "Library", plan.agency_ids)
        planning.change_plan(actor, meeting.id, moved, None)
        with transaction():
            assert db.session.get_one(Meeting, meeting.id).revision > before
