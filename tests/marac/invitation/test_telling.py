"""The people of a meeting are told by e-mail: one call to the relay, and who is to be rung."""

from dataclasses import replace

import pytest
from flask import current_app

from app.accounts.person.post import Line
from tests.accounts.relays import a_relay
from tests.marac.board.pages import Room
from tests.marac.table import Table


def through(relay_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this application send through a relay, as one that is installed does."""
    settings = {"kind": "production", "smtp_host": "127.0.0.1", "smtp_port": relay_port}
    more = {"smtp_from": "no-reply@marac.example.org", "hostname": "localhost"}
    config = replace(current_app.config["MARAC"], **settings, **more)
    monkeypatch.setitem(current_app.config, "MARAC", config)


def test_publishing_tells_everybody_over_one_line_and_names_who_was_not_reached(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two addresses are refused: the other four are told, and the officer reads whom to ring."""
    room, world = Room(table), table.world
    with a_relay(refused=[world.members[who].email for who in ("idva", "housing")]) as relay:
        through(relay.port, monkeypatch)
        assert room.post("coordinator", f"{room.meeting}/publish", {}).status_code == 303
        assert (relay.calls, len(relay.taken)) == (1, 4)
    page = room.get("coordinator", room.meeting).text
    assert "4 people were told by e-mail to sign in. It does not say what it is about." in page
    first, second = sorted(world.members[who].name for who in ("idva", "housing"))
    assert f"{first} and {second} could not be reached by e-mail: ring them." in page


def test_a_relay_that_is_down_leaves_the_agenda_published(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One try for all of them, and the page says that six people are to be rung."""
    room, tries = Room(table), []

    def refuse(line: Line, *more: object) -> None:
        tries.append(more)
        raise ConnectionRefusedError

    monkeypatch.setattr(Line, "__init__", refuse)
    through(25, monkeypatch)
    assert room.post("coordinator", f"{room.meeting}/publish", {}).status_code == 303
    page = room.get("coordinator", room.meeting).text
    assert "6 people could not be reached by e-mail: ring them." in page
    assert "Published on" in page
    assert len(tries) == 1
