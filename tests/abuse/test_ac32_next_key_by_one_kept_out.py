"""AC-32: whoever is kept from a case makes no key under which others write from then on."""

from collections.abc import Collection
from dataclasses import asdict, replace
from uuid import UUID

import pytest
from sqlalchemy import insert

from app import clock
from app.access.actor import Actor
from app.confidentiality.circle import queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.model import Because, Secret, SecretKind
from app.confidentiality.circle.ring import Ring
from app.confidentiality.circle.statements import SecretRow, secret_statement
from app.confidentiality.circle.trust import public_of
from app.db import new_id, transaction
from app.vault import sealing
from app.vault.errors import Forged
from tests.marac.conftest import laid, table
from tests.marac.research.desk import publish, request_of, write
from tests.marac.table import Table

__all__ = ["laid", "table"]


def plant(actor: Actor, old: SecretRow, names: Collection[str], to: UUID, why: Because) -> UUID:
    """The next generation of a secret, signed with somebody's true keys and given to another."""
    key = sealing.new_key()
    new = replace(
        old,
        id=new_id(),
        generation=old.generation + 1,
        public=public_of(old.kind, key),
        excluded=sorted(names),
        made_by=actor.person_id,
        made_with=actor.keys.key_id,
        made_at=clock.now(),
    )
    said = secret_statement(new)
    new = replace(new, statement=said, signature=actor.keys.sign(said))
    with transaction() as session:
        session.execute(insert(Secret).values(asdict(new)))
        giver = Giver(actor, Holders(Chain.of(actor)))
        pair = giver.holders.of(to)
        assert pair is not None
        giver.to_person(new, key, pair, why)
        giver.write()
    return new.id


@pytest.mark.parametrize("hidden", [False, True], ids=["named on it", "not named on it"])
def test_nobody_writes_under_the_next_key_of_an_officer_who_is_out(
    table: Table, hidden: bool
) -> None:
    """She gives it to the chair, whose next words would lie under it: it does not hold."""
    world, case_id = table.world, table.case(0)
    her = world.person_id("coordinator")
    circle.exclude(world.actor("chair"), case_id, person_id=her)
    old = queries.generations(SecretKind.CASE, case_id)[0]
    names = set(old.excluded) - ({f"person:{her}"} if hidden else set())
    chair = world.person_id("chair")
    new = plant(world.actor("coordinator"), old, names, chair, Because.OFFICE)
    ring = Ring(world.actor("chair"))
    with pytest.raises(Forged):
        ring.current(old.id)
    assert not ring.may_open(new)
    assert ring.may_open(old.id)


def test_a_colleague_who_is_out_makes_no_key_of_the_agencys_space(table: Table) -> None:
    """What a colleague writes next lies under another one, which the agency made."""
    world = table.world
    publish(table)
    request, her = request_of(table, "idva", 0), world.person_id("second_idva")
    circle.exclude(world.actor("chair"), table.case(0), person_id=her)
    write(table, "idva", request.id, "She was seen on Monday.")
    old = queries.generations(SecretKind.RESEARCH, request.id)[0]
    idva = world.person_id("idva")
    new = plant(world.actor("second_idva"), old, old.excluded, idva, Because.MEMBER)
    line = write(table, "idva", request.id, "She was seen on Tuesday.")
    assert line.secret_id != new
    assert not Ring(world.actor("second_idva")).may_open(line.secret_id)
