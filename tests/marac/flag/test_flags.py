"""The 12-month list: who is told which flag, what they read, and what comes back."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app import clock
from app.accounts.person.model import Person, PersonState
from app.confidentiality.circle.model import Exclusion, Grant, Secret
from app.confidentiality.circle.service import admit, exclude
from app.db import db, transaction
from app.marac.case import service as cases
from app.marac.case.rules import OpeningReason
from app.marac.flag import queries, rules, service
from app.marac.flag.model import FlagNotice
from app.marac.flag.telling import to_remind
from app.marac.meeting import hearing
from app.marac.meeting import service as meetings
from app.marac.meeting.model import AgendaItem, Invited
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.table import VICTIMS, Table, list_one
from tests.marac.telling import heard

A_YEAR = timedelta(days=367)


@pytest.fixture
def closed(table: Table) -> Table:
    """All three cases have been heard and the meeting is closed."""
    heard(table)
    return table


def _notices(table: Table, agency: str) -> list[FlagNotice]:
    rows = db.session.scalars(select(FlagNotice).order_by(FlagNotice.told_at)).all()
    return [row for row in rows if row.agency_id == table.world.agencies[agency]]


def _a_year_ago(table: Table) -> None:
    """Let the meeting have been a year ago, so that every flag has lapsed."""
    with transaction():
        for item in table.items:
            assert item.concluded_at is not None
            item.concluded_at -= A_YEAR


def test_current_until_counts_from_the_last_hearing(closed: Table) -> None:
    """Each heard case is current for twelve months from the London day of its hearing."""
    chair = closed.world.actor("chair")
    cases_ = [closed.case(number) for number in range(3)]
    until = rules.flag_until(clock.today(), 12)
    assert queries.current_until(chair, cases_) == dict.fromkeys(cases_, until)
    assert queries.lapsed(chair, clock.today(), until) == []
    assert set(queries.lapsed(chair, until, until + timedelta(days=1))) == set(cases_)


def test_what_was_put_off_is_not_on_the_list(table: Table) -> None:
    """A case that nobody heard has no flag: nothing was concluded about it."""
    table.begin()
    table.seat("coordinator")
    meetings.close_meeting(table.world.actor("chair"), table.meeting_id)
    coordinator = table.world.actor("coordinator")
    assert service.the_list(coordinator) == []
    assert service.to_tell(coordinator) == []


def test_one_press_tells_each_agency_once(closed: Table) -> None:
    """Every invited agency is told of every case, except the people kept from it; twice is once."""
    coordinator = closed.world.actor("coordinator")
    told = service.tell(coordinator)
    assert closed.world.person_id("idva") in told
    assert len(_notices(closed, "idva")) == 3
    assert len(_notices(closed, "police")) == 3
    assert [row.case_id for row in _notices(closed, "housing")].count(closed.case(2)) == 0
    assert service.to_tell(coordinator) == []
    assert service.tell(coordinator) == {}
    assert trail.tags().count("flag:tell") == len(db.session.scalars(select(FlagNotice)).all())


def test_a_keeper_reads_names_dates_and_until_when_and_nothing_else(closed: Table) -> None:
    """Housing was not at the meeting: the slip opens, with an audit row, and the case does not."""
    service.tell(closed.world.actor("coordinator"))
    housing = closed.world.actor("housing")
    opened = service.own_notices(housing)
    assert {each.name for each in opened} == set(VICTIMS[:2])
    one = service.open_notice(housing, opened[0].notice.id)
    assert [field.name for field in one.people] == [one.name]
    assert trail.tags()[-1] == "flag:open"
    with pytest.raises(NotVisible):
        cases.open_case(housing, one.notice.case_id, OpeningReason.PREPARING)


def test_nobody_of_another_agency_or_kept_from_the_case_opens_a_notice(closed: Table) -> None:
    """Another agency's notice, and one of a case kept from the reader, are not there at all."""
    service.tell(closed.world.actor("coordinator"))
    notice = _notices(closed, "housing")[0]
    with pytest.raises(NotVisible):
        service.open_notice(closed.world.actor("idva"), notice.id)
    exclude(
        closed.world.actor("chair"), notice.case_id, person_id=closed.world.person_id("housing")
    )
    with pytest.raises(NotVisible):
        service.open_notice(closed.world.actor("housing"), notice.id)
    assert notice.id not in {
        each.notice.id for each in service.own_notices(closed.world.actor("housing"))
    }


