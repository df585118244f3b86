"""AC-12: a stolen laptop's disk: no page and no download was ever written to it."""

import pytest

from tests.builders import World
from tests.walking import pages, reader
from tests.worked import WORDS

EMPTY_TABLE = "/recipients/book/template.csv"
"""The one file that is offered: the headings of an address book, and not a row."""

CALENDAR = "text/calendar"
"""What somebody’s own calendar takes in: when and where they meet, and nothing of a case."""


@pytest.mark.parametrize("who", ["chair", "idva", "administrator"])
def test_no_answer_of_any_address_may_be_stored(worked: World, who: str) -> None:
    """Every page, error and live part says no-store; nothing of anybody is offered as a file."""
    seen = 0
    for rule, page in pages(worked, reader(worked, who)):
        seen += any(word in page.text for word in WORDS)
        assert page.headers["Cache-Control"] == "no-store", rule.rule
        if rule.rule == EMPTY_TABLE:
            assert page.status_code != 200 or len(page.text.splitlines()) == 1
            continue
        if page.mimetype == CALENDAR:
            assert not [word for word in (*WORDS, "case") if word.lower() in page.text.lower()]
            continue
        assert "Content-Disposition" not in page.headers, rule.rule
        assert page.mimetype in ("text/html", "application/json", ""), (rule.rule, page.mimetype)
    assert (seen > 3) == (who != "administrator")


def test_a_signed_out_visitor_is_given_nothing_to_store_either(worked: World) -> None:
    """The pages before signing in are no exception."""
    for rule, page in pages(worked, worked.client()):
        assert page.headers["Cache-Control"] == "no-store", rule.rule
