"""AC-32: between somebody's own word and the next officer's page no unsigned column counts."""

from dataclasses import asdict, replace
from uuid import UUID

import pytest
from sqlalchemy import insert

from app import clock
from app.audit.events import PersonExcluded
from app.audit.queries import last_of
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Exclusion, Grant, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import SecretRow, secret_statement
from app.confidentiality.circle.trust import public_of
from app.db import db, new_id, transaction
from app.marac.conflict import queries as conflicts
from app.vault import sealing
from app.vault.errors import Forged
from tests.abuse.test_ac32_signs_herself_back_in import alter, opens
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]

NOT_DUE = "UPDATE secret SET rotation_due_at = NULL"
GONE = "DELETE FROM exclusion"


def newest(case_id: UUID) -> SecretRow:
    """The newest key of a case."""
    return queries.generations(SecretKind.CASE, case_id)[0]


@pytest.mark.parametrize("who", ["coordinator", "idva"])
@pytest.mark.parametrize("written", [(NOT_DUE,), (GONE, NOT_DUE)], ids=["not due", "row gone too"])
def test_the_next_officer_makes_new_keys_though_no_row_says_that_they_are_due(
    table: Table, who: str, written: tuple[str, ...]
) -> None:
    """By the trail and the signed lists alone; once, and the others go on."""
    case_id, world = table.case(0), table.world
    circle.step_out(world.actor(who), case_id)
    before = newest(case_id)
    alter(table, *written)
    circle.admit(world.actor(who))
    assert newest(case_id).id == before.id
    circle.admit(world.actor("chair"))
    after = newest(case_id)
    assert after.generation == before.generation + 1
    assert f"person:{world.person_id(who)}" in after.excluded
    for _ in range(2):
        circle.admit(world.actor("deputy"))
    assert newest(case_id).id == after.id
    assert opens(table, "deputy", case_id)
    assert not opens(table, who, case_id)


def test_whoever_is_let_in_again_makes_no_key_due(table: Table) -> None:
    """Another officer took it back: nothing is owed any more."""
    case_id, world = table.case(0), table.world
    circle.step_out(world.actor("idva"), case_id)
    circle.lift(world.actor("chair"), case_id, world.person_id("idva"))
    alter(table, NOT_DUE)
    before = newest(case_id)
    circle.admit(world.actor("chair"))
    assert newest(case_id).id == before.id


def plant(table: Table, case_id: UUID, who: str) -> UUID:
    """The next key of a case, signed by somebody who is out and given to the chair, said due."""
    actor, old, key = table.world.actor(who), newest(case_id), sealing.new_key()
    new = replace(
        old,
        id=new_id(),
        generation=old.generation + 1,
        public=public_of(old.kind, key),
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
        made_at=clock.now(),
        rotation_due_at=clock.now(),
    )
    said = secret_statement(new)
    new = replace(new, statement=said, signature=actor.keys.sign(said))
    with transaction() as session:
        session.execute(insert(Secret).values(asdict(new)))
        giver = Giver(actor, Holders(Chain.of(actor)))
        pair = giver.holders.of(table.world.person_id("chair"))
        assert pair is not None
        giver.to_person(new, key, pair, Because.OFFICE)
        giver.write()
    return new.id


def test_nobody_writes_under_a_key_that_she_made_after_she_had_left(table: Table) -> None:
    """A moment in its row does not make it one that was rightly made."""
    case_id, world = table.case(0), table.world
    circle.step_out(world.actor("coordinator"), case_id)
    plant(table, case_id, "coordinator")
    with pytest.raises(Forged):
        Ring(world.actor("chair")).current(queries.generations(SecretKind.CASE, case_id)[-1].id)


def test_a_key_that_she_made_before_serves_until_there_is_another(table: Table) -> None:
    """Whoever writes in between is not stopped: nobody shuts a case by leaving it."""
    case_id, world = table.case(0), table.world
    circle.exclude(world.actor("coordinator"), case_id, person_id=world.person_id("housing"))
    made = newest(case_id)
    assert made.made_by == world.person_id("coordinator")
    circle.step_out(world.actor("coordinator"), case_id)
    alter(table, NOT_DUE)
    assert Ring(world.actor("idva")).current(made.id) == made.id


def test_a_planted_row_does_not_make_an_officers_act_an_empty_one(table: Table) -> None:
    """He wrote a row about himself before the chair shut him out; then he takes it away."""
    case_id, world = table.case(0), table.world
    him = world.person_id("idva")
    with transaction() as session:
        session.add(
            Exclusion(
                id=new_id(),
                area_id=world.area_id,
                record_id=case_id,
                person_id=him,
                by_person_id=world.person_id("chair"),
                at=clock.now(),
            )
        )
    assert him not in conflicts.people_kept_from(world.actor("chair"), {case_id}).get(case_id, ())
    circle.exclude(world.actor("chair"), case_id, person_id=him)
    alter(table, GONE)
    circle.admit(world.actor("chair"))
    assert not opens(table, "idva", case_id)
    assert (
        db.session.query(Grant).filter_by(secret_id=newest(case_id).id, holder_id=him).count() == 0
    )
    assert last_of([PersonExcluded.tag], [case_id])


def test_the_officers_see_who_is_out_though_the_row_is_gone(table: Table) -> None:
    """Who decides about a referral, or looks at a case, reads it from the trail."""
    case_id, world = table.case(0), table.world
    circle.exclude(world.actor("chair"), case_id, person_id=world.person_id("idva"))
    alter(table, GONE)
    (shown,) = circle.exclusions(world.actor("deputy"), case_id)
    assert shown.person_id == world.person_id("idva")
    assert shown.by_person_id == world.person_id("chair")