def test_a_row_moved_to_another_agency_gives_it_no_key(closed: Table) -> None:
    """Whoever rewrites the row or takes exclusions away lets nobody in: the slip is promised."""
    service.tell(closed.world.actor("coordinator"))
    notice = _notices(closed, "idva")[0]
    with transaction():
        notice.agency_id = closed.world.agencies["housing"]
        db.session.execute(delete(Exclusion))
    admit(closed.world.actor("chair"))
    with pytest.raises(NotVisible):
        service.open_notice(closed.world.actor("housing"), notice.id)
    secret = db.session.get_one(Secret, notice.slip_id)
    assert all(one.startswith("flag_keeper:") for one in secret.promised)


def test_a_keeper_with_new_keys_gets_the_slip_at_the_door(closed: Table) -> None:
    """A grant that is gone is made again by the doorkeeper, because the slip names the keeper."""
    service.tell(closed.world.actor("coordinator"))
    notice = _notices(closed, "housing")[0]
    with transaction():
        db.session.execute(
            delete(Grant).where(Grant.holder_id == closed.world.person_id("housing"))
        )
    housing = closed.world.actor("housing")
    with pytest.raises(NotVisible):
        service.open_notice(housing, notice.id)
    admit(closed.world.actor("chair"))
    assert service.open_notice(housing, notice.id).name in VICTIMS


def test_a_keeper_confirms_and_officers_see_it(closed: Table) -> None:
    """Set, or cannot with why; the coordinator sees by whom and when, the reason opened."""
    coordinator, housing = closed.world.actor("coordinator"), closed.world.actor("housing")
    service.tell(coordinator)
    first, second = service.own_notices(housing)
    service.answer(housing, first.notice.id, "set", "", None)
    with pytest.raises(RuleBroken):
        service.answer(housing, second.notice.id, "cannot", " ", None)
    with pytest.raises(RuleBroken):
        service.answer(housing, second.notice.id, "cleared", "", None)
    service.answer(housing, second.notice.id, "cannot", "Nobody of this name", None)
    assert service.open_notice(coordinator, second.notice.id).why == "Nobody of this name"
    line = service.line_of(coordinator, second.notice.case_id)
    assert (line.answered, line.cannot) == (0, 1)
    row = next(each for each in line.notices if each.answer)
    assert row.answered_by == housing.person_id
    with pytest.raises(NotVisible):
        service.answer(coordinator, _notices(closed, "idva")[0].id, "set", "", None)


def test_at_the_lapse_agencies_are_told_to_clear_and_not_why(closed: Table) -> None:
    """A year on each agency that was told to set is told to clear, and confirms that."""
    coordinator, housing = closed.world.actor("coordinator"), closed.world.actor("housing")
    service.tell(coordinator)
    _a_year_ago(closed)
    assert {each.wanted.ask for each in service.to_tell(coordinator)} == {rules.Ask.CLEAR}
    service.tell(coordinator)
    opened = service.own_notices(housing)
    assert {each.notice.ask for each in opened} == {"clear"}
    service.answer(housing, opened[0].notice.id, "cleared", "", None)
    assert service.to_tell(coordinator) == []


def test_a_repeat_moves_the_date(closed: Table) -> None:
    """Heard again within the twelve months, the flag is asked for again with the new date."""
    coordinator = closed.world.actor("coordinator")
    service.tell(coordinator)
    later = clock.now() + timedelta(days=60)
    with transaction():
        item = db.session.get_one(hearing.AgendaItem, closed.item(0))
        item.concluded_at = later
    with clock.pretend(later):
        asked = service.to_tell(coordinator)
        assert {each.wanted.case_id for each in asked} == {closed.case(0)}
        assert {each.wanted.until for each in asked} == {rules.flag_until(later.date(), 12)}
        service.tell(coordinator)
        rows = _notices(closed, "housing")
        old = next(row for row in rows if row.case_id == closed.case(0))
        with pytest.raises(RuleBroken):
            service.answer(closed.world.actor("housing"), old.id, "set", "", None)


def test_a_case_whose_victim_moved_away_is_cleared(closed: Table) -> None:
    """An officer takes it off the list; agencies are told to clear; the reason stays sealed."""
    coordinator = closed.world.actor("coordinator")
    service.tell(coordinator)
    with pytest.raises(RuleBroken):
        service.end(coordinator, closed.case(0), "other")
    service.end(coordinator, closed.case(0), "moved")
    asked = service.to_tell(coordinator)
    assert {(each.wanted.case_id, each.wanted.ask) for each in asked} == {(closed.case(0), "clear")}
    assert service.reason_of_end(coordinator, closed.case(0)) == rules.End.MOVED
    end = queries.newest_end(coordinator, closed.case(0))
    assert end is not None
    assert b"moved" not in end.sealed_reason


