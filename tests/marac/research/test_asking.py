"""Publishing an agenda asks each agency about each case that it may know, and nobody else."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Grant, Secret
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.meeting import publishing
from app.marac.research import asking, service
from app.marac.research.model import ResearchRequest
from app.refusals import NotVisible
from tests.marac.research.desk import asked_of, publish, request_of
from tests.marac.table import Table
from tests.writing_past import as_owner


def holders(request: ResearchRequest) -> set[UUID]:
    """Who holds the slip of a request, one by one."""
    query = select(Grant.holder_id).where(
        Grant.secret_id == request.slip_id, Grant.holder_kind == "person"
    )
    return set(db.session.scalars(query))


def test_each_agency_is_asked_about_each_case(table: Table) -> None:
    """Five agencies, three cases: fifteen requests, each for the people of its own agency."""
    publish(table)
    rows = db.session.scalars(select(ResearchRequest)).all()
    assert len(rows) == 15
    chair, officer = (table.world.person_id(who) for who in ("chair", "officer"))
    assert holders(request_of(table, "police", 1)) == {chair, officer}


def test_an_unpublished_agenda_asks_nobody(table: Table) -> None:
    """Before it is published nobody looks anything up."""
    assert service.own_list(table.world.actor("officer")).to_look_up == []


def test_who_is_kept_from_a_case_is_not_asked(table: Table) -> None:
    """The housing officer's colleagues would be; he is not, and sees two requests of three."""
    publish(table)
    housing = table.world.actor("housing")
    assert table.world.person_id("housing") not in holders(request_of(table, "housing", 2))
    assert len(service.own_list(housing).to_look_up) == 2
    with pytest.raises(NotVisible):
        service.open_request(housing, request_of(table, "housing", 2).id)


def test_an_agency_that_is_kept_out_is_not_asked(table: Table) -> None:
    """An excluded agency has no request at all for that case."""
    circle.exclude(
        table.world.actor("chair"), table.case(1), agency_id=table.world.agencies["housing"]
    )
    publish(table)
    assert len(asked_of(table, "housing")) == 2
    assert len(asked_of(table, "police")) == 3


def test_publishing_again_asks_nothing_twice(table: Table) -> None:
    """A later edition changes nothing that stands."""
    publish(table)
    before = {row.id: row.slip_id for row in db.session.scalars(select(ResearchRequest))}
    secrets = db.session.query(Secret).count()
    publish(table)
    assert {r.id: r.slip_id for r in db.session.scalars(select(ResearchRequest))} == before
    assert db.session.query(Secret).count() == secrets


def test_the_request_says_names_and_births_and_nothing_else(table: Table) -> None:
    """Neither address nor referrer, neither risks nor immigration: looking up needs none of it."""
    publish(table)
    opened = service.open_request(table.world.actor("officer"), request_of(table, "police", 1).id)
    assert [one.name for one in opened.who] == ["Jonquil Testcase", "Basil Testcase"]
    row = opened.request
    plain = Ring(table.world.actor("officer")).read(
        row.slip_id, "research.who", row.id, row.sealed_who
    )
    assert set(plain) == {"people"}
    assert {key for one in plain["people"] for key in one} == {"kind", "name", "aliases", "born"}


def test_a_case_taken_off_is_withdrawn_and_put_back_is_asked_again(table: Table) -> None:
    """What is off the agenda is no longer looked up; back on it, the same request lives."""
    publish(table)
    coordinator = table.world.actor("coordinator")
    meeting = db.session.get_one(publishing.Meeting, table.meeting_id)
    with transaction():
        publishing.sign_edition(coordinator, meeting, remove=[table.case(1)])
    assert len(service.own_list(table.world.actor("officer")).to_look_up) == 2
    with transaction():
        publishing.sign_edition(coordinator, meeting, add=[table.case(1)])
    assert len(service.own_list(table.world.actor("officer")).to_look_up) == 3
    assert db.session.query(ResearchRequest).count() == 15


def test_what_the_publisher_cannot_open_another_officer_asks(table: Table) -> None:
    """The coordinator publishes and is kept from a case; the chair asks for the rest."""
    chair = table.world.actor("chair")
    circle.exclude(chair, table.case(1), person_id=table.world.person_id("coordinator"))
    publish(table)
    meeting = db.session.get_one(publishing.Meeting, table.meeting_id)
    assert len(asked_of(table, "police")) == 2
    assert asking.not_asked(table.world.actor("coordinator"), meeting) == 0
    assert asking.not_asked(chair, meeting) == 1
    asking.ask_for_the_rest(chair, table.meeting_id)
    assert len(asked_of(table, "police")) == 3
    assert asking.not_asked(chair, meeting) == 0


def test_somebody_who_comes_later_is_let_in_at_the_door(table: Table) -> None:
    """The officer's signature names the agency, so the door lets in who had no slip yet."""
    publish(table)
    request = request_of(table, "police", 1)
    officer = table.world.person_id("officer")
    with transaction() as session:
        session.execute(delete(Grant).where(Grant.holder_id == officer))
    assert officer not in holders(request)
    circle.admit(table.world.actor("chair"))
    assert officer in holders(request)


def test_nobody_of_another_agency_is_let_in(table: Table) -> None:
    """Rewriting the row of a request, or of a person, gives nobody at the door a slip."""
    publish(table)
    request = request_of(table, "police", 1)
    other = request_of(table, "hospital", 1).id
    hospital = table.world.agencies["hospital"]
    as_owner(
        delete(ResearchRequest).where(ResearchRequest.id == other),
        update(ResearchRequest).where(ResearchRequest.id == request.id).values(agency_id=hospital),
    )
    circle.admit(table.world.actor("chair"))
    assert table.world.person_id("deputy") not in holders(request)
