"""An agency's research opens for its own people who may know the case, and for nobody else.

Not for officers, in any role; not with the recovery words; not with a row that somebody wrote into
the database, nor with a key that somebody of another agency made and rightly signed.
"""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.confidentiality.circle import private, queries
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.giving import Giver, Holders
from app.confidentiality.circle.grants import store_secret
from app.confidentiality.circle.model import (
    Because,
    Exclusion,
    Grant,
    HolderKind,
    Secret,
    SecretKind,
)
from app.confidentiality.circle.ring import Ring
from app.db import db, transaction
from app.marac.research import service
from app.marac.research.model import ResearchLine, ResearchRequest
from app.refusals import NotVisible
from app.vault import sealing
from app.vault.errors import Forged
from tests.marac.research.desk import KNOWN, publish, request_of, write
from tests.marac.table import Table

OTHERS = ("coordinator", "deputy", "idva", "second_idva", "housing")


@pytest.fixture
def written(table: Table) -> Table:
    """The police have written a line about the second case."""
    publish(table)
    write(table, "officer", request_of(table, "police", 1).id)
    return table


def the_line(table: Table) -> ResearchLine:
    """The line that the police wrote first."""
    return db.session.scalars(select(ResearchLine).order_by(ResearchLine.at)).first()  # type: ignore[return-value]


def the_request(table: Table) -> ResearchRequest:
    """The request that it answers."""
    return request_of(table, "police", 1)


def grants_of(secret_id: UUID) -> list[tuple[str, UUID]]:
    """Who holds a secret, and as what."""
    return [(g.holder_kind, g.holder_id) for g in queries.grant_rows(Grant.secret_id == secret_id)]


def opens(table: Table, who: str) -> bool:
    """Whether somebody's keys open the key under which the first line lies."""
    return Ring(table.world.actor(who)).may_open(the_line(table).secret_id)


def texts(table: Table, who: str) -> list[str]:
    """What somebody reads there."""
    opened = service.open_request(table.world.actor(who), the_request(table).id)
    return [line.words.text for line in opened.lines]


def plant_generation(table: Table, who: str) -> tuple[UUID, bytes]:
    """Somebody's true keys make a next generation of the space of the police, in the database."""
    actor, key = table.world.actor(who), sealing.new_key()
    old = queries.secret_rows(Secret.id == the_line(table).secret_id)[0]
    with transaction():
        made = store_secret(
            actor, Chain.of(actor), SecretKind.RESEARCH, old.record_id, key, (), 2, old.part_of
        )
        giver = Giver(actor, Holders(Chain.of(actor)))
        for name in ("chair", "officer"):
            pair = giver.holders.of(table.world.person_id(name))
            assert pair is not None
            giver.to_person(made, key, pair, Because.MEMBER)
        giver.write()
    return made.id, key


def test_only_people_of_the_agency_hold_the_key(written: Table) -> None:
    """One by one, to no circle, under no case, and not to the recovery words."""
    police = {written.world.person_id(who) for who in ("chair", "officer")}
    assert set(grants_of(the_line(written).secret_id)) == {
        (HolderKind.PERSON, person) for person in police
    }


def test_no_officer_and_no_other_agency_opens_it(written: Table) -> None:
    """Also where they are let in to the case itself at the meeting."""
    written.begin()
    written.seat("idva", "housing", "coordinator", "deputy", "officer")
    assert opens(written, "officer")
    assert opens(written, "chair")
    assert not any(opens(written, who) for who in OTHERS)


def test_a_grant_to_somebody_of_another_agency_opens_nothing(written: Table) -> None:
    """Even rightly signed, by somebody who holds the key."""
    chair, line = written.world.actor("chair"), the_line(written)
    key = Ring(chair).key(line.secret_id)
    secret = queries.secret_rows(Secret.id == line.secret_id)[0]
    with transaction():
        giver = Giver(chair, Holders(Chain.of(chair)))
        pair = giver.holders.of(written.world.person_id("coordinator"))
        assert pair is not None
        giver.to_person(secret, key, pair, Because.MEMBER)
        giver.write()
    with pytest.raises(NotVisible):
        Ring(written.world.actor("coordinator")).key(line.secret_id)


@pytest.mark.parametrize("who", ["coordinator", "housing"])
def test_a_generation_by_another_agency_is_forged(written: Table, who: str) -> None:
    """A key that an officer, or a member elsewhere, made for the police opens nothing there, and
    nothing is written under it."""
    planted, _ = plant_generation(written, who)
    with pytest.raises(Forged):
        Ring(written.world.actor("officer")).key(planted)
    line = write(written, "officer", the_request(written).id, "After that")
    assert line.secret_id not in (planted, the_line(written).secret_id)
    assert texts(written, "officer") == [KNOWN, "After that"]


