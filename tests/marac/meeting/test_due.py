"""Who is due a key at a meeting: a true signature is, and a row that somebody wrote is not."""

from uuid import UUID

from sqlalchemy import delete

from app import clock
from app.confidentiality.agreement.model import Signature
from app.confidentiality.circle.model import Grant
from app.confidentiality.circle.service import admit
from app.db import db, new_id, transaction
from app.marac.meeting import service
from app.marac.meeting.due import due
from app.marac.meeting.model import Attendance
from tests.marac.table import Table


def people_due(table: Table) -> set[UUID]:
    """Whom the meeting would have let in."""
    return {one.person_id for one in due(table.world.area_id)}


def test_a_signer_is_due_every_case_of_the_agenda(table: Table) -> None:
    """Three cases, singly; whether one of them is kept from her the circle decides."""
    table.begin()
    table.sign("officer")
    mine = [
        one for one in due(table.world.area_id) if one.person_id == table.world.person_id("officer")
    ]
    assert {one.record_id for one in mine} == {table.case(number) for number in range(3)}


def test_who_has_been_let_in_is_due_nothing_more(table: Table) -> None:
    """The doorkeeper's beat does not look at what was given already."""
    table.begin()
    table.seat("officer")
    assert table.world.person_id("officer") not in people_due(table)


def test_only_an_open_meeting_lets_anybody_in(table: Table) -> None:
    """Who signed and was not let in before the close is due nothing after it."""
    table.begin()
    table.sign("officer")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    assert not people_due(table)


def test_an_attendance_that_somebody_wrote_into_the_database_opens_nothing(table: Table) -> None:
    """A row that claims the chair's signature for another person is passed over."""
    table.begin()
    person_id = table.world.person_id("officer")
    plant(table, person_id, signature_of(table, "chair").id)
    assert person_id not in people_due(table)


def test_a_signature_of_another_meeting_opens_nothing(table: Table) -> None:
    """The statement names its meeting; a row that says otherwise does not verify."""
    table.begin()
    table.sign("officer")
    with transaction() as session:
        signature = session.get_one(Signature, signature_of(table, "officer").id)
        signature.occasion = f"meeting:{new_id()}"
    assert table.world.person_id("officer") not in people_due(table)


def test_an_altered_signature_opens_nothing(table: Table) -> None:
    """One flipped bit, and the signer is no longer due anything."""
    table.begin()
    table.sign("officer")
    with transaction() as session:
        signature = session.get_one(Signature, signature_of(table, "officer").id)
        signature.signature = bytes([signature.signature[0] ^ 1]) + signature.signature[1:]
    assert table.world.person_id("officer") not in people_due(table)


def test_a_grant_that_was_taken_away_is_due_again(table: Table) -> None:
    """After a rotation or a reset the open meeting lets its signers in once more."""
    table.begin()
    table.seat("officer")
    person_id = table.world.person_id("officer")
    with transaction() as session:
        session.execute(delete(Grant).where(Grant.holder_id == person_id))
    assert person_id in people_due(table)
    admit(table.world.actor("chair"))
    assert person_id not in people_due(table)


def signature_of(table: Table, who: str) -> Signature:
    """Somebody's signature of today's declaration."""
    return (
        db.session.query(Signature)
        .filter_by(person_id=table.world.person_id(who))
        .filter(Signature.occasion == f"meeting:{table.meeting_id}")
        .one()
    )


def plant(table: Table, person_id: UUID, signature_id: UUID) -> None:
    """Write an attendance as a database operator could."""
    with transaction() as session:
        session.add(
            Attendance(
                meeting_id=table.meeting_id,
                person_id=person_id,
                agency_id=table.world.agencies["police"],
                name="Ruth Castle",
                signature_id=signature_id,
                at=clock.now(),
            )
        )
