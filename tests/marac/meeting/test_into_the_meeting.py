"""The way into a meeting: opened, read aloud, signed, let in; and nothing before."""

import pytest

from app.marac.meeting import lobby, service
from app.marac.meeting.rules import Place
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac.table import Table


def test_smoke(table: Table) -> None:
    """An IDVA who signed and was let in sees the three cases by name."""
    table.begin()
    table.seat("idva")
    actor = table.world.actor("idva")
    assert lobby.here(actor, table.meeting_id).place is Place.INSIDE
    lines = lobby.open_agenda(actor, table.meeting_id)
    assert [line.label.name for line in lines if line.label] == [
        "Marigold Testcase",
        "Jonquil Testcase",
        "Zephyrine Canary",
    ]
