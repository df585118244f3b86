"""How ready a meeting is: what is missing of agencies and cases, and what to do next."""

from datetime import timedelta

import pytest

from app import clock
from app.access.permissions import Role
from app.accounts.person.post import NotSent
from app.marac.action.model import Action
from app.marac.invitation import service as invitations
from app.marac.invitation.service import Given
from app.marac.meeting import publishing, queries
from app.marac.readiness import rules, service
from app.marac.readiness.rules import Comes, Lacks, Step
from app.marac.readiness.service import AgencyRow
from app.marac.research import writing
from app.marac.research.queries import known_of
from app.refusals import NotVisible, Refused
from tests.marac import trail
from tests.marac.conflict.naming import a_case_with, publish_with
from tests.marac.table import Table
from tests.pages import send


def row(table: Table, agency: str) -> AgencyRow:
    """How ready an agency is, as the coordinator sees it."""
    ready = service.look(table.world.actor("coordinator"), table.meeting_id)
    return next(one for one in ready.agencies if one.agency.id == table.world.agencies[agency])


@pytest.mark.parametrize(
    ("people", "lacking", "comes", "to_look_up", "step"),
    [
        (0, [], Comes.SILENT, 3, Step.NOBODY),
        (1, [Lacks.CONFIRMATION], Comes.YES, 3, Step.CONFIRM),
        (1, [Lacks.SIGNATURE], Comes.YES, 3, Step.SIGN),
        (2, [Lacks.SIGNATURE], Comes.SILENT, 3, Step.RING),
        (2, [], Comes.SILENT, 0, Step.RING),
        (2, [], Comes.YES, 1, Step.REMIND),
        (2, [], Comes.SORRY, 1, Step.REMIND),
        (2, [], Comes.SORRY_INFORMED, 0, Step.NOTHING),
        (1, [], Comes.YES, 0, Step.NOTHING),
    ],
)
def test_what_to_do_next(
    people: int, lacking: list[Lacks], comes: Comes, to_look_up: int, step: Step
) -> None:
    """First that somebody can come at all, then that they say so, then that they look it up."""
    found = rules.next_step(people=people, lacking=lacking, comes=comes, to_look_up=to_look_up)
    assert found is step


def test_whose_research_is_missing() -> None:
    """Police, children's social care, health, housing; one of health is enough; who was not asked
    is not missed."""
    from uuid import UUID

    police, trust, surgery, homes = (UUID(int=n) for n in range(4))
    sectors = {
        police: "police", trust: "acute_trust", surgery: "primary_care", homes: "housing",
    }  # fmt: skip
    asked = [police, trust, surgery, homes]
    assert rules.research_missing([], asked, sectors) == ("police", "health", "housing")
    assert rules.research_missing([trust, homes], asked, sectors) == ("police",)
    assert rules.research_missing([], [homes], sectors) == ("housing",)


def test_who_has_answered(table: Table) -> None:
    """Somebody comes, sends a deputy, or is sorry; the others have not answered."""
    meeting_id = table.meeting_id
    invitations.answer(table.world.actor("idva"), meeting_id, Given("comes"))
    deputy = Given("deputy", deputy_id=table.world.person_id("officer"))
    invitations.answer(table.world.actor("chair"), meeting_id, deputy)
    sorry = Given("apologies", sends_information=True)
    invitations.answer(table.world.actor("housing"), meeting_id, sorry)
    assert row(table, "idva").comes is Comes.YES
    assert row(table, "police").comes is Comes.YES
    assert row(table, "housing").comes is Comes.SORRY_INFORMED
    assert row(table, "hospital").comes is Comes.SILENT
    assert row(table, "hospital").step is Step.RING
    ready = service.summary(
        table.world.actor("chair"), queries.meeting(table.world.actor("chair"), meeting_id)
    )
    assert ready.answered == 3
    assert ready.cases == []
    order = [list(Step).index(each.step) for each in ready.agencies]
    assert order == sorted(order)


