"""A compartment that a referrer writes into and does not read back (architecture §3)."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from app.accounts.agency.model import Sector
from app.confidentiality.circle import ports
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.grants import Holder, Ring, new_secret
from app.confidentiality.circle.model import Because, Exclusion, Secret, SecretKind
from app.confidentiality.circle.ports import Due, register_guarded
from app.confidentiality.circle.queries import generations
from app.confidentiality.circle.rules import promise
from app.confidentiality.circle.statements import secret_statement
from app.confidentiality.circle.trust import check_secret, is_sound
from app.db import new_id, transaction
from app.vault.errors import Forged
from tests.confidentiality.borough import IDVA, REPRESENTATIVE, Borough


@pytest.fixture
def area(peopled: Borough) -> Borough:
    """Everybody is in; a second IDVA is named to hold every section."""
    peopled.add_agency("nrpf", Sector.COUNCIL_NRPF_TEAM)
    peopled.join("coordinator", "nrpf", "nrpf", REPRESENTATIVE)
    peopled.join("coordinator", "second", "haven", IDVA)
    circle.admit(peopled.actor("coordinator"))
    circle.name_compartment_holder(peopled.actor("coordinator"), peopled.people["second"])
    return peopled


def written(area: Borough, record: UUID, generation: int = 1, *holders: str) -> UUID:
    """A section that housing makes and writes into."""
    given = [Holder(area.people[name], Because.ASSIGNED) for name in holders]
    actor = area.actor("housing")
    return new_secret(actor, SecretKind.COMPARTMENT, record, given, generation).id


def who_opens(area: Borough, secret_id: UUID) -> set[str]:
    """Everybody who opens it."""
    return {name for name in area.people if Ring(area.actor(name)).may_open(secret_id)}


def test_the_writer_and_the_officers_cannot_open_it(area: Borough) -> None:
    """Only whom the area named; not the writer, the chair or the coordinator."""
    assert who_opens(area, written(area, new_id())) == {"second"}


def test_an_officer_promises_it_to_the_idva_and_a_holder_gives_it(
    area: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer need not be able to open it, and cannot afterwards either."""
    monkeypatch.setattr(ports, "_GUARDED", [])
    record = new_id()
    secret_id = written(area, record)
    idva = area.people["idva"]
    register_guarded(lambda _: [Due(secret_id, record, idva, Because.ASSIGNED)])
    circle.admit(area.actor("second"))
    assert who_opens(area, secret_id) == {"second"}
    circle.promise_to(
        area.actor("coordinator"), record, (SecretKind.COMPARTMENT,), Because.ASSIGNED, idva
    )
    circle.admit(area.actor("coordinator"))
    assert who_opens(area, secret_id) == {"second"}
    circle.admit(area.actor("second"))
    assert who_opens(area, secret_id) == {"second", "idva"}


def test_a_promise_of_an_earlier_generation_counts_for_what_is_written_later(
    area: Borough, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever writes can promise nothing, so the officer's words about the record are enough."""
    monkeypatch.setattr(ports, "_GUARDED", [])
    record, idva = new_id(), area.people["idva"]
    first = written(area, record)
    referrer = Holder(area.people["housing"], Because.REFERRER)
    new_secret(area.actor("coordinator"), SecretKind.CASE, record, [referrer])
    circle.promise_to(
        area.actor("coordinator"), record, (SecretKind.COMPARTMENT,), Because.ASSIGNED, idva
    )
    register_guarded(lambda _: [Due(first, record, idva, Because.ASSIGNED)])
    circle.admit(area.actor("second"))
    second = written(area, record, 2)
    assert who_opens(area, second) == {"second"}
    circle.admit(area.actor("second"))
    assert who_opens(area, second) == {"second", "idva"}


def test_a_writer_gives_it_to_the_assigned_idva_at_once(area: Borough) -> None:
    """So that nobody waits for a holder; the police and the no-recourse team are passed over."""
    secret_id = written(area, new_id(), 1, "idva", "chair", "nrpf")
    assert who_opens(area, secret_id) == {"second", "idva"}


def test_a_writer_promises_nothing(area: Borough) -> None:
    """What a writer's secret says of a promise is empty; a row that says more is a forgery."""
    record = new_id()
    secret_id = written(area, record, 1, "idva")
    (row,) = generations(SecretKind.COMPARTMENT, record)
    assert row.promised == []
    housing = area.actor("housing")
    forged = replace(row, promised=[promise(Because.ASSIGNED, housing.person_id)])
    said = secret_statement(forged)
    with transaction() as session:
        session.execute(
            update(Secret)
            .where(Secret.id == secret_id)
            .values(promised=forged.promised, statement=said, signature=housing.keys.sign(said))
        )
    chain = Chain.of(area.actor("coordinator"))
    (planted,) = generations(SecretKind.COMPARTMENT, record)
    chain.load([planted.made_with])
    with pytest.raises(Forged):
        check_secret(chain, planted)
    assert not is_sound(chain, planted)
    assert not Ring(area.actor("second")).may_open(secret_id)


def test_no_other_secret_of_a_record_is_made_by_a_member(area: Borough) -> None:
    """A case's key is an officer's to make."""
    with pytest.raises(Exception, match="Only an officer"):
        new_secret(area.actor("housing"), SecretKind.CASE, new_id())


def test_a_record_keeps_out_whom_its_first_secret_names(area: Borough) -> None:
    """A later secret of the same record takes the signed list over, whatever the rows say."""
    record = new_id()
    circle.exclude(area.actor("housing"), record, person_id=area.people["second"])
    secret_id = written(area, record)
    assert who_opens(area, secret_id) == set()
    with transaction() as session:
        session.execute(delete(Exclusion).where(Exclusion.record_id == record))
    assert who_opens(area, written(area, record, 2)) == set()


def test_an_area_without_a_holder_is_told(area: Borough) -> None:
    """Named, confirmed and signed counts; once the naming ends there is nobody."""
    assert circle.sections_are_held(area.actor("housing"))
    circle.unname_compartment_holder(area.actor("coordinator"), area.people["second"])
    assert not circle.sections_are_held(area.actor("housing"))
