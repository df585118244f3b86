"""AC-20: status, wherever somebody typed it, is asked for to be shared outside."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports, requesting
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.rules import Outcome
from app.confidentiality.disclosure.status import tells_status
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
            older.setattr(requesting, "tells_status", lambda _: False)
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


SIDEWAYS = [
    "Her leave runs out in March.",
    "Her leave. Runs out in March.",
    "She came on her husband’s sponsorship.",
    "She is on a dependant's stamp.",
    "He says he will have her sent back.",
    "She is not allowed to work.",
    "She gets section 95 money and lives in NASS housing.",
    "She came as his fiancée.",
    "She came to join her husband.",
    "Her stay here depends on him.",
    "Her permission ends in June.",
    "She has LOTR. Her solicitor is making a DDV application.",
    "She arrived on a small boat.",
    "She is a third country national.",
    "She reports every month at the centre.",
    "She holds an Eritrean passport.",
    "Her Aspen card is taken by him.",
    "No benefits, because of how she came here.",
]
PLAIN = [
    "Her maternity leave ends in June, and her sick leave ran out.",
    "He was sent back to prison. He may be sent back to custody.",
    "He does not let her leave the house. Leave it at the door.",
    "She depends on him for money. Her mother came to see her.",
    "The officer reports to the sergeant. He came as his brother asked.",
    "She takes the bus to work. They stay here until the weekend ends.",
    "The order runs out in March.",
]


@pytest.mark.parametrize("typed", SIDEWAYS)
def test_status_that_is_told_sideways_is_told(typed: str) -> None:
    """What people write who avoid the words of the list; a chair can say it otherwise."""
    assert tells_status(typed)


@pytest.mark.parametrize("typed", PLAIN)
def test_plain_words_of_a_case_tell_no_status(typed: str) -> None:
    """Leave from work, prison, orders and visits are none of it."""
    assert not tells_status(typed)


@pytest.mark.parametrize("field", ["reasons", "reason_0"])
def test_a_reason_tells_whoever_asked_nothing_of_status(marac: World, field: str) -> None:
    """The requester reads why; the compartment is not theirs (AC-23)."""
    words = "Her visa says so"
    with marac.inside():
        request = a_request(marac, a_recipient(marac))
        part = ItemChoice("summary.what_happened", Outcome.PART, left_out=(0,), instead="Enough")
        said = replace(part, reason=words if field == "reason_0" else "Enough")
        more = {"reasons": words} if field == "reasons" else {}
        with pytest.raises(RuleBroken, match="Whoever asked") as refused:
            a_choice(marac, request, only={part.key: said}, **more)
    assert refused.value.field == field