def test_who_has_looked_the_cases_up(table: Table) -> None:
    """Counted by agency; the case says whose is missing."""
    publishing.publish(table.world.actor("chair"), table.meeting_id)
    before = row(table, "police")
    assert (before.asked, before.done) == (3, 0)
    alike = service.look(table.world.actor("coordinator"), table.meeting_id)
    assert alike.common == (alike.cases[0].missing.research, 3)
    request = next(
        each
        for each in known_of(table.world.actor("chair"), table.meeting_id)
        if each.agency_id == table.world.agencies["police"] and each.case_id == table.case(0)
    )
    writing.mark(table.world.actor("officer"), request.id, "nothing_known")
    assert row(table, "police").done == 1
    ready = service.look(table.world.actor("coordinator"), table.meeting_id)
    missing = {one.line.case_id: one.missing for one in ready.cases}
    assert "police" not in missing[table.case(0)].research
    assert "police" in missing[table.case(1)].research
    assert ready.unready
    assert ready.common == ((), 0)


def test_who_could_not_see_a_case(table: Table) -> None:
    """Named with the first reason; a person who has everything is not named."""
    lacking = service.queries.lacking(
        table.world.actor("chair"),
        [
            person
            for agency in ("children", "nrpf", "police")
            for person in service.invitations.people.people_of_agency(table.world.agencies[agency])
            if Role.ADMINISTRATOR not in person.roles
        ],
    )
    assert lacking == {table.world.person_id("nrpf"): Lacks.CONFIRMATION}


def test_names_to_look_at_are_counted_with_their_case(table: Table) -> None:
    """And no name of anybody is on the page."""
    case_id = a_case_with(table.world, "Bob Castle")
    publish_with(table.world, table.meeting_id, case_id)
    ready = service.look(table.world.actor("deputy"), table.meeting_id)
    assert {one.line.case_id: one.to_look_at for one in ready.cases}[case_id] == 1
    assert ready.to_look_at == 1


def test_an_officer_who_is_out_counts_nothing_of_the_case(table: Table) -> None:
    """Neither its research nor the names to look at."""
    case_id = a_case_with(table.world, "Grace Adeyemi")
    publish_with(table.world, table.meeting_id, case_id)
    out = service.look(table.world.actor("coordinator"), table.meeting_id)
    there = service.look(table.world.actor("deputy"), table.meeting_id)
    assert case_id not in {one.line.case_id for one in out.cases}
    assert (out.to_look_at, there.to_look_at) == (0, 1)
    assert there.asked > out.asked


def test_only_officers_look(table: Table) -> None:
    """And an officer's role alone is not enough: the chain must know her as one."""
    with pytest.raises(Refused):
        service.look(table.world.actor("idva"), table.meeting_id)
    before = trail.count("readiness:open")
    service.look(table.world.actor("chair"), table.meeting_id)
    assert trail.count("readiness:open") == before + 1


def test_a_reminder_says_nothing_and_is_in_the_trail(table: Table) -> None:
    """To each of the agency's people once; who cannot be reached is not counted."""
    told: list[str] = []

    def post(address: str) -> None:
        told.append(address)
        if address.startswith("ruth"):
            raise NotSent

    chair = table.world.actor("chair")
    police, idva = table.world.agencies["police"], table.world.agencies["idva"]
    assert service.remind(chair, table.meeting_id, idva, post) == 2
    assert service.remind(chair, table.meeting_id, police, post) == 0
    assert len(told) == 3
    assert trail.count("readiness:remind") == 2
    with pytest.raises(NotVisible):
        service.remind(chair, table.meeting_id, table.world.agencies["nrpf"], post)


def test_by_hand_on_the_page(table: Table) -> None:
    """One press beside the agency; the page says when it was reminded last."""
    client, path = table.world.client("coordinator"), f"/readiness/{table.meeting_id}"
    page = client.get(path).text
    assert "How ready the meeting is" in page
    assert "No IDVA" not in page
    agency = {"agency": str(table.world.agencies["hospital"])}
    assert send(client, f"{path}/remind", agency, path).status_code == 303
    assert "Reminded" in client.get(path).text
    assert "have answered" in client.get(f"/meetings/{table.meeting_id}").text


def test_only_what_is_due_by_the_meeting_is_counted(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An action that is due on the day counts; one that is done, or due later, does not."""
    actor = table.world.actor("chair")
    meeting, agency = queries.meeting(actor, table.meeting_id), table.world.agencies["housing"]
    day = clock.london(meeting.starts_at).date()
    rows = [
        Action(agency_id=agency, state=state, due_on=day + timedelta(days=days))
        for state, days in (("agreed", 0), ("in_progress", -3), ("done", -3), ("agreed", 1))
    ]
    monkeypatch.setattr(service.queries, "agreed_before", lambda *_: rows)
    assert service.queries.outstanding(actor, meeting) == {agency: 2}
