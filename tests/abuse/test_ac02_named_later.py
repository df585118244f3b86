"""AC-02: a name that comes in, or somebody who joins, after the agenda went out is compared.

It is so before the door, a flag or a sheet of paper gives them anything of a case with their name.
"""

from uuid import UUID

import pytest

from app.accounts.person.model import Person
from app.audit.events import NamesCompared
from app.audit.queries import rows_each
from app.confidentiality.circle import queries as keys
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Grant, How, Office, SecretKind
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.agenda.service import put_on_agenda
from app.marac.calendar import service as calendar
from app.marac.conflict import matching
from app.marac.flag import service as flags
from app.marac.meeting import queries as meetings
from app.marac.pack import printing
from app.marac.party import queries as party_rows
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind
from app.marac.research import service as research
from app.refusals import NotVisible
from tests.marac.conflict.naming import HER, a_case_with
from tests.marac.pack.packing import agreed, copy_of
from tests.marac.research.desk import asked_of, publish, request_of
from tests.marac.table import Table, _sign
from tests.marac.telling import heard
from tests.paper.reading import words


def call(table: Table, who: str, name: str) -> None:
    """The register has somebody by this name."""
    with transaction():
        db.session.get_one(Person, table.world.person_id(who)).name = name


def invite(table: Table, agency: str) -> None:
    """One agency more is asked to the meeting."""
    chair = table.world.actor("coordinator")
    meeting = meetings.meeting(chair, table.meeting_id)
    plan = calendar.Plan(
        starts_at=meeting.starts_at,
        place=meeting.place,
        agency_ids=[*meetings.invited_agencies(meeting.id), table.world.agencies[agency]],
        minutes_each=meeting.minutes_each,
    )
    calendar.change_plan(chair, meeting.id, plan, None)


def name_the_perpetrator(table: Table, case_id: UUID, name: str, by: str = "coordinator") -> None:
    """His name is learnt and written into a case, as an officer does."""
    ring = Ring(table.world.actor(by))
    with transaction():
        opened = next(
            one for one in parties.open_all(ring, case_id) if one.kind == PartyKind.PERPETRATOR
        )
        rows = party_rows.parties_of(ring.actor, case_id)
        row = next(each for each in rows if each.id == opened.id)
        told = Details.from_dict(opened.details.to_dict() | {"name": name})
        parties.rewrite(ring, row, told, opened.revision)


def looks(table: Table) -> int:
    """How often the names of the meeting were compared."""
    return len(rows_each((NamesCompared.tag,), [table.meeting_id]).get(table.meeting_id, []))


def test_who_joins_after_publication_is_not_given_his_own_victims_request(table: Table) -> None:
    """Confirmed by an officer, who need not know; her next page gives him the others only."""
    world = table.world
    case_id = a_case_with(world, "Femi Bello")
    call(table, "nrpf", "Not Yet Here")
    put_on_agenda(world.actor("coordinator"), table.meeting_id, case_id)
    invite(table, "nrpf")
    publish(table)
    call(table, "nrpf", "Femi Bello")
    pair = world.members["nrpf"].keyring.key_id
    circle.confirm_pair(world.actor("chair"), pair, How.SEEN, Office.MEMBER, attests=True)
    _sign(world, "nrpf")
    circle.admit(world.actor("chair"))
    requests = {row.case_id: row for row in asked_of(table, "nrpf")}
    with pytest.raises(NotVisible):
        research.open_request(world.actor("nrpf"), requests[case_id].id)
    held = db.session.query(Grant).filter_by(
        secret_id=requests[case_id].slip_id, holder_id=world.person_id("nrpf")
    )
    assert held.count() == 0
    other = requests[table.case(0)]
    assert research.open_request(world.actor("nrpf"), other.id).who


@pytest.mark.parametrize("who", ["chair", "coordinator"])
def test_a_name_that_is_learnt_later_shuts_him_out_with_the_next_beat(
    table: Table, who: str
) -> None:
    """What he was asked before is gone for him; it is compared once, and nobody else is touched."""
    world, case_id = table.world, table.case(0)
    publish(table)
    request = request_of(table, "housing", 0)
    assert research.open_request(world.actor("housing"), request.id).who
    before = looks(table)
    circle.admit(world.actor(who))
    assert looks(table) == before
    name_the_perpetrator(table, case_id, "Daniel Price")
    circle.admit(world.actor("idva"))
    assert looks(table) == before
    for _ in range(3):
        circle.admit(world.actor(who))
    assert looks(table) == before + 1
    with pytest.raises(NotVisible):
        research.open_request(world.actor("housing"), request.id)
    case_key = keys.generations(SecretKind.CASE, case_id)[0]
    assert f"person:{world.person_id('housing')}" in case_key.excluded
    assert research.open_request(world.actor("officer"), request_of(table, "police", 0).id).who


def test_an_officer_from_whom_the_case_is_kept_does_not_count_as_having_looked(
    table: Table,
) -> None:
    """She compares what opens for her; the next one compares the rest."""
    world, case_id = table.world, table.case(0)
    publish(table)
    circle.exclude(world.actor("chair"), case_id, person_id=world.person_id("coordinator"))
    name_the_perpetrator(table, case_id, "Daniel Price", "chair")
    name_the_perpetrator(table, table.case(1), "Somebody New")
    circle.admit(world.actor("coordinator"))
    assert not circle.is_excluded(case_id, world.person_id("housing"), world.agencies["housing"])
    circle.admit(world.actor("deputy"))
    assert circle.is_excluded(case_id, world.person_id("housing"), world.agencies["housing"])


def test_one_name_that_is_written_down_is_no_look_at_everybodys(table: Table) -> None:
    """An observer is entered after a name was learnt: all are compared with it all the same."""
    world, case_id = table.world, table.case(0)
    table.begin()
    table.seat("coordinator", "housing")
    name_the_perpetrator(table, case_id, "Daniel Price")
    matching.is_named(world.actor("chair"), table.meeting_id, "Ann Observer")
    circle.admit(world.actor("chair"))
    ring = Ring(world.actor("housing"))
    assert not any(ring.may_open(row.id) for row in keys.generations(SecretKind.CASE, case_id))


def test_no_flag_tells_who_joined_later(table: Table) -> None:
    """The police officer of the perpetrator's name reads no flag of his own victim."""
    world = table.world
    case_id = a_case_with(world, "Ruth Castle")
    call(table, "officer", "Not Yet Here")
    put_on_agenda(world.actor("coordinator"), table.meeting_id, case_id)
    heard(table)
    call(table, "officer", "Ruth Castle")
    flags.tell(world.actor("coordinator"))
    told = [each.name for each in flags.own_notices(world.actor("officer"))]
    assert HER not in told


def test_no_paper_is_printed_for_somebody_of_his_name(table: Table) -> None:
    """Two officers agreed to copies before the agenda was published: his copy is without it."""
    world = table.world
    case_id = a_case_with(world, "Daniel Price")
    put_on_agenda(world.actor("coordinator"), table.meeting_id, case_id)
    row = agreed(table, "housing", "idva")
    copy = copy_of(table, row, "housing")
    _, pdf = printing.print_copy(world.actor("coordinator"), copy.id)
    assert HER not in " ".join(words(pdf))
    _, pdf = printing.print_copy(world.actor("coordinator"), copy_of(table, row, "idva").id)
    assert HER in " ".join(words(pdf))
