"""AC-32: which key the general part of minutes has is a row, and its key goes to every signer."""

from uuid import UUID

import pytest
from sqlalchemy import select, update

from app.confidentiality.circle.model import Grant, Secret, SecretKind
from app.db import db, transaction
from app.marac.case.model import Case
from app.marac.minutes import drafting, queries, signing
from app.marac.minutes.model import Minutes, MinutesDraft, MinutesSignature
from app.vault.errors import Forged
from tests.marac.conflict.naming import a_case_with
from tests.marac.minutes.sitting import approve, whole
from tests.marac.table import Table


def secret_of(table: Table, what: str) -> UUID:
    """The newest secret of that kind: the officers' circle, or a case that nobody has listed."""
    if what == "case":
        case = db.session.get_one(Case, a_case_with(table.world, "Somebody Else"))
        return case.secret_id
    newest = select(Secret.id).where(Secret.kind == SecretKind.OFFICERS)
    return db.session.scalars(newest.order_by(Secret.generation.desc())).first() or UUID(int=0)


def held_by(table: Table, secret_id: UUID) -> set[UUID]:
    """Who has been given a secret's key."""
    return set(db.session.scalars(select(Grant.holder_id).where(Grant.secret_id == secret_id)))


def point(minutes_id: UUID, secret_id: UUID) -> None:
    """One row, by whoever can write to the file; no key of anybody's."""
    with transaction() as session:
        own = update(Minutes).where(Minutes.id == minutes_id)
        session.execute(own.values(secret_id=secret_id))
    db.session.expire_all()


@pytest.mark.parametrize("what", ["circle", "case"])
def test_the_signature_gives_nobody_another_record_s_key(held: Table, what: str) -> None:
    """One row points at the officers' circle, or at a case: nothing is signed, nothing given."""
    target, version = secret_of(held, what), approve(held)
    before, minutes_id = held_by(held, target), whole(held).id
    point(minutes_id, target)
    with pytest.raises(Forged):
        signing.sign_read(held.world.actor("chair"), minutes_id, version)
    assert held_by(held, target) == before
    assert db.session.scalars(select(MinutesSignature)).all() == []


def test_nor_is_the_general_part_written_under_it(held: Table) -> None:
    """Its words would open to whoever holds that case."""
    coordinator = held.world.actor("coordinator")
    drafting.write(coordinator, held.meeting_id)
    minutes_id, target = whole(held).id, secret_of(held, "case")
    point(minutes_id, target)
    (draft,) = [
        row
        for row in queries.newest_drafts(coordinator, [minutes_id])
        if row.subject_id == held.meeting_id
    ]
    with pytest.raises(Forged):
        drafting.edit(coordinator, draft.id, {"note": "The next meeting is in June."})
    under = select(MinutesDraft).where(MinutesDraft.secret_id == target)
    assert db.session.scalars(under).all() == []
