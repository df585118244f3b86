"""AC-20: status, wherever somebody typed it, is asked for to be shared outside."""

import pytest

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import ports
from app.confidentiality.disclosure.content import ItemChoice
from app.confidentiality.disclosure.rules import Outcome
from app.refusals import RuleBroken
from tests.abuse.test_ac50_shared_address import a_careless_case, all_that_can_leave
from tests.asking import a_choice, a_request, every_item
from tests.builders import World
from tests.exits import a_recipient


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