def test_an_agency_that_is_excluded_later_is_told_nothing_more(closed: Table) -> None:
    """Not even to clear: that there is a case is itself what is kept from it."""
    coordinator = closed.world.actor("coordinator")
    service.tell(coordinator)
    exclude(closed.world.actor("chair"), closed.case(0), agency_id=closed.world.agencies["housing"])
    _a_year_ago(closed)
    service.tell(coordinator)
    rows = [row for row in _notices(closed, "housing") if row.case_id == closed.case(0)]
    assert [row.ask for row in rows] == ["set"]


def test_only_an_officer_tells_or_lists(closed: Table) -> None:
    """A member sees their own agency's flags and no list; nobody without the office tells."""
    with pytest.raises(Refused):
        service.the_list(closed.world.actor("housing"))
    with pytest.raises(Refused):
        service.tell(closed.world.actor("idva"))


def test_the_list_has_its_audit_row_first(closed: Table) -> None:
    """Names of the list are opened with a row in the trail."""
    lines = service.the_list(closed.world.actor("deputy"))
    assert {line.name for line in lines} == set(VICTIMS)
    assert trail.tags()[-1] == "flag:list"


def test_who_has_not_answered_is_reminded_after_the_areas_days(closed: Table) -> None:
    """Reminders go to people of agencies with old notices, and need no key."""
    coordinator, housing = closed.world.actor("coordinator"), closed.world.actor("housing")
    service.tell(coordinator)
    assert to_remind(closed.world.area_id, 3) == {}
    for each in service.own_notices(housing):
        service.answer(housing, each.notice.id, "set", "", None)
    with clock.pretend(clock.now() + timedelta(days=4)):
        found = to_remind(closed.world.area_id, 3)
    assert closed.world.person_id("idva") in found
    assert closed.world.person_id("housing") not in found


def test_when_everybody_who_was_told_has_gone_others_are_told(closed: Table) -> None:
    """A notice that nobody at work can read is made again, for whoever keeps the records now."""
    coordinator = closed.world.actor("coordinator")
    service.tell(coordinator)
    with transaction():
        for who in ("idva", "second_idva"):
            db.session.get_one(Person, closed.world.person_id(who)).state = PersonState.LEFT
        moved = db.session.get_one(Person, closed.world.person_id("officer"))
        moved.agency_id = closed.world.agencies["idva"]
    asked = service.to_tell(coordinator)
    theirs = {one.wanted.agency_id for one in asked}
    assert closed.world.agencies["idva"] in theirs
    assert {person.name for one in asked for person in one.keepers} >= {"Ruth Castle"}


def test_whoever_was_not_named_counts_nothing(closed: Table) -> None:
    """The chair is of the police too, whose representative was told: her home page is quiet."""
    service.tell(closed.world.actor("coordinator"))
    assert service.count_own(closed.world.actor("officer")) == 3
    told = db.session.get_one(Secret, _notices(closed, "police")[0].slip_id)
    assert len(told.promised) == 1


def test_an_agency_of_which_only_a_row_says_that_it_was_asked_is_told_nothing(
    closed: Table,
) -> None:
    """Names and dates of birth go to the agencies of the agenda that an officer signed."""
    children = closed.world.agencies["children"]
    with transaction() as session:
        session.add(Invited(meeting_id=closed.meeting_id, agency_id=children))
    service.tell(closed.world.actor("coordinator"))
    told = set(db.session.scalars(select(FlagNotice.agency_id)))
    assert told
    assert children not in told


def test_a_case_of_which_only_a_row_says_that_it_was_heard_is_told_to_nobody(
    closed: Table,
) -> None:
    """It is on no agenda that anybody signed."""
    outside = list_one(closed.world, "Outside Nobody", [])
    with transaction() as session:
        session.add(
            AgendaItem(
                area_id=closed.world.area_id,
                meeting_id=closed.meeting_id,
                case_id=outside,
                position=77,
                starts_at=clock.now(),
                state="heard",
                concluded_at=clock.now(),
            )
        )
    service.tell(closed.world.actor("coordinator"))
    told = set(db.session.scalars(select(FlagNotice.case_id)))
    assert told
    assert outside not in told
