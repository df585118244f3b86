"""An officer plans a meeting, changes it before it opens, and puts cases on its agenda."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from app import clock
from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.db import db, transaction
from app.marac.agenda import service as agenda
from app.marac.calendar import rules
from app.marac.calendar import service as calendar
from app.marac.calendar.queries import last_invited
from app.marac.calendar.service import Plan
from app.marac.meeting import queries
from app.marac.meeting.model import ItemState, Meeting, MeetingState
from app.marac.meeting.rules import MINUTES_EACH, slots
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.working import a_case


def at(days: int = 7, hour: int = 9) -> datetime:
    """So many days from now, at this hour in London."""
    return datetime.combine(clock.today() + timedelta(days=days), time(hour), clock.LONDON)


def planned(marac: World, days: int = 7, **more: object) -> Plan:
    """A plan that invites housing and the police."""
    asked = [marac.agencies["housing"], marac.agencies["police"]]
    return Plan(**({"starts_at": at(days), "place": "Town Hall", "agency_ids": asked} | more))


def in_order(meeting_id: UUID) -> list[UUID]:
    """The cases of an agenda in their order."""
    return [
        item.case_id
        for item in sorted(queries.every_item(meeting_id), key=lambda item: item.position)
    ]


def test_a_meeting_is_planned_and_people_of_invited_agencies_see_it(marac: World) -> None:
    """Those of other agencies do not."""
    with marac.inside():
        meeting = calendar.plan(marac.actor("coordinator"), planned(marac))
        assert queries.meeting(marac.actor("housing"), meeting.id).place == "Town Hall"
        with pytest.raises(NotVisible):
            queries.meeting(marac.actor("idva"), meeting.id)


def test_the_next_one_starts_from_who_was_asked_last_time(marac: World) -> None:
    """An emergency meeting of three agencies does not become the usual list."""
    with marac.inside():
        actor = marac.actor("coordinator")
        assert last_invited(actor) == []
        calendar.plan(actor, planned(marac))
        few = [marac.agencies["idva"]]
        calendar.plan(actor, planned(marac, 8, agency_ids=few, emergency=True))
        assert set(last_invited(actor)) == {
            marac.agencies["housing"],
            marac.agencies["police"],
        }


def test_an_emergency_meeting_takes_the_case_that_cannot_wait(marac: World) -> None:
    """Planned for today, with its case on the agenda."""
    with marac.inside():
        case_id = marac.extra["case"]
        soon = planned(marac, 0, emergency=True)
        meeting = calendar.plan(marac.actor("coordinator"), soon, [case_id])
        assert meeting.emergency
        assert in_order(meeting.id) == [case_id]
        assert case_id not in {each.id for each in queries.on_no_agenda(marac.actor("chair"))}


def test_a_case_waits_until_it_is_on_an_agenda_and_again_when_it_was_put_off(marac: World) -> None:
    """What a meeting did not reach is not lost between two meetings."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), marac.extra["case"]
        assert [each.id for each in queries.on_no_agenda(actor)] == [case_id]
        meeting = calendar.plan(actor, planned(marac))
        agenda.put_on_agenda(actor, meeting.id, case_id)
        assert queries.on_no_agenda(actor) == []
        with transaction():
            meeting.state = MeetingState.CLOSED
            for item in queries.every_item(meeting.id):
                item.state = ItemState.DEFERRED
        assert [each.id for each in queries.on_no_agenda(actor)] == [case_id]
        again = calendar.plan(actor, planned(marac, 14))
        agenda.put_on_agenda(actor, again.id, case_id)
        assert queries.on_no_agenda(actor) == []
        with transaction():
            again.state = MeetingState.CLOSED
            for item in queries.every_item(again.id):
                item.state = ItemState.HEARD
        assert queries.on_no_agenda(actor) == []
        tags = [each.tag for each in rows_about(actor, case_id)]
        assert tags.count("case:agenda") == 2


def test_a_kept_case_stays_behind_the_others(marac: World) -> None:
    """A case put on the agenda later goes before the one that is kept from somebody."""
    with marac.inside():
        actor, first = marac.actor("coordinator"), marac.extra["case"]
        kept, last = a_case(marac), a_case(marac)
        circle.exclude(actor, kept, person_id=marac.person_id("second_idva"))
        meeting = calendar.plan(actor, planned(marac))
        for case_id in (first, kept, last):
            agenda.put_on_agenda(actor, meeting.id, case_id)
        assert in_order(meeting.id) == [first, last, kept]
        times = [
            item.starts_at
            for item in sorted(queries.every_item(meeting.id), key=lambda item: item.position)
        ]
        assert times == slots(at(), 3, MINUTES_EACH)


def test_what_was_taken_up_keeps_its_place(marac: World) -> None:
    """A case added while a meeting goes on comes after what was heard."""
    with marac.inside():
        actor = marac.actor("coordinator")
        heard, waits = marac.extra["case"], a_case(marac)
        meeting = calendar.plan(actor, planned(marac, 0), [heard])
        with transaction():
            meeting.state = MeetingState.OPEN
            queries.every_item(meeting.id)[0].state = ItemState.HEARD
        agenda.put_on_agenda(actor, meeting.id, waits)
        assert in_order(meeting.id) == [heard, waits]