def test_a_slip_that_names_another_agency_makes_it_nobodys(written: Table) -> None:
    """Whoever could have two slips say two agencies gets nothing opened, and no key made."""
    coordinator, request = written.world.actor("coordinator"), the_request(written)
    slip = queries.secret_rows(Secret.id == request.slip_id)[0]
    with transaction():
        store_secret(
            coordinator,
            Chain.of(coordinator),
            SecretKind.SLIP,
            request.id,
            sealing.new_key(),
            (),
            2,
            slip.part_of,
            {f"agency:{coordinator.agency_id}"},
        )
    with pytest.raises(Forged):
        private.space(Ring(coordinator), request.slip_id, slip.part_of)  # type: ignore[arg-type]
    with pytest.raises(Forged):
        Ring(written.world.actor("officer")).key(the_line(written).secret_id)


def test_a_colleague_who_is_shut_out_loses_it_at_once(written: Table) -> None:
    """The grant goes with the exclusion; what is written from then on has a key never theirs."""
    request, first = the_request(written), the_line(written).secret_id
    officer = written.world.person_id("officer")
    circle.exclude(written.world.actor("coordinator"), written.case(1), person_id=officer)
    assert (HolderKind.PERSON, officer) not in grants_of(first)
    assert not opens(written, "officer")
    with pytest.raises(NotVisible):
        service.open_request(written.world.actor("officer"), request.id)
    second = write(written, "chair", request.id, "Since then").secret_id
    assert second != first
    assert [holder for _, holder in grants_of(second)] == [written.world.person_id("chair")]
    assert texts(written, "chair") == [KNOWN, "Since then"]
    circle.admit(written.world.actor("chair"))
    assert (HolderKind.PERSON, officer) not in grants_of(second)


def test_taking_the_exclusions_row_away_lets_nobody_in(written: Table) -> None:
    """It is signed into the new key, and into the case's."""
    officer = written.world.person_id("officer")
    circle.exclude(written.world.actor("coordinator"), written.case(1), person_id=officer)
    write(written, "chair", the_request(written).id, "Since then")
    with transaction() as session:
        session.execute(delete(Exclusion))
    circle.admit(written.world.actor("chair"))
    assert not opens(written, "officer")


def test_an_agency_that_is_shut_out_loses_it(written: Table) -> None:
    """All its people, at once."""
    coordinator = written.world.actor("coordinator")
    circle.exclude(coordinator, written.case(1), agency_id=written.world.agencies["police"])
    assert grants_of(the_line(written).secret_id) == []
    with pytest.raises(NotVisible):
        service.open_request(written.world.actor("officer"), the_request(written).id)


def test_whoever_is_let_in_again_reads_on(written: Table) -> None:
    """An officer lifts the exclusion; the next colleague who writes signs the lists anew."""
    officer, request = written.world.person_id("officer"), the_request(written)
    coordinator = written.world.actor("coordinator")
    circle.exclude(coordinator, written.case(1), person_id=officer)
    write(written, "chair", request.id, "Meanwhile")
    circle.lift(coordinator, written.case(1), officer)
    write(written, "chair", request.id, "Again")
    circle.admit(written.world.actor("chair"))
    assert texts(written, "officer") == [KNOWN, "Meanwhile", "Again"]


def test_a_colleague_who_comes_later_is_let_in_by_another(written: Table) -> None:
    """At the door, by a colleague; a coordinator at the door gives it to nobody."""
    line, officer = the_line(written), written.world.person_id("officer")
    with transaction() as session:
        session.execute(delete(Grant).where(Grant.holder_id == officer))
    circle.admit(written.world.actor("coordinator"))
    assert not opens(written, "officer")
    circle.admit(written.world.actor("chair"))
    assert texts(written, "officer") == [KNOWN]
    assert line.secret_id


def test_whoever_is_put_out_loses_it_and_the_lines_stay(written: Table) -> None:
    """The maker of the key is expelled: colleagues read on, and write under a new key."""
    request, first = the_request(written), the_line(written).secret_id
    officer = written.world.person_id("officer")
    circle.expel(written.world.actor("chair"), officer)
    assert (HolderKind.PERSON, officer) not in grants_of(first)
    assert texts(written, "chair") == [KNOWN]
    second = write(written, "chair", request.id, "Since then").secret_id
    assert second != first
    assert texts(written, "chair") == [KNOWN, "Since then"]
    assert circle.verify_all(written.world.area_id) == []


def test_a_rewritten_row_opens_no_other_space(written: Table) -> None:
    """A line that points at another record's key is refused, not read."""
    other = write(written, "idva", request_of(written, "idva", 1).id)
    line = the_line(written)
    with transaction():
        line.secret_id = other.secret_id
    assert texts(written, "officer") == []


def test_everything_verifies(written: Table) -> None:
    """The public keys alone show that nothing was planted; and what was planted is named."""
    assert circle.verify_all(written.world.area_id) == []
    planted, _ = plant_generation(written, "coordinator")
    assert planted in {fault.id for fault in circle.verify_all(written.world.area_id)}


def test_an_unsigned_row_of_an_agency_makes_no_colleague(written: Table) -> None:
    """An administrator moves an officer of the MARAC into the police, in the register only."""
    moved = replace(written.world.actor("coordinator"), agency_id=written.world.agencies["police"])
    request = the_request(written)
    with pytest.raises(NotVisible):
        service.open_request(moved, request.id)
    with pytest.raises(NotVisible):
        private.space(Ring(moved), request.slip_id, request.slip_id)
