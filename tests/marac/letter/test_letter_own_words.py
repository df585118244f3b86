"""The sentence that a writer adds: what it may never carry (A13), and where there is none."""

from dataclasses import replace

import pytest

from app.db import transaction
from app.marac.letter.added import wrong_with
from app.marac.letter.rules import Purpose
from app.marac.letter.wordings import wording, wordings
from app.marac.party import service as parties
from app.marac.party.rules import Details, PartyKind
from app.refusals import Blocked, RuleBroken
from tests.builders import World
from tests.marac.letter.test_letter_pages import begin
from tests.marac.letter.test_letter_words import FACTS
from tests.marac.letter.writing import Desk

HEARD = (Purpose.HEARD_ADVISER, Purpose.HEARD_IDVA, Purpose.HEARD_OWN_HAND)
NAMED = replace(
    FACTS,
    names=("Wren Pole", "Amal Haile", "Jo", "May Pole"),
    hidden=(*FACTS.hidden, "Northbrook", "Northbrook Infants"),
    told=(*FACTS.told, "She wants to sleep one night without listening."),
)
REFUSED = {
    "a child's name": ("Her daughter Wren was with her.", "names"),
    "a school": ("The child goes to Northbrook Infants.", "address"),
    "her wishes, word for word": ("She wants to sleep one night without listening.", "in_the_room"),
    "somebody else": ("Her sister Amal Haile has taken her in.", "names"),
    "half a postcode": ("She stays in the NB1 area.", "address"),
    "status sideways": (
        "She came to join her husband and depends on him for her stay.", "status"),
    "a number in words": (
        "Ring her on oh seven seven double oh nine double oh triple seven.", "address"),
    "to the other side": ("Please pass this on to the department that decides.", "onward"),
    "a caseworker": ("Please show this letter to the caseworker in Croydon.", "onward"),
    "who decides": ("The decision maker can ring me to hear more.", "onward"),
    "a short name": ("Jo was there as well.", "names"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_an_added_sentence_carries_nothing_of_this(what: str) -> None:
    """AC-21, AC-50: each that once was taken into a letter is refused, by the rule that fits."""
    added, code = REFUSED[what]
    assert code in list(wrong_with(added, wording(Purpose.HOUSING), NAMED))


@pytest.mark.parametrize(
    "added",
    [
        "She has a viewing in Northbrook on Thursday and I shall come with her.",
        "She may need a flat on the ground floor.",
        "Ms Pole has asked me to write to you.",
        "Please ring me before you post anything.",
        "I can give you more time if you need it.",
    ],
)
def test_what_an_idva_would_honestly_add_is_taken(added: str) -> None:
    """The name of the town is no address, and “may” is no child called May."""
    assert list(wrong_with(added, wording(Purpose.HOUSING), NAMED)) == []


@pytest.mark.parametrize("purpose", HEARD)
def test_a_letter_that_says_only_that_it_was_heard_takes_no_sentence(
    desk: Desk, purpose: Purpose
) -> None:
    """Not even an honest one: not a word more than that the MARAC heard the case."""
    letter = desk.draft(purpose)
    with pytest.raises(RuleBroken) as refused:
        desk.word(letter, None, "Please ring me before you post anything.")
    assert refused.value.field == "added"


def test_the_real_case_is_searched(desk: Desk) -> None:
    """Names of a child and a sister, her wishes and a school, out of the case as it is kept."""
    letter = desk.draft(Purpose.HOUSING)
    opened = desk.open(letter)
    child = Details(name="Wren Canary", school="St Mark's Primary School, Northbrook")
    with transaction():
        parties.add(opened.ring, desk.case, opened.case.secret_id, PartyKind.CHILD, child)
        sister = Details(name="Amal Haile", aliases=("Ammie",))
        parties.add(opened.ring, desk.case, opened.case.secret_id, PartyKind.OTHER_AT_RISK, sister)
    for added in (
        "Wren was with her.", "Ammie has taken her in.", "He knows St Mark’s Primary School.",
    ):  # fmt: skip
        with pytest.raises((RuleBroken, Blocked)):
            desk.word(letter, None, added)


def test_sentences_that_exclude_one_another_are_not_chosen_together(desk: Desk) -> None:
    """She cannot both have left her home and live in it."""
    letter = desk.draft(Purpose.HOUSING)
    with pytest.raises(RuleBroken) as refused:
        desk.word(letter, None, "", "safe_only_elsewhere", "not_at_home")
    assert refused.value.field == "sentence"


def test_the_pages_ask_what_their_letter_can_say(heard: World) -> None:
    """A box for a sentence of one's own stands on housing's page and on no letter of hearing."""
    idva = heard.client("idva")
    housing = idva.get(begin(heard, idva, "housing") + "/words").text
    assert 'name="added"' in housing
    assert housing.count('type="radio" name="sentence"') + housing.count('name="sentence"') >= 3
    adviser = idva.get(begin(heard, idva, "heard_adviser") + "/words").text
    assert 'name="added"' not in adviser


def test_no_wording_keeps_a_letter_from_its_use() -> None:
    """What a solicitor may show to nobody is evidence of nothing."""
    for each in wordings():
        for words in each.paragraphs:
            assert "to nobody" not in words
            assert "for nobody" not in words


def test_a_date_of_birth_stands_in_evidence_unless_it_is_taken_out(desk: Desk) -> None:
    """On for the regulations' letters, off for the others; either way a choice."""
    for purpose, is_on in ((Purpose.LEGAL_AID, True), (Purpose.HEARD_ADVISER, False)):
        letter = desk.draft(purpose)
        opened = desk.open(letter)
        assert opened.content.birth is is_on
        assert ("(born" in " ".join(opened.said.paragraphs)) is (
            is_on and opened.facts.victim.date_of_birth is not None
        )
