"""AC-20: immigration status typed where everybody who hears the case would read it."""

import pytest

from app.marac.referral.wording import pages_that_speak_of_status, speaks_of_status
from tests.builders import World
from tests.marac.referral.writing import least, save, send

SPEAKS = (
    "He says he will cancel her spouse visa.",
    "She has no recourse to public funds",
    "NRPF team is involved",
    "threatened to have her deported",
    "He keeps her passport and her BRP.",
    "her leave\nto remain ends soon",
    "She is an over-stayer",
    "he rang the HOME OFFICE about her",
    "claimed asylum in March",
    "pre-settled status through him",
    "says she will be removed from the country",
)
SILENT = (
    "He followed her home and broke the door.",
    "The office of the school rang.",
    "She moved her settled children to another nursery.",
    "He works for a port.",
    "She stayed over at her mother’s.",
    "Her bruises are documented by the GP.",
    "He has the right to see the children.",
    "A refuge has a place for her.",
)


@pytest.mark.parametrize("words", SPEAKS)
def test_words_about_status_are_noticed(words: str) -> None:
    """However they are written."""
    assert speaks_of_status(words)


@pytest.mark.parametrize("words", SILENT)
def test_other_words_are_left_alone(words: str) -> None:
    """A warning that comes for nothing is not read the next time."""
    assert not speaks_of_status(words)


def test_the_section_itself_and_what_is_kept_apart_are_no_fault() -> None:
    """There such words belong."""
    told = {
        "summary": {"what_happened": "He keeps her passport."},
        "perpetrators": [{"id": "1", "notes": "Her visa depends on him."}],
        "immigration": {"note": "Her visa depends on him."},
    }
    assert pages_that_speak_of_status(told) == ["happened", "perpetrators"]


def test_the_writer_is_told_before_it_is_sent_and_is_not_stopped(marac: World) -> None:
    """With the page where it stands and the page where it belongs."""
    client = marac.client("housing")
    draft = least(client)
    assert "may be about immigration status" not in client.get(f"{draft}/check").text
    save(client, f"{draft}/wishes", wishes="That he gives back her passport.")
    page = client.get(f"{draft}/check").text
    assert "may be about immigration status" in page
    assert f"{draft}/wishes?then=check" in page
    assert f"{draft}/specialist-support?then=check" in page
    send(client, draft)
