"""What the chair signed is checked later, from the public keys alone."""

from collections.abc import Callable
from typing import Any

import pytest

from app.db import transaction
from app.marac.meeting import service
from app.marac.meeting.model import Attendance, Meeting
from app.marac.meeting.verifying import verify_all
from tests.marac.table import Table


@pytest.fixture
def witnessed(table: Table) -> Table:
    """The declaration was read, and somebody without a device agreed aloud."""
    table.begin()
    chair = table.world.actor("chair")
    housing = table.world.agencies["housing"]
    service.witness(chair, table.meeting_id, "Leah Thornton", housing)
    return table


def test_what_was_signed_holds(witnessed: Table) -> None:
    """A meeting that nobody tampered with has no fault."""
    assert verify_all() == []


def _other_time(meeting: Meeting, person: Attendance) -> Any:
    meeting.declared_at = meeting.opened_at


def _no_signature(meeting: Meeting, person: Attendance) -> Any:
    meeting.signature = None


def _other_name(meeting: Meeting, person: Attendance) -> Any:
    person.name = "Somebody Else"


def _as_member(meeting: Meeting, person: Attendance) -> Any:
    person.capacity = "observer"


def _one_bit(meeting: Meeting, person: Attendance) -> Any:
    assert person.signature is not None
    person.signature = bytes([person.signature[0] ^ 1]) + person.signature[1:]


@pytest.mark.parametrize(
    ("tamper", "table_name"),
    [
        (_other_time, "meeting"),
        (_no_signature, "meeting"),
        (_other_name, "attendance"),
        (_as_member, "attendance"),
        (_one_bit, "attendance"),
    ],
)
def test_tampering_is_named(
    witnessed: Table, tamper: Callable[[Meeting, Attendance], Any], table_name: str
) -> None:
    """A changed time, name, seat or signature is found, with the row it is in."""
    with transaction() as session:
        meeting = session.get_one(Meeting, witnessed.meeting_id)
        rows = session.query(Attendance).filter(Attendance.name == "Leah Thornton")
        tamper(meeting, rows.one())
    assert [fault.table for fault in verify_all()] == [table_name]
