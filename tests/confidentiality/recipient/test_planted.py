"""A database operator plants, alters or puts back an entry: nothing can be sent there."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.audit import record
from app.audit.events import RecipientConfirmed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.recipient import queries, service
from app.confidentiality.recipient.model import Recipient, RecipientCheck, RecipientPerson
from app.confidentiality.recipient.rules import RecipientKind, RefusedBecause
from app.confidentiality.recipient.trust import Second, confirmed_statement
from app.db import db, new_id, transaction
from tests.builders import World
from tests.exits import a_member, a_recipient, an_entry, confirmed, enter

NOT_SIGNED = {
    Recipient: {"id", "created_at", "revision", "closed_at"},
    RecipientPerson: {"id", "recipient_id"},
    RecipientCheck: {"refused_by", "refused_at", "refused_because"},
}
"""Columns that no signature is over: what is about the row itself, and two that only close it."""
CODES: dict[str, Any] = {"kind": RecipientKind.HEALTH, "needs_review": True}


def is_open(world: World, recipient_id: UUID) -> bool:
    """Whether something can be sent there today."""
    actor = world.actor("idva")
    db.session.expire_all()
    row = queries.recipient(actor, recipient_id)
    good = service.good_check(Chain.of(actor), row, clock.today())
    listed = {each.id for each in queries.open_recipients(actor, clock.today())}
    assert (good is not None) == (recipient_id in listed)
    return good is not None


def plant(world: World, recipient_id: UUID, check_id: UUID) -> None:
    """Add a row to the trail that says that an old check was the last; it chains like any other."""
    with transaction():
        said = RecipientConfirmed(recipient_id, check_id=check_id, how="called_back")
        record(world.actor("coordinator"), said)


def signed_columns() -> list[Any]:
    """Every column of the three tables that a signature is over."""
    return [
        pytest.param(model, column.name, id=f"{column.table.name}.{column.name}")
        for model, left_out in NOT_SIGNED.items()
        for column in model.__table__.columns
        if column.name not in left_out
    ]


def other(world: World, name: str, value: Any) -> Any:
    """Another value that the column takes."""
    if name in CODES:
        return CODES[name]
    if name.endswith("agency_id"):
        return world.agencies["nrpf"]
    if name.endswith("_with"):
        return world.members["second_idva"].keyring.key_id
    if name.endswith("_by") or name == "person_id":
        return world.person_id("second_idva")
    if isinstance(value, datetime | date):
        return value + timedelta(days=30)
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, str):
        return f"{value}x"
    return date(2027, 1, 1) if name == "dpo_on" else new_id()


def write(table: Any, row_id: UUID, **values: Any) -> None:
    """Write behind the services' back, as whoever owns the file can."""
    with transaction():
        change = update(table).where(table.c.id == row_id).values(**values)
        db.session.execute(change)


@pytest.mark.parametrize(("model", "column"), signed_columns())
def test_whoever_alters_a_column_closes_the_entry(marac: World, model: Any, column: str) -> None:
    """Whatever it is: no signature fits any more."""
    with marac.inside():
        row = a_recipient(marac)
        assert is_open(marac, row.id)
        table: Table = model.__table__
        of = table.c.id if model is Recipient else table.c.recipient_id
        before = db.session.execute(select(table).where(of == row.id)).mappings().one()
        after = other(marac, column, before[column])
        assert after != before[column]
        noted = {"dpo_note": "It is quite all right."} if column == "needs_review" else {}
        try:
            write(table, before["id"], **{column: after}, **noted)
        except IntegrityError:
            return  # the database itself refuses it
        assert not is_open_after(marac, row.id, column)


def is_open_after(world: World, recipient_id: UUID, column: str) -> bool:
    """The same, where the entry itself may have left this area."""
    if column == "area_id":
        actor = world.actor("idva")
        rows = db.session.scalars(select(Recipient)).all()
        return any(service.good_check(Chain.of(actor), row, clock.today()) for row in rows)
    return is_open(world, recipient_id)


def test_nobody_can_be_added_to_an_entry(marac: World) -> None:
    """Nor taken out of it: all its people are signed together."""
    with marac.inside():
        row = a_member(marac, "housing", "housing")
        with transaction():
            db.session.execute(
                insert(RecipientPerson).values(
                    id=new_id(),
                    recipient_id=row.id,
                    name="Femi Bello",
                    person_id=marac.person_id("nrpf"),
                )
            )
        assert not is_open(marac, row.id)
        with transaction():
            db.session.execute(delete(RecipientPerson))
        assert not is_open(marac, row.id)


def test_an_entry_without_signatures_is_not_open(marac: World) -> None:
    """A row planted whole, with its check, out of nothing."""
    with marac.inside():
        real = a_recipient(marac)
        planted = new_id()
        for model, changes in (
            (Recipient, {"id": planted, "name": "Some Other Firm"}),
            (RecipientCheck, {"id": new_id(), "recipient_id": planted}),
        ):
            table: Table = model.__table__  # type: ignore[assignment]
            of = table.c.id if model is Recipient else table.c.recipient_id
            row = db.session.execute(select(table).where(of == real.id)).mappings().one()
            with transaction():
                db.session.execute(insert(table).values(**{**row, **changes}))
        assert not is_open(marac, planted)
        assert is_open(marac, real.id)


