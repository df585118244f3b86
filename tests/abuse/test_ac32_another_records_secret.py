"""AC-02, AC-32: a kept case is pointed at the key of another, for a moment: nothing follows."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.confidentiality.circle.model import Grant
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.flag import service as flags
from app.marac.flag.model import FlagNotice
from app.marac.meeting import publishing
from app.marac.minutes import drafting
from app.marac.minutes.model import MinutesDraft
from app.marac.research.model import ResearchRequest
from app.refusals import NotVisible, Refused
from app.vault.errors import Forged, VaultError
from tests.marac.table import Table
from tests.marac.telling import heard

KEPT, OTHER = 2, 0


def secret_of(table: Table, number: int) -> UUID:
    """The secret to which a case's row points."""
    found = db.session.scalar(select(Case.secret_id).where(Case.id == table.case(number)))
    assert found is not None
    return found


def point(table: Table, number: int, secret_id: UUID) -> None:
    """One row, by whoever can write to the file; no key of anybody's is needed for it."""
    with transaction() as session:
        session.execute(
            update(Case).where(Case.id == table.case(number)).values(secret_id=secret_id)
        )
    db.session.expire_all()


@contextmanager
def pointed_elsewhere(table: Table) -> Iterator[None]:
    """Meanwhile the kept case's row names another case's secret; who refuses may do so."""
    mine = secret_of(table, KEPT)
    point(table, KEPT, secret_of(table, OTHER))
    with suppress(Forged):
        yield
    db.session.rollback()
    point(table, KEPT, mine)


def holds(table: Table, secret_id: UUID) -> bool:
    """Whether the key of a slip was sealed to him, or opens under what he holds."""
    me = table.world.person_id("housing")
    sealed = select(Grant.id).where(Grant.secret_id == secret_id, Grant.holder_id == me)
    if db.session.scalars(sealed).first():
        return True
    ring = Ring(table.world.actor("housing"))
    ring.preload([secret_id])
    row = ring.known(secret_id)
    assert row is not None
    try:
        ring._open(row, frozenset())  # past the pages: what his keys and the file open
    except (Refused, NotVisible, VaultError):
        return False
    return True


def test_research_is_not_asked_under_the_key_of_another_case(table: Table) -> None:
    """Published while the row points elsewhere: he is given no slip with her name."""
    with pointed_elsewhere(table):
        publishing.publish(table.world.actor("coordinator"), table.meeting_id)
    asked = select(ResearchRequest.slip_id).where(
        ResearchRequest.case_id == table.case(KEPT),
        ResearchRequest.agency_id == table.world.agencies["housing"],
    )
    assert not [slip for slip in db.session.scalars(asked) if slip and holds(table, slip)]


def test_minutes_are_not_sealed_under_the_key_of_another_case(held: Table) -> None:
    """“Write the minutes” seals nothing of a kept case for whoever holds another's key."""
    with pointed_elsewhere(held):
        drafting.write(held.world.actor("coordinator"), held.meeting_id)
    drafts = select(MinutesDraft.secret_id).where(MinutesDraft.case_id == held.case(KEPT))
    assert not [each for each in db.session.scalars(drafts) if holds(held, each)]


def test_flags_are_not_told_under_the_key_of_another_case(table: Table) -> None:
    """“Tell the agencies” makes no slip of a kept case a part of another."""
    heard(table, "housing")
    with pointed_elsewhere(table):
        flags.tell(table.world.actor("coordinator"))
    told = select(FlagNotice.slip_id).where(FlagNotice.case_id == table.case(KEPT))
    assert not [slip for slip in db.session.scalars(told) if holds(table, slip)]


@pytest.mark.parametrize("asked", ["current", "kept_from", "secret"])
def test_a_secret_of_another_record_is_refused(table: Table, asked: str) -> None:
    """Whoever seals or lists says of which record; a pointer elsewhere is named as forged."""
    ring = Ring(table.world.actor("coordinator"))
    with pytest.raises(Forged):
        getattr(ring, asked)(secret_of(table, OTHER), of=table.case(KEPT))
    assert not ring.may_open(secret_of(table, OTHER), of=table.case(KEPT))
    assert ring.may_open(secret_of(table, OTHER), of=table.case(OTHER))