def test_a_case_is_on_one_coming_agenda_only(marac: World) -> None:
    """And never on that of a closed meeting."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), marac.extra["case"]
        one, other = (calendar.plan(actor, planned(marac, days)) for days in (1, 2))
        agenda.put_on_agenda(actor, one.id, case_id)
        for meeting in (one, other):
            with pytest.raises(RuleBroken):
                agenda.put_on_agenda(actor, meeting.id, case_id)
        with transaction():
            one.state = MeetingState.CLOSED
        with pytest.raises(RuleBroken):
            agenda.put_on_agenda(actor, one.id, a_case(marac))


def test_an_excluded_officer_puts_nothing_on_an_agenda(marac: World) -> None:
    """For them the case is not there."""
    with marac.inside():
        case_id = marac.extra["case"]
        meeting = calendar.plan(marac.actor("chair"), planned(marac))
        circle.exclude(marac.actor("chair"), case_id, person_id=marac.person_id("deputy"))
        with pytest.raises(NotVisible):
            agenda.put_on_agenda(marac.actor("deputy"), meeting.id, case_id)
        with pytest.raises(NotVisible):
            calendar.plan(marac.actor("deputy"), planned(marac), [case_id])
        assert queries.on_no_agenda(marac.actor("deputy")) == []
    client = marac.client("deputy")
    gone = client.get(f"/meetings/new/{case_id}")
    assert gone.status_code == 404
    assert gone.data == client.get(f"/meetings/new/{uuid4()}").data


@pytest.mark.parametrize("who", ["idva", "housing", "administrator"])
def test_only_officers_plan(marac: World, who: str) -> None:
    """Nobody else, by the service or by the page."""
    with marac.inside():
        with pytest.raises(Refused):
            calendar.plan(marac.actor(who), planned(marac))
        with pytest.raises(Refused):
            agenda.put_on_agenda(marac.actor(who), uuid4(), marac.extra["case"])
    assert marac.client(who).get("/meetings/new").status_code == 403


def test_a_plan_is_changed_until_the_meeting_opens(marac: World) -> None:
    """The times of its cases move with it; a second officer's stale form changes nothing."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), marac.extra["case"]
        meeting = calendar.plan(actor, planned(marac), [case_id])
        seen = meeting.revision
        later = planned(marac, 9, agency_ids=[marac.agencies["idva"]], place="Online")
        calendar.change_plan(actor, meeting.id, later, seen)
        (item,) = queries.every_item(meeting.id)
        assert item.starts_at == at(9)
        assert queries.invited_agencies(meeting.id) == [marac.agencies["idva"]]
        with pytest.raises(Changed):
            calendar.change_plan(actor, meeting.id, later, seen)
        with transaction():
            db.session.get_one(Meeting, meeting.id).state = MeetingState.OPEN
        with pytest.raises(RuleBroken):
            calendar.change_plan(actor, meeting.id, later, None)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"agency_ids": []}, "agencies"), ({"place": " "}, "place"), ({"chair_id": True}, "chair")],
)
def test_a_plan_says_who_is_asked_and_where(
    marac: World, more: dict[str, object], field: str
) -> None:
    """What is missing comes back beside its field; an IDVA is no chair."""
    with marac.inside():
        if "chair_id" in more:
            more = {"chair_id": marac.person_id("idva")}
        with pytest.raises(RuleBroken) as caught:
            calendar.plan(marac.actor("coordinator"), planned(marac, **more))
        assert caught.value.field == field


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:30", (9, 30)), ("9.30am", (9, 30)), ("14:00", (14, 0)), ("2pm", (14, 0)),
     ("12:15 PM", (12, 15)), ("12am", (0, 0)), ("0:05", (0, 5))],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, expected: tuple[int, int]) -> None:
    """With a point or a colon, with am and pm or without."""
    assert rules.time_of_day(text) == time(*expected)


@pytest.mark.parametrize("text", ["", "9", "25:00", "9:60", "13pm", "noon", "9:30:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """A bare number could be either half of the day."""
    with pytest.raises(RuleBroken):
        rules.time_of_day(text)


def test_the_page_plans_a_meeting(marac: World) -> None:
    """From the list of meetings to the meeting's own page; the invitations of last time are on."""
    client = marac.client("coordinator")
    assert "/meetings/new" in client.get("/meetings").text
    day = clock.today() + timedelta(days=3)
    typed = {
        "day-day": str(day.day),
        "day-month": str(day.month),
        "day-year": str(day.year),
        "time": "10am",
        "place": "Room 4",
        "agencies": [str(marac.agencies["housing"])],
        "chair": str(marac.person_id("chair")),
        "every": "once",
        "anyway": "y",
    }
    empty = client.submit("/meetings/new", typed | {"agencies": [], "time": "10"})
    assert empty.status_code == 422
    assert "Room 4" in empty.text
    sent = client.submit("/meetings/new", typed)
    assert sent.status_code == 303
    shown = client.get(sent.location).text
    assert "10:00am, Room 4" in shown
    assert "Chair: Priya Raman" in shown
    changed = client.submit(f"{sent.location}/plan", typed | {"place": "Room 5"})
    assert changed.status_code == 303
    assert "Room 5" in client.get(sent.location).text


def test_no_meeting_is_planned_in_the_past(marac: World) -> None:
    """Today is the earliest."""
    with pytest.raises(RuleBroken):
        rules.require_to_come(clock.today() - timedelta(days=1), clock.today())
    rules.require_to_come(clock.today(), clock.today())
