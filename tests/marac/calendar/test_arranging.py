"""Series, changes, cancellations, clashes, the link of a call: what an officer gets wrong too."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from app import clock
from app.db import db, transaction
from app.marac.agenda import service as agenda
from app.marac.agenda.queries import waiting
from app.marac.calendar import rules
from app.marac.calendar import service as calendar
from app.marac.calendar.series import Every
from app.marac.calendar.service import Plan
from app.marac.meeting import publishing, queries
from app.marac.meeting.model import Meeting, MeetingState
from app.refusals import Changed, NotVisible, RuleBroken
from tests.builders import World
from tests.working import a_case

WEDNESDAY = date(2099, 3, 11)


def a_plan(marac: World, day: date = WEDNESDAY, hour: int = 9, **more: object) -> Plan:
    """A usual meeting of housing and the police."""
    begins = datetime.combine(day, time(hour), clock.LONDON)
    asked = [marac.agencies["housing"], marac.agencies["police"]]
    return replace(Plan(begins, "Town Hall", asked), **more)  # type: ignore[arg-type]


def a_series(marac: World, weeks: int = 4) -> list[Meeting]:
    """A meeting every week."""
    until = WEDNESDAY + timedelta(weeks=weeks - 1)
    return calendar.plan_series(marac.actor("coordinator"), a_plan(marac), Every.WEEK, until)


def starts(meetings: list[Meeting]) -> list[tuple[date, int]]:
    """The days and hours in London."""
    london = [clock.london(each.starts_at) for each in meetings]
    return [(each.date(), each.hour) for each in london]


def test_a_series_begins_at_one_time_of_the_day_all_year(marac: World) -> None:
    """Nine o'clock on the wall, before and after the clocks go forward on 29 March."""
    with marac.inside():
        found = a_series(marac)
        assert starts(found) == [(WEDNESDAY + timedelta(weeks=n), 9) for n in range(4)]
        assert len({each.series_id for each in found}) == 1
        offsets = {clock.london(each.starts_at).utcoffset() for each in found}
        assert offsets == {timedelta(0), timedelta(hours=1)}


def test_one_of_a_series_is_changed_alone_or_with_those_after_it(marac: World) -> None:
    """Those before it stay as they were."""
    with marac.inside():
        actor = marac.actor("coordinator")
        found = a_series(marac)
        moved = a_plan(marac, WEDNESDAY + timedelta(days=8), 10, place="Library")
        calendar.change_plan(actor, found[1].id, moved, None)
        assert [each.place for each in found] == ["Town Hall", "Library", "Town Hall", "Town Hall"]
        again = a_plan(marac, WEDNESDAY + timedelta(days=15), 14, place="Room 4")
        changed = calendar.change_plan(actor, found[2].id, again, None, and_later=True)
        assert [each.id for each in changed] == [found[2].id, found[3].id]
        assert starts(found)[2:] == [
            (WEDNESDAY + timedelta(days=15), 14),
            (WEDNESDAY + timedelta(days=22), 14),
        ]
        assert starts(found)[0] == (WEDNESDAY, 9)


