"""Every page that shows a word of a case wrote its row first; no row, not a byte."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.db.connection import open_for_maintenance
from app.db.keyfile import database_key, database_path
from tests.builders import World
from tests.walking import pages, reader
from tests.worked import WORDS

READERS = ("chair", "coordinator", "deputy", "idva", "second_idva", "housing", "officer")
NOBODY = ("nrpf", "children", "administrator")
PAGES_OF_CASES = {
    "action.index",
    "action.show",
    "board.live",
    "board.share",
    "board.show",
    "case.index",
    "case.show",
    "case_changing.party",
    "case_changing.summary",
    "compartment.show",
    "letter.index",
    "letter.show",
    "letter.start",
    "letter_deciding.decide",
    "letter_writing.agreement",
    "letter_writing.words",
    "match.show",
    "meeting.show",
    "referral.show",
    "spoken.show",
    "triage.show",
}
"""Pages that are known to show words of a case to somebody; the walk must find them all."""


def last_row(world: World) -> tuple[int, str | None]:
    """The last row of the trail, as another program sees it: committed, that is."""
    other = open_for_maintenance(database_path(world.instance), database_key(world.instance))
    row = other.execute("SELECT seq, actor_id FROM audit_row ORDER BY seq DESC LIMIT 1").fetchone()
    other.close()
    return int(row[0]), row[1]


def told(text: str) -> list[str]:
    """The words of a case that a page shows."""
    return [word for word in WORDS if word in text]


@contextmanager
def no_row_can_be_written(world: World) -> Iterator[None]:
    """The trail takes nothing any more."""
    other = open_for_maintenance(database_path(world.instance), database_key(world.instance))
    other.execute(
        "CREATE TRIGGER stuffed BEFORE INSERT ON audit_row BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    yield
    other.execute("DROP TRIGGER stuffed")
    other.close()


@pytest.mark.parametrize("who", READERS)
def test_what_shows_a_word_has_its_row(worked: World, who: str) -> None:
    """For every address: a word of a case on the page, a new row of this person in the trail."""
    client, shown = reader(worked, who), 0
    before = last_row(worked)[0]
    for rule, page in pages(worked, client):
        seq, by = last_row(worked)
        if told(page.text):
            shown += 1
            assert seq > before, f"{rule.rule} shows {told(page.text)} and left no row"
            assert by == str(worked.person_id(who)), rule.rule
        before = seq
    assert shown >= 3


@pytest.mark.parametrize("who", ["chair", "idva", "officer"])
def test_without_its_row_no_page_shows_a_word(worked: World, who: str) -> None:
    """With a trail that takes no row: 503 where a word would have been, and no word anywhere."""
    client = reader(worked, who)
    shows = {rule.rule for rule, page in pages(worked, client) if told(page.text)}
    with no_row_can_be_written(worked):
        for rule, page in pages(worked, client):
            assert not told(page.text), rule.rule
            if rule.rule in shows:
                assert page.status_code == 503, rule.rule
    assert shows


@pytest.mark.parametrize("who", NOBODY)
def test_who_holds_no_key_is_shown_no_word(worked: World, who: str) -> None:
    """Not invited, not signed, or an administrator: no word on any page."""
    for rule, page in pages(worked, reader(worked, who)):
        assert not told(page.text), rule.rule


def test_the_walk_finds_the_pages_of_cases(worked: World) -> None:
    """If one of these showed nothing, the tests above would prove nothing about it."""
    shows: set[str] = set()
    for who in ("idva", "chair", "officer", "housing"):
        shows |= {
            rule.endpoint for rule, page in pages(worked, reader(worked, who)) if told(page.text)
        }
    assert shows >= PAGES_OF_CASES, PAGES_OF_CASES - shows
