"""AC-21: the text of a letter asks the Home Office for something, or tells of her status."""

import pytest

from app.firewall.screen import screen_letter
from tests.firewall.corpora import rows


def test_no_letter_on_file_that_asks_or_tells_is_let_through() -> None:
    """Requests to the family, copies to it, and sentences about status are refused."""
    letters = [row for row in rows("evasions") if row.field == "letter"]
    assert [ascii(row.text) for row in letters if row.is_allowed] == []


@pytest.mark.parametrize(
    "text",
    [
        "This letter is for use in her own application to the Home Office.",
        "B is or has been at risk of harm from domestic abuse by A.",
        "It was written for the migrant victims of domestic abuse concession (MVDAC).",
    ],
)
def test_what_her_own_application_needs_can_be_written(text: str) -> None:
    """The road that is open stays open: evidence in her own hand, and legal aid's own words."""
    assert screen_letter(text).rule == "clear"


@pytest.mark.parametrize(
    "text",
    [
        "We will send it in with her own application to the Home Office.",
        "Police to forward it for her own application to the Home Office.",
        "It is for use in her own application to the Home Office, which is asked to be quick.",
        "It is for use in her own application to the Home Office. UKVI may ring the police.",
    ],
)
def test_her_own_application_is_no_password(text: str) -> None:
    """The words open the letter to nobody who would send it there instead of her."""
    assert not screen_letter(text).allowed


def test_status_has_no_place_in_a_letter_and_the_idva_can_record_it() -> None:
    """What is said of status is taken out, and the road goes by the IDVA."""
    verdict = screen_letter("She came to the UK on a spouse visa")
    assert (verdict.rule, verdict.road) == ("status-in-letter", "idva")