def test_what_was_on_a_cancelled_agenda_waits_again(marac: World) -> None:
    """It can be put on another one at once; the cancelled meeting stays on the list, marked."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), marac.extra["case"]
        meeting = calendar.plan(actor, a_plan(marac), [case_id])
        publishing.publish(actor, meeting.id)
        with pytest.raises(Changed):
            calendar.cancel(actor, meeting.id, meeting.revision - 1)
        calendar.cancel(actor, meeting.id, meeting.revision)
        assert meeting.state == MeetingState.CANCELLED
        assert [one.case.id for one in waiting(actor)] == [case_id]
        newest = publishing.current(publishing.Chain.of(actor), meeting)
        assert newest is not None
        assert newest.cases == frozenset()
        other = calendar.plan(actor, a_plan(marac, WEDNESDAY + timedelta(7)), [case_id])
        with pytest.raises(RuleBroken):
            agenda.put_on_agenda(actor, meeting.id, a_case(marac))
        meeting_id, other_id = meeting.id, other.id
    client = marac.client("housing")
    assert "Cancelled" in client.get("/meetings").text
    assert "This meeting was cancelled" in client.get(f"/meetings/{meeting_id}").text
    home = client.get("/").text
    assert str(other_id) in home
    assert "A meeting is cancelled" in home


def test_the_rest_of_a_series_is_cancelled(marac: World) -> None:
    """From this one on."""
    with marac.inside():
        found = a_series(marac)
        gone = calendar.cancel(marac.actor("coordinator"), found[2].id, and_later=True)
        assert [each.id for each in gone] == [found[2].id, found[3].id]
        assert [str(each.state) for each in found] == ["planned"] * 2 + ["cancelled"] * 2


@pytest.mark.parametrize(
    ("day", "hour", "field", "said"),
    [
        (date(2099, 12, 25), 9, "day", "is a bank holiday"),
        (date(2099, 3, 14), 9, "day", "is a Saturday"),
        (WEDNESDAY, 9, "time", "starts at 9am that day, Town Hall"),
    ],
)
def test_a_clash_is_said_beside_its_box_and_can_be_meant(
    marac: World, day: date, hour: int, field: str, said: str
) -> None:
    """Two meetings at one time, a day off: planned only by somebody who says so."""
    with marac.inside():
        actor = marac.actor("coordinator")
        calendar.plan(actor, a_plan(marac))
        with pytest.raises(RuleBroken) as caught:
            calendar.plan(actor, a_plan(marac, day, hour, anyway=False))
        assert caught.value.field == field
        assert said in caught.value.message
        assert calendar.plan(actor, a_plan(marac, day, hour))


def test_a_meeting_does_not_clash_with_itself(marac: World) -> None:
    """Nor with those of its series that are changed with it; an emergency may be on a Sunday."""
    with marac.inside():
        actor = marac.actor("coordinator")
        found = a_series(marac)
        same = a_plan(marac, place="Library", anyway=False)
        calendar.change_plan(actor, found[0].id, same, None, and_later=True)
        sunday = WEDNESDAY + timedelta(days=4)
        calendar.plan(actor, a_plan(marac, sunday, anyway=False, emergency=True))


@pytest.mark.parametrize(
    "link",
    ["calls.example.org/1", "http://calls.example.org/1", "https://localhost/1", "https://",
     "https://10.0.0.1/x", "https://a@b.example.org/", "javascript:alert(1)",
     "https://calls.example.org/ x", 'https://calls.example.org/"x', "https://[::1]/x",
     "https://calls.example.org/" + "x" * 300],
)  # fmt: skip
def test_a_link_that_is_none_is_said_beside_its_box(marac: World, link: str) -> None:
    """Only a whole https link of a named host."""
    with marac.inside(), pytest.raises(RuleBroken) as caught:
        calendar.plan(marac.actor("coordinator"), a_plan(marac, link=link))
    assert caught.value.field == "link"


def test_the_link_is_shown_to_whoever_may_attend_and_to_nobody_else(marac: World) -> None:
    """On the meeting's page; in no list, no home page, no e-mail, no calendar."""
    link = "https://calls.example.org/room/73519"
    with marac.inside():
        plan = a_plan(marac, link=link)
        meeting_id = calendar.plan(marac.actor("coordinator"), plan).id
    room = f"/meetings/{meeting_id}"
    housing = marac.client("housing")
    assert link in housing.get(room).text
    for page in ("/", "/meetings", f"{room}/calendar", "/meetings/calendar", f"{room}/live"):
        assert "73519" not in housing.get(page).text
    assert marac.client("idva").get(room).status_code == 404
    assert "73519" not in marac.client("administrator").get(room).text
    mail = b"".join(each.read_bytes() for each in (marac.instance / "outbox").glob("*.eml"))
    assert b"73519" not in mail


def test_minutes_are_the_areas_unless_said(marac: World) -> None:
    """And the meeting's own for every case that has none of its own."""
    with marac.inside():
        actor, case_id = marac.actor("coordinator"), marac.extra["case"]
        meeting = calendar.plan(actor, a_plan(marac, minutes_each=20), [case_id, a_case(marac)])
        rows = queries.agenda(actor, meeting.id)
        assert rows[1].starts_at - rows[0].starts_at == timedelta(minutes=20)
        calendar.change_plan(actor, meeting.id, a_plan(marac, minutes_each=10), None)
        rows = queries.agenda(actor, meeting.id)
        assert rows[1].starts_at - rows[0].starts_at == timedelta(minutes=10)
        assert calendar.plan(actor, a_plan(marac, hour=14)).minutes_each == 12


def test_a_time_that_does_not_exist_is_refused() -> None:
    """The hour that the clocks leave out in March."""
    gone = datetime(2027, 3, 28, 1, 30, tzinfo=clock.LONDON)
    with pytest.raises(RuleBroken):
        rules.require_real(gone)
    rules.require_real(gone.replace(hour=2))