def test_an_earlier_state_is_not_put_back(marac: World) -> None:
    """The old words with their old signatures, and the new check thrown away: the trail knows."""
    with marac.inside():
        row = a_recipient(marac, RecipientKind.COURT, "Northbrook Family Court")
        old, first = row.telephone, queries.checks([row.id])[0].id
        entry = an_entry(RecipientKind.COURT, row.name, person="Ebele Marsh")
        service.change(marac.actor("housing"), row.id, entry, revision=row.revision)
        confirmed(marac, row.id)
        with transaction():
            person = {"name": "Miriam Oyelaran", "job": "Manager"}
            email = "miriam@northbrookfamilycourt.example.org"
            db.session.execute(update(RecipientPerson).values(**person, email=email))
            db.session.execute(delete(RecipientCheck).where(RecipientCheck.id != first))
            db.session.execute(update(Recipient).values(telephone=old))
        assert service.entry_of(queries.recipient(marac.actor("idva"), row.id)) == an_entry(
            RecipientKind.COURT, row.name
        )
        assert not is_open(marac, row.id)
        plant(marac, row.id, first)
        assert not is_open(marac, row.id)


@pytest.mark.parametrize("how", ["closed", "refused"])
def test_what_was_closed_is_not_opened_by_a_row(marac: World, how: str) -> None:
    """Neither the column cleared nor a row added to the trail: an officer signs anew."""
    with marac.inside():
        row = a_recipient(marac)
        first = queries.checks([row.id])[0].id
        officer = marac.actor("coordinator")
        if how == "closed":
            service.close(officer, row.id)
            write(Recipient.__table__, row.id, closed_at=None)
        else:
            service.propose_again(marac.actor("idva"), row.id, revision=row.revision)
            check = queries.waiting_check(row.id)
            assert check is not None
            revision = queries.recipient(officer, row.id).revision
            code = RefusedBecause.NOT_SAFE
            service.refuse(officer, row.id, check.id, code, revision=revision)
            with transaction():
                db.session.execute(delete(RecipientCheck).where(RecipientCheck.id == check.id))
        assert not is_open(marac, row.id)
        plant(marac, row.id, first)
        assert not is_open(marac, row.id)


def test_two_members_who_collude_with_the_operator_open_nothing(marac: World) -> None:
    """Two true signatures of two agencies, and even the row of the trail: neither is an officer."""
    with marac.inside():
        row = service.propose(
            marac.actor("housing"), an_entry(RecipientKind.HOUSING, "Some Landlord")
        )
        check = queries.waiting_check(row.id)
        assert check is not None
        second = marac.actor("second_idva")
        signed = Second(
            second.person_id,
            second.agency_id,
            second.keys.key_id,
            clock.now(),
            "called_back",
            check.would_be_good_until,
        )
        said = confirmed_statement(check, signed, service.entry_of(row))
        both = {"confirmed_statement": said, "confirmed_signature": second.keys.sign(said)}
        write(RecipientCheck.__table__, check.id, **signed._asdict(), **both)
        with transaction():
            record(second, RecipientConfirmed(row.id, check_id=check.id, how="called_back"))
        assert not is_open(marac, row.id)


def test_the_first_signature_does_not_pass_for_the_second(marac: World) -> None:
    """An officer who proposed a solicitor without looking at the register has not confirmed it."""
    with marac.inside():
        row = service.propose(marac.actor("chair"), an_entry(RecipientKind.SOLICITOR, "Some Firm"))
        check = queries.waiting_check(row.id)
        assert check is not None
        write(
            RecipientCheck.__table__,
            check.id,
            confirmed_by=check.proposed_by,
            confirmed_agency_id=check.proposed_agency_id,
            confirmed_with=check.proposed_with,
            confirmed_at=check.proposed_at,
            confirmed_how="public_register",
            good_until=check.would_be_good_until,
            confirmed_statement=check.proposed_statement,
            confirmed_signature=check.proposed_signature,
        )
        with transaction():
            chair = marac.actor("chair")
            record(chair, RecipientConfirmed(row.id, check_id=check.id, how="public_register"))
        assert not is_open(marac, row.id)


def test_words_do_not_move_between_the_fields_of_a_person(marac: World) -> None:
    """Each field of each person is signed by its own name."""
    with marac.inside():
        row = enter(marac, an_entry(RecipientKind.COURT, "Northbrook Family Court"))
        person = db.session.scalars(select(RecipientPerson)).one()
        joined = f"{person.name}|{person.job}"
        write(RecipientPerson.__table__, person.id, name=joined, job="")
        assert not is_open(marac, row.id)
