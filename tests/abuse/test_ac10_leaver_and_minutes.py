"""AC-10: somebody who read minutes leaves: the door goes on, and what comes has keys they lack."""

import pytest

from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import Secret, SecretKind
from app.confidentiality.circle.rotating import ORDER
from app.confidentiality.circle.rules import PRIVATE
from app.db import db
from app.marac.minutes import reading
from tests.audit.trail import tamper
from tests.marac.minutes.sitting import draft_of, put_better, sign_minutes
from tests.marac.table import Table

NEW = "Written after somebody had left."


def due() -> list[str]:
    """The kinds of keys that wait to be made anew."""
    rows = queries.secret_rows(
        Secret.rotation_due_at.is_not(None),
        Secret.retired_at.is_(None),
        Secret.kind.not_in(PRIVATE),
    )
    return [row.kind for row in rows]


def beat(table: Table, who: str = "chair") -> None:
    """An officer's page asks the door until nothing waits any more."""
    for _ in range(4):
        circle.admit(table.world.actor(who))
    assert due() == []


@pytest.mark.parametrize("leaver", ["idva", "coordinator"])
def test_the_door_makes_new_keys_after_minutes_were_signed(signed: Table, leaver: str) -> None:
    """A member or an officer is expelled: all that they could open is due, and is made anew."""
    world = signed.world
    circle.expel(world.actor("chair"), world.person_id(leaver))
    assert SecretKind.MINUTES in due()
    beat(signed)
    newest = queries.secret_rows(Secret.kind == SecretKind.MINUTES)[0]
    assert newest.generation == 2


def test_minutes_are_amended_and_read_after_somebody_left(signed: Table) -> None:
    """The general part is written under the new key; who signed the meeting and stays reads it."""
    world = signed.world
    circle.expel(world.actor("chair"), world.person_id("idva"))
    beat(signed)
    put_better(signed, draft_of(signed, None), {"note": NEW}, why="A word was wrong.")
    sign_minutes(signed)
    found = reading.read(world.actor("housing"), signed.meeting_id).general
    assert found is not None
    assert found.words["note"] == NEW


@pytest.mark.parametrize("kind", list(SecretKind))
def test_no_row_that_says_due_shuts_the_door(signed: Table, kind: SecretKind) -> None:
    """One moment written beside a key, of whatever kind, and the door still lets people in."""
    db.session.remove()
    now = "rotation_due_at = made_at"
    tamper(signed.world.instance, f"UPDATE secret SET {now} WHERE kind = '{kind}'")  # noqa: S608
    for who in ("chair", "coordinator", "idva"):
        circle.admit(signed.world.actor(who))


def test_every_kind_of_key_is_made_anew_somewhere() -> None:
    """Private spaces by their agency; the index never, or it would find nothing; all else here."""
    assert set(ORDER) == set(SecretKind) - PRIVATE - {SecretKind.INDEX}
