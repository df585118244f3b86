"""AC-20: status, wherever somebody typed it, is asked for to be shared outside."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, requesting
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.rules import Outcome
from app.confidentiality.gate.model import Package
from app.db import db
from app.refusals import RuleBroken
from tests.abuse.test_ac50_shared_address import a_careless_case, all_that_can_leave
from tests.asking import a_choice, a_request, every_item
from tests.builders import World
from tests.exits import a_recipient
from tests.working import SUMMARY


def test_nothing_of_the_immigration_section_is_an_item_and_status_in_narrative_stays(
    marac: World,
) -> None:
    """AC-20: no item of the compartment exists; a passage that tells status is never in a package,
    and an item with one cannot be shared in full."""
    with marac.inside():
        a_careless_case(marac)
        keys = every_item(marac)
        opened = ports.open_record(Ring(marac.actor("idva")), marac.extra["case"])
        words = " ".join(p.text + p.name for item in opened.items for p in item.passages)
        assert "Quokka" not in words
        request_id = a_request(marac, a_recipient(marac), keys)
        said = all_that_can_leave(marac, request_id)
        assert "visa" not in said
        assert "Quokka" not in said
        in_place = a_request(marac, a_recipient(marac, name="Other Law"), ("summary.in_place",))
        with pytest.raises(RuleBroken, match="immigration status"):
            a_choice(marac, in_place)
        own_words = ItemChoice(
            "summary.in_place", Outcome.PART, instead="Her visa runs out", reason="Reworded"
        )
        with pytest.raises(RuleBroken, match="immigration status"):
            a_choice(marac, in_place, only={"summary.in_place": own_words})


@pytest.mark.parametrize(
    "purpose",
    [
        "To house her although her visa is his",
        "She has no recourse to public funds and needs a room",
        "So that the school knows that she may be deported",
    ],
)
def test_status_has_no_place_in_a_purpose(marac: World, purpose: str) -> None:
    """The recipient reads the purpose; it is not saved before the words are gone."""
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        a_request(marac, a_recipient(marac), purpose=purpose)
    assert refused.value.field == "purpose"


def test_a_purpose_that_was_never_asked_about_goes_into_no_sheet(
    marac: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved by an older version or planted: the chair is told, and nothing is prepared."""
    with marac.inside():
        with monkeypatch.context() as older:
            older.setattr(requesting, "suggests_compartment", lambda _: False)
            request = a_request(marac, a_recipient(marac), purpose="Her spouse visa has run out")
        with pytest.raises(RuleBroken, match="purpose") as refused:
            a_choice(marac, request)
        assert refused.value.field == "send"
        assert db.session.scalars(select(Package)).all() == []


def test_sentences_that_say_nothing_alone_say_nothing_together(marac: World) -> None:
    """A visa cut in two by a full stop is put together again, and does not leave."""
    with marac.inside():
        cut = replace(SUMMARY, in_place="He tore up her work. Permit and all are gone.")
        a_careless_case(marac, summary=cut)
        request = a_request(marac, a_recipient(marac), ("summary.in_place",))
        with pytest.raises(RuleBroken, match="Put together"):
            a_choice(marac, request)
        left = ItemChoice("summary.in_place", Outcome.PART, left_out=(1,), reason="Not needed")
        sheet = a_choice(marac, request, only={"summary.in_place": left}).sheet
    assert sheet is not None
    assert "Permit" not in str(sheet)


@pytest.mark.parametrize("words", ["Her spouse visa is his", "She has no recourse to public funds"])
def test_status_has_no_place_in_conditions(marac: World, words: str) -> None:
    """Nor in the chair’s own words for what is left out, which are asked about elsewhere."""
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        with pytest.raises(RuleBroken) as refused:
            a_choice(marac, request, conditions=words)
    assert refused.value.field == "conditions"