def typed(marac: World, **more: str | list[str]) -> dict[str, str | list[str]]:
    """What an officer types into the page."""
    return {
        "day-day": "11",
        "day-month": "3",
        "day-year": "2099",
        "time": "9:30am",
        "place": "Room 4",
        "every": "once",
        "agencies": [str(marac.agencies["housing"])],
    } | more


def test_the_page_plans_a_series_and_tells_people_once(marac: World) -> None:
    """One e-mail each for the whole series, and the list shows every meeting."""
    client = marac.client("coordinator")
    until = {"until-day": "8", "until-month": "4", "until-year": "2099"}
    wrong = client.submit("/meetings/new", typed(marac, every="week"))
    assert wrong.status_code == 422
    assert 'value="Room 4"' in wrong.text
    sent = client.submit("/meetings/new", typed(marac, every="week", **until))
    assert sent.location == "/meetings"
    page = client.get("/meetings").text
    assert "5 meetings are planned, from 11 March 2099 to 8 April 2099" in page
    assert "8 April 2099, 9:30am" in page
    assert len(list((marac.instance / "outbox").glob("*.eml"))) == 1


def test_every_fault_is_named_at_once(marac: World) -> None:
    """Date, time, link, minutes and last date are wrong: five messages in one answer."""
    client = marac.client("coordinator")
    wrong = typed(
        marac,
        every="week",
        time="half nine",
        link="teams.example.org/room",
        minutes_each="0",
        **{"day-year": "2025", "until-day": "1", "until-month": "1", "until-year": "2025"},
    )
    page = client.submit("/meetings/new", wrong)
    assert page.status_code == 422
    for said in (
        "The date must be today or later.",
        "Enter a time, like 9:30am or 14:00.",
        "It begins with https://",
        'id="minutes_each-error"',
        "The last date must be after the first meeting.",
    ):
        assert said in page.text
    assert "Plan it all the same" not in page.text


def test_a_series_over_a_bank_holiday_is_asked_about_like_a_sunday(marac: World) -> None:
    """Good Friday is in it: it is named, and the series is planned by whoever says so."""
    client = marac.client("coordinator")
    given = typed(
        marac,
        every="week",
        **{"day-day": "3", "day-month": "4", "until-day": "17", "until-month": "4"},
        **{"until-year": "2099"},
    )
    asked = client.submit("/meetings/new", given)
    assert asked.status_code == 422
    assert "10 April 2099 is a bank holiday" in asked.text
    assert "Plan it all the same" in asked.text
    sent = client.submit("/meetings/new", given | {"anyway": "y"})
    assert sent.status_code == 303
    assert (
        "3 meetings are planned, from 3 April 2099 to 17 April 2099" in client.get("/meetings").text
    )


def test_a_clash_offers_to_plan_it_all_the_same(marac: World) -> None:
    """The box appears with the message, and what was typed is still there."""
    client = marac.client("coordinator")
    assert client.submit("/meetings/new", typed(marac)).status_code == 303
    clash = client.submit("/meetings/new", typed(marac))
    assert clash.status_code == 422
    assert 'id="time-error"' in clash.text
    assert "Plan it all the same" in clash.text
    assert 'value="Room 4"' in clash.text
    assert client.submit("/meetings/new", typed(marac, anyway="y")).status_code == 303


def test_the_page_cancels_after_asking(marac: World) -> None:
    """Nothing happens by looking; whoever is no officer cannot."""
    with marac.inside():
        meeting_id = calendar.plan(marac.actor("coordinator"), a_plan(marac)).id
    client, address = marac.client("coordinator"), f"/meetings/{meeting_id}/cancel"
    assert "Cancel this meeting?" in client.get(address).text
    assert state_of(marac, meeting_id) == "planned"
    assert marac.client("housing").get(address).status_code == 403
    assert client.submit(address, {}).status_code == 303
    assert state_of(marac, meeting_id) == "cancelled"


def state_of(marac: World, meeting_id: UUID) -> str:
    """Where a meeting stands."""
    with marac.inside(), transaction():
        return str(db.session.get_one(Meeting, meeting_id).state)


def test_another_areas_meeting_is_none(marac: World) -> None:
    """The same answer as for a meeting that never was."""
    with marac.inside(), pytest.raises(NotVisible):
        calendar.cancel(marac.actor("coordinator"), UUID(int=9))
