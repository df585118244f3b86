"""Reading the trail: one record, one person, one's own area, ids only."""

from flask import Flask

from app.audit import record
from app.audit.events import CaseOpened, SignedIn
from app.audit.queries import rows_about, rows_of
from app.db import new_id, transaction
from tests.audit.trail import AGENCY, CASE, PERSON, an_actor, some_acts


def test_rows_about_one_record(app: Flask) -> None:
    """Newest first, with ids and codes and nothing else."""
    some_acts(2)
    newest, oldest = rows_about(an_actor(), CASE)
    assert newest.seq > oldest.seq
    assert (newest.tag, newest.subject_id, newest.actor_id) == ("case:open", CASE, PERSON)
    assert newest.agency_id == AGENCY
    assert newest.detail == {"reason": "hearing"}


def test_rows_of_one_person(app: Flask) -> None:
    """What somebody else did is not among them."""
    other = new_id()
    some_acts(1)
    with transaction():
        record(an_actor(person_id=other), SignedIn(other))
    assert [entry.tag for entry in rows_of(an_actor(), other)] == ["person:sign_in"]
    assert len(rows_of(an_actor(), PERSON)) == 3


def test_another_area_is_not_visible(app: Flask) -> None:
    """The same record asked for from another area gives nothing."""
    elsewhere = an_actor(area_id=new_id())
    some_acts(1)
    assert rows_about(elsewhere, CASE) == []
    assert rows_of(elsewhere, PERSON) == []
    with transaction():
        record(elsewhere, CaseOpened(CASE, reason="hearing"))
    assert len(rows_about(elsewhere, CASE)) == 1
    assert len(rows_about(an_actor(), CASE)) == 1
