"""AC-20: whoever can write to the database plants a risk form that asks for status elsewhere.

A form is not signed, as whoever loads one holds no key. So every row is read by the rules of a file
whenever it is used.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from app import clock
from app.db import db, new_id, transaction
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.instruments import (
    instruments_of,
    load_instrument,
    passed_over,
    versions_of,
)
from app.marac.risk.model import RiskInstrument
from app.marac.risk.reading import read_instrument
from app.refusals import RuleBroken
from tests.builders import World
from tests.marac.risk.test_instrument_files import core_in_other_words, form
from tests.pages import say_why

Change = Callable[[dict[str, Any]], Any]


def plant(world: World, content: Any, name: str = CORE, version: str = "9") -> None:
    """Write a row as the operator would, past every rule."""
    with world.inside(), transaction():
        row = {"id": new_id(), "area_id": world.area_id, "name": name, "version": version}
        row |= {"content": content, "loaded_by": None, "loaded_at": clock.now()}
        db.session.execute(insert(RiskInstrument).values(**row))


def core(change: Change) -> Any:
    """The core's content as version 9, changed."""
    content = load(CORE).to_dict() | {"version": "9"}
    return change(content) or content


def asks(label: str) -> Change:
    """Put a question in the place of the first topic's label."""
    return lambda content: content["topics"][0].update(label=label)


def helps(words: str) -> Change:
    """Put words in the place of the first topic's help."""
    return lambda content: content["topics"][0].update(help=words)


PLANTED: dict[str, Change] = {
    "visa": asks("What is her visa number, and of which country is she?"),
    "letters": asks("Has U.K.V.I. a file on her?"),
    "office": helps("Say whether the Home Office knows of her."),
    "status": helps("Give her immigration status."),
    "letters of another alphabet": asks("Her v\u0456sa"),
    "figures for letters": asks("Her v1sa"),
    "low": helps("With fewer than ten it is low risk."),
    "title": lambda content: content.update(title="Nationality and risk"),
    "threshold": lambda content: content.update(threshold=24),
    "indicator": lambda content: content.update(indicator={"code": "status", "label": "Status"}),
    "another code": lambda content: content["topics"][0].update(code="fearless"),
    "one topic less": lambda content: content["topics"].pop() and None,
    "another name": lambda content: content.update(id="core-25"),
    "the section's name": lambda content: content.update(id=IMMIGRATION),
    "another version": lambda content: content.update(version="8"),
    "a list": lambda _: ["no form"],
    "an empty one": lambda _: {"id": CORE},
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_row_neither_asks_nor_hides_what_ships(marac: World, planted: str) -> None:
    """It is passed over, and the form that ships is asked as ever."""
    plant(marac, core(PLANTED[planted]))
    with marac.inside():
        assert instruments_of(marac.area_id) == {CORE: load(CORE)}
        assert [row.version for row in passed_over(marac.area_id)] == ["9"]
        assert [form for form, _ in versions_of(marac.area_id)] == [load(CORE)]


def test_the_pages_ask_what_ships(marac: World) -> None:
    """A case's assessment page is not touched by the row."""
    plant(marac, core(PLANTED["visa"]))
    client, case_id = marac.client("idva"), marac.extra["case"]
    say_why(client, case_id)
    page = client.get(f"/cases/{case_id}/risk")
    assert page.status_code == 200
    assert "visa number" not in page.text
    assert load(CORE).topics[0].label in page.text


def test_a_planted_form_of_another_name_is_not_offered(marac: World) -> None:
    """Under its own name or under that of the immigration section."""
    for name in ("origin", IMMIGRATION):
        content = load(CORE).to_dict() | {"id": name, "version": "1"}
        content["topics"][0]["label"] = "Country of birth"
        plant(marac, content, name, "1")
    with marac.inside():
        assert list(instruments_of(marac.area_id)) == [CORE]


def test_a_planted_row_does_not_hide_what_the_area_loaded(marac: World) -> None:
    """Licensed words stay in use, whatever stands beside them; its version is not taken twice."""
    licensed = read_instrument(core_in_other_words())
    with marac.inside():
        load_instrument(None, marac.area_id, licensed)
    plant(marac, core(PLANTED["visa"]))
    with marac.inside():
        assert instruments_of(marac.area_id)[CORE] == licensed
        with pytest.raises(RuleBroken, match="changed the database") as refused:
            load_instrument(None, marac.area_id, read_instrument(core_in_other_words(version="9")))
        assert refused.value.field == "version"


@pytest.mark.parametrize(
    "label", ["What is her visa number?", "Her nationality", "Has he threatened deportation?"]
)
def test_no_file_asks_about_it_either(label: str) -> None:
    """What would be passed over is refused when it is loaded, and the message says why."""
    topics = [{"code": "topic_1", "label": label}]
    with pytest.raises(RuleBroken, match="sealed apart") as refused:
        read_instrument(form(topics=topics))
    assert refused.value.field == "topics"
    assert "label of topic 1" in refused.value.message


@pytest.mark.parametrize("label", ["Has he taken the passport?", "Known to Citizens Advice"])
def test_a_file_may_ask_about_control(label: str) -> None:
    """Papers that are kept from somebody are evidence, and an advice charity is no status."""
    assert read_instrument(form(topics=[{"code": "topic_1", "label": label}])).topics
