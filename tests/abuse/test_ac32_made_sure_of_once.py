"""AC-32: what was made sure of at one read is made sure of anew once anybody altered anything."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID

import pytest

from app.audit.body import canonical
from app.audit.events import PersonExcluded
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.db.connection import CHANGES_NOTHING, SAYS, open_for_maintenance
from app.db.gate import Gate, gate_for
from app.db.keyfile import database_key, database_path
from app.marac.board import service
from app.marac.case.model import Case
from app.marac.meeting import hearing
from app.refusals import NotVisible, Refused
from app.vault.errors import Forged
from tests.marac import trail
from tests.marac.table import Table

WORDS = "Kestrel: he has her keys"
ALTERED = {
    "grant_": "UPDATE grant_ SET signature = zeroblob(64)",
    "the key in a grant": "UPDATE grant_ SET wrapped = zeroblob(length(wrapped))",
    "secret": "UPDATE secret SET signature = zeroblob(64)",
    "a list in a secret": "UPDATE secret SET excluded = '[]', promised = '[\"x\"]'",
    "confirmation": "UPDATE confirmation SET signature = zeroblob(64)",
    "key_pair": "UPDATE key_pair SET signature = zeroblob(64)",
    "who confirmed": "UPDATE confirmation SET revoked_at = at",
    "signature": "UPDATE signature SET signature = zeroblob(64)",
    "attestation": "UPDATE attestation SET signature = zeroblob(64)",
}


APPEND = (
    "INSERT INTO audit_row (seq, at, tag, subject_kind, subject_id, detail, prev, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@pytest.fixture
def read(table: Table) -> Callable[[], bool]:
    """The housing officer reads a risk of the case being heard; it has been read before."""
    table.begin()
    table.seat("coordinator", "idva", "housing")
    hearing.start_item(table.world.actor("chair"), table.item(0))
    hearing.identify_risk(table.world.actor("chair"), table.item(0), WORDS)

    def look() -> bool:
        db.session.remove()
        actor = table.world.actor("housing")
        board = service.look(actor, table.meeting_id, table.item(0), ())
        assert board is not None  # nothing was seen, so everything is new
        return [risk.text for risk in board.risks] == [WORDS]

    assert look()
    assert look()
    return look


def from_elsewhere(table: Table, statement: str, given: tuple[object, ...] = ()) -> None:
    """As whoever owns the file, in a program of their own: this process counts nothing of it."""
    db.session.remove()
    instance = table.world.instance
    other = open_for_maintenance(database_path(instance), database_key(instance))
    other.gate = Gate()
    other.execute("BEGIN IMMEDIATE")
    other.execute(statement, given)
    other.commit()
    other.close()


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_row_is_found_out_at_the_next_read(
    table: Table, read: Callable[[], bool], what: str
) -> None:
    """Each row on the way to the key counted at the last read; altered, it opens nothing."""
    from_elsewhere(table, ALTERED[what])
    with pytest.raises((Forged, NotVisible, Refused)):
        read()


def test_whoever_is_put_out_meanwhile_reads_nothing_more(
    table: Table, read: Callable[[], bool]
) -> None:
    """By a row or by the trail alone, though nothing that was remembered has changed."""
    case_id, him = table.case(0), table.world.person_id("housing")
    from_elsewhere(table, APPEND, put_out_by_the_trail(case_id, him))
    with pytest.raises(NotVisible):
        read()


def put_out_by_the_trail(case_id: UUID, person_id: UUID) -> tuple[object, ...]:
    """A row of the trail that puts somebody out, with no row of the exclusion list."""
    last, detail = trail.last(), canonical({"person_id": str(person_id)})
    about = (PersonExcluded.tag, "case", str(case_id), detail)
    return (last.seq + 1, last.at, *about, last.hash, bytes(32))


def test_nothing_of_a_case_and_no_opened_key_is_remembered(
    table: Table, read: Callable[[], bool]
) -> None:
    """What the process keeps of a read holds neither words nor a key that opens any."""
    assert read()
    kept = set(everything(gate_for(database_path(table.world.instance)).memory.found))
    actor = table.world.actor("housing")
    assert actor.keys.root_public in kept  # so that it is known to be looked through
    assert not [each for each in kept if isinstance(each, str) and "Kestrel" in each]
    secret_id = db.session.get_one(Case, table.case(0)).secret_id
    for who in ("housing", "chair"):
        keys = table.world.actor(who).keys
        assert Ring(table.world.actor(who)).key(secret_id) not in kept
        assert not {keys.receiving_private, keys.signing_private} & kept


def everything(value: Any) -> Iterator[str | bytes]:
    """Every text and every bytes in what is remembered, however deep."""
    if isinstance(value, str | bytes):
        yield value
    elif isinstance(value, Mapping):
        yield from everything(list(value.items()))
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from everything(each)
    elif is_dataclass(value):
        yield from everything([getattr(value, field.name) for field in fields(value)])


def test_only_words_of_a_hearing_are_not_counted() -> None:
    """A table on which anybody's right hangs is never among those whose changes go uncounted."""
    tables = {statement.split()[-1 if "UPDATE" not in statement else 1] for statement in SAYS}
    assert tables == {"contribution", "identified_risk", "hearing_note", "draft"}
    assert CHANGES_NOTHING == (
        "SELECT",
        "INSERT INTO audit_row ",
        "INSERT INTO draft ",
        "UPDATE draft SET ",
        "UPDATE web_session SET seen_at=? ",
    )
