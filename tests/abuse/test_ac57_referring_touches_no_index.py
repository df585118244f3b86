"""AC-57: no time and no size of an answer says whether somebody who is referred is known here.

Counted instead of timed, so that no busy machine makes it fail: which statements run, on which
tables, and how many bytes come back. They are the same for whoever is on the records and whoever
is not, and the tables of the index are not among them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from app.db import db
from app.marac.match import service, tokens
from app.marac.referral.model import Referral
from app.marac.referral.rules import Referred
from app.marac.referral.service import refer
from tests.builders import World
from tests.marac.match.test_match_service import again
from tests.working import VICTIM

INDEX = ("indexed_record", "match_subject", "match_token", "match_decision")
TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+(\w+)", re.IGNORECASE)
KNOWN = again(**{"name": VICTIM.name})
UNKNOWN = again(name="Ottoline Quincey")
assert len(KNOWN.victim.name) == len(UNKNOWN.victim.name)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def work_of(world: World, told: Referred) -> tuple[list[str], UUID]:
    """The statements of referring somebody, in a session of its own."""
    with world.inside(), statements(world.app) as asked:
        record_id = refer(world.actor("housing"), told).id
    return asked, record_id


@pytest.mark.parametrize("indexed", [True, False], ids=["indexed before", "not indexed yet"])
def test_referring_is_the_same_work_for_known_and_unknown(marac: World, indexed: bool) -> None:
    """The same statements in the same order, whether or not the index is full."""
    if indexed:
        with marac.inside():
            assert service.index_missing(marac.actor("coordinator")) == 1
    work_of(marac, again(name="Somebody Before"))
    known, unknown = (work_of(marac, told)[0] for told in (KNOWN, UNKNOWN))
    assert known == unknown
    assert len(known) > 10


def test_referring_asks_no_table_of_the_index(marac: World) -> None:
    """Not read, not written, not counted."""
    touched = {table for words in work_of(marac, KNOWN)[0] for table in TABLE.findall(words)}
    assert "referral" in touched
    assert not touched & set(INDEX)


def test_the_referrers_pages_ask_none_either(marac: World) -> None:
    """Her home page, her list and her own referral: as fast for the known as for the unknown."""
    work = []
    for told in (KNOWN, UNKNOWN):
        record_id = work_of(marac, told)[1]
        client = marac.client("housing")
        with marac.inside(), statements(marac.app) as asked:
            sizes = [
                len(client.get(path).data) for path in ("/referrals", f"/referrals/{record_id}")
            ]
        assert not {table for words in asked for table in TABLE.findall(words)} & set(INDEX)
        work.append((len(asked), sizes[1]))
    assert work[0] == work[1]


def test_the_index_key_is_not_opened_for_it(marac: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """No token is made in a referrer's session at all."""
    made: list[str] = []
    monkeypatch.setattr(tokens.blind, "token", lambda *given: made.append(str(given[1])))
    work_of(marac, KNOWN)
    assert made == []


def test_the_sealed_referral_has_the_same_size(marac: World) -> None:
    """Nor does what is stored differ."""
    sizes = []
    for told in (KNOWN, UNKNOWN):
        record_id = work_of(marac, told)[1]
        with marac.inside():
            sizes.append(len(db.session.get_one(Referral, record_id).sealed_summary))
    assert sizes[0] == sizes[1]
