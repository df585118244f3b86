"""AC-04, AC-35: what an agency looked up for itself is on no page of anybody else, in any role."""

import pytest

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.ports import open_record
from app.marac.meeting import hearing
from app.marac.meeting import service as meetings
from tests.builders import World
from tests.walking import pages, reader
from tests.worked import FOUND, WITHHELD

OTHERS = ("coordinator", "idva", "housing", "administrator")


@pytest.mark.parametrize("who", OTHERS)
def test_no_page_of_anybody_else_shows_a_word(worked: World, who: str) -> None:
    """What is kept shows nowhere; what was sent to be read out, to officers where they read it."""
    shown = 0
    for rule, page in pages(worked, reader(worked, who)):
        assert WITHHELD.encode() not in page.data, rule.rule
        if FOUND.encode() in page.data:
            assert rule.rule.startswith("/meetings/"), rule.rule
            shown += 1
    assert bool(shown) == (who == "coordinator")


def test_the_agency_itself_reads_both(worked: World) -> None:
    """So that the test above finds what there is to find."""
    page = worked.client("officer").get(f"/research/{worked.extra['research']}").text
    assert WITHHELD in page
    assert FOUND in page


def test_nothing_of_it_can_be_asked_for_or_let_out(worked: World) -> None:
    """Items of a case that may be shared outside hold no line of research, for the police either;
    and none after the meeting, when the minutes are written."""
    with worked.inside():
        chair = worked.actor("chair")
        hearing.conclude_item(chair, worked.extra["item of case"])
        meetings.close_meeting(chair, worked.extra["meeting"])
        for who in ("chair", "coordinator", "officer"):
            opened = open_record(Ring(worked.actor(who)), worked.extra["case"])
            assert opened.items
            assert WITHHELD not in str(opened.items)
            assert FOUND not in str(opened.items)
    for rule, page in pages(worked, worked.client("coordinator")):
        assert WITHHELD.encode() not in page.data, rule.rule
