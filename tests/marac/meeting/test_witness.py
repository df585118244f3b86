"""Somebody without a device agrees aloud, and the chair witnesses it with a signature."""

import pytest

from app.confidentiality.circle.service import admit
from app.marac.meeting import lobby, queries, service
from app.marac.meeting.due import due
from app.marac.meeting.model import Attendance
from app.refusals import RuleBroken
from app.vault import signing
from tests.marac import trail
from tests.marac.table import Table


def witness(table: Table, name: str = "Leah Thornton", **more: str) -> Attendance:
    """Have the chair witness somebody of the housing agency."""
    agency_id = table.world.agencies[more.pop("agency", "housing")]
    chair = table.world.actor("chair")
    return service.witness(chair, table.meeting_id, name, agency_id, **more)


def test_it_counts_as_attendance_and_gives_no_key(table: Table) -> None:
    """An observer is on the list of who is here, and nobody is due anything."""
    table.begin()
    admit(table.world.actor("chair"))
    witness(table, capacity="observer")
    people = {one.name: one for one in lobby.present(table.world.actor("chair"), table.meeting_id)}
    assert people["Leah Thornton"].is_observer
    assert people["Leah Thornton"].witness == "Priya Raman"
    assert not list(due(table.world.area_id))


def test_the_chairs_signature_says_who_agreed_to_what(table: Table) -> None:
    """Name, agency, meeting and words are in the signed bytes, which verify."""
    table.begin()
    attendance = witness(table)
    chair = table.world.members["chair"]
    assert attendance.statement is not None
    assert attendance.signature is not None
    signing.verify(chair.keyring.signing_public, attendance.statement, attendance.signature)
    said = signing.read_statement(attendance.statement)
    assert (said["name"], said["meeting"], said["witness"]) == (
        "Leah Thornton",
        str(table.meeting_id),
        str(chair.person_id),
    )


def test_nobody_agrees_to_words_that_were_not_read(table: Table) -> None:
    """The declaration comes first, for people without a device too."""
    service.open_meeting(table.world.actor("chair"), table.meeting_id)
    with pytest.raises(RuleBroken):
        witness(table)


def test_somebody_of_the_register_is_recognised_by_name(table: Table) -> None:
    """A representative whose phone is flat can sign later, and is still one person."""
    table.begin()
    witnessed = witness(table, "daniel price")
    assert witnessed.person_id == table.world.person_id("housing")
    table.seat("housing")
    rows = [row for row in queries.attendances(table.meeting_id) if row.id == witnessed.id]
    assert [row.signature_id is not None for row in rows] == [True]


@pytest.mark.parametrize("name", ["Leah Thornton", "  leah thornton "])
def test_nobody_is_recorded_twice(table: Table, name: str) -> None:
    """The same name of the same agency is refused beside the field."""
    table.begin()
    witness(table)
    with pytest.raises(RuleBroken) as refusal:
        witness(table, name)
    assert refusal.value.field == "name"


def test_an_agency_that_was_not_invited_has_nobody_here(table: Table) -> None:
    """The list offers invited agencies, and the service takes no other."""
    table.begin()
    with pytest.raises(RuleBroken) as refusal:
        witness(table, agency="children")
    assert refusal.value.field == "agency"


def test_immigration_enforcement_does_not_attend(table: Table) -> None:
    """The name of a Home Office unit is refused, and the attempt stays in the trail."""
    table.begin()
    before = trail.count("firewall:block")
    with pytest.raises(RuleBroken):
        witness(table, "Sam Reed, Immigration Enforcement")
    assert trail.count("firewall:block") == before + 1


@pytest.mark.parametrize(
    ("name", "capacity"), [("", "member"), ("x" * 121, "member"), ("A", "boss")]
)
def test_bad_input_is_refused_and_nothing_is_written(
    table: Table, name: str, capacity: str
) -> None:
    """No name, an endless one, or a seat that does not exist."""
    table.begin()
    before = len(queries.attendances(table.meeting_id))
    with pytest.raises(RuleBroken):
        witness(table, name, capacity=capacity)
    assert len(queries.attendances(table.meeting_id)) == before
