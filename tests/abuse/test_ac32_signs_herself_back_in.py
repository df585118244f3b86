"""AC-32: whoever is out of a case stays out, though her row goes and every list is signed anew."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.excluding import family
from app.confidentiality.circle.lifting import lift
from app.confidentiality.circle.model import SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import secret_statement
from app.db import db
from app.refusals import NotVisible, Refused
from tests.audit.trail import tamper
from tests.marac.conftest import laid, table
from tests.marac.table import Table

__all__ = ["laid", "table"]


def opens(table: Table, who: str, case_id: UUID) -> bool:
    """Whether somebody opens any generation of a case's key."""
    ring = Ring(table.world.actor(who))
    return any(ring.may_open(row.id) for row in queries.generations(SecretKind.CASE, case_id))


def alter(table: Table, *statements: str) -> None:
    """What somebody does who has the key of the file."""
    db.session.remove()
    tamper(table.world.instance, *statements)


def sign_out_of_lists(table: Table, who: str, case_id: UUID) -> list[str]:
    """Every list of a record without this officer, signed with her own true key."""
    actor = table.world.actor(who)
    found = []
    for row in family(case_id):
        left = [name for name in row.excluded if name != f"person:{actor.person_id}"]
        keys = actor.keys.key_id
        again = replace(row, excluded=left, made_by=actor.person_id, made_with=keys)
        said = secret_statement(again)
        found.append(
            f"UPDATE secret SET excluded = '[]', made_by = '{actor.person_id.hex}', "  # noqa: S608
            f"made_with = '{keys.hex}', statement = x'{said.hex()}', "
            f"signature = x'{actor.keys.sign(said).hex()}' WHERE id = '{row.id.hex}'"
        )
    return found


def test_an_officer_who_is_out_cannot_sign_herself_back_in(table: Table) -> None:
    """She takes her row away and signs each list anew, as an officer may: no officer's page gives
    her a key, and what she may still hold opens nothing."""
    case_id, world = table.case(0), table.world
    circle.exclude(world.actor("chair"), case_id, person_id=world.person_id("coordinator"))
    alter(table, "DELETE FROM exclusion", *sign_out_of_lists(table, "coordinator", case_id))
    circle.admit(world.actor("chair"))
    assert not opens(table, "coordinator", case_id)
    assert opens(table, "deputy", case_id)
    assert circle.is_excluded(
        case_id, world.person_id("coordinator"), world.actor("chair").agency_id
    )


@pytest.mark.parametrize("who", ["coordinator", "idva"])
def test_stepping_out_holds_before_there_are_new_keys(table: Table, who: str) -> None:
    """Between her own word and an officer's next page it is one row: taken away, it holds."""
    case_id, world = table.case(0), table.world
    circle.step_out(world.actor(who), case_id)
    alter(table, "DELETE FROM exclusion")
    circle.admit(world.actor("chair"))
    assert not opens(table, who, case_id)


def test_nobody_lets_themself_in(table: Table) -> None:
    """Not by the page, and not where the row is gone: another officer does, and then it opens."""
    case_id, world = table.case(0), table.world
    me = world.person_id("coordinator")
    circle.exclude(world.actor("chair"), case_id, person_id=me)
    alter(table, "DELETE FROM exclusion", *sign_out_of_lists(table, "coordinator", case_id))
    with pytest.raises((Refused, NotVisible)):
        lift(world.actor("coordinator"), case_id, me)
    lift(world.actor("chair"), case_id, me)
    circle.admit(world.actor("chair"))
    assert opens(table, "coordinator", case_id)
