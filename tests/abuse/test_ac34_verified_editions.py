"""AC-34: checking signatures names an edition that no officer signed, whatever it stands for."""

import pytest
from sqlalchemy import insert

from app.accounts.person.model import KeyPair
from app.confidentiality.circle import service as circle
from app.db import db, new_id
from app.marac.meeting import publishing
from app.marac.meeting.model import Publication
from app.marac.meeting.verifying import verify_all
from tests.abuse.test_ac34_planted_agenda import alter, write
from tests.marac.table import Table

FIELDS = ("id", "area_id", "meeting_id", "edition", "by_person_id", "key_pair_id", "at")
PLANTED, LOST = (
    "Nobody signed this edition of an agenda.",
    "An edition of its agenda is missing.",
)


def newest() -> Publication:
    """The newest edition of today's meeting."""
    return db.session.query(Publication).order_by(Publication.edition.desc())[0]


def planted(table: Table, who: str, number: int) -> dict[str, object]:
    """An edition that says what the newest says, truly signed with somebody's own keys."""
    actor, row = table.world.actor(who), newest()
    known = publishing.read(row, db.session.get_one(KeyPair, row.key_pair_id))
    assert known is not None
    new = Publication(**{name: getattr(row, name) for name in FIELDS})
    new.id, new.edition = new_id(), number
    new.by_person_id, new.key_pair_id = actor.person_id, actor.keys.key_id
    said = publishing.statement(new, known.cases, known.agencies)
    signature = {"statement": said, "signature": actor.keys.sign(said)}
    return {name: getattr(new, name) for name in FIELDS} | signature


def faults() -> set[str]:
    """What the check says is wrong."""
    return {fault.what for fault in verify_all()}


def test_editions_that_officers_signed_hold(table: Table) -> None:
    """Several of them, by two officers; also once one of them has left for good."""
    publishing.publish(table.world.actor("coordinator"), table.meeting_id)
    publishing.publish(table.world.actor("chair"), table.meeting_id)
    assert faults() == set()
    circle.expel(table.world.actor("chair"), table.world.person_id("coordinator"))
    assert faults() == set()


@pytest.mark.parametrize("who", ["idva", "coordinator"])
def test_an_edition_beside_the_trail_is_named(table: Table, who: str) -> None:
    """A member's, or one by a true officer's keys that the application never wrote."""
    write(insert(Publication).values(planted(table, who, newest().edition + 1)))
    assert faults() == {PLANTED}


@pytest.mark.parametrize("who", ["idva", "coordinator"])
def test_one_taken_away_and_one_planted_do_not_cancel_out(table: Table, who: str) -> None:
    """As many editions as before, with the same numbers: both the new and the lost are named."""
    publishing.publish(table.world.actor("chair"), table.meeting_id)
    row = planted(table, who, newest().edition)
    alter(table, f"DELETE FROM publication WHERE edition = {row['edition']}")  # noqa: S608
    write(insert(Publication).values(row))
    assert faults() == {PLANTED, LOST}


def test_an_older_edition_taken_away_is_named(table: Table) -> None:
    """The newest is there; the one before is not."""
    publishing.publish(table.world.actor("chair"), table.meeting_id)
    alter(table, "DELETE FROM publication WHERE edition = 1")
    assert faults() == {LOST}
