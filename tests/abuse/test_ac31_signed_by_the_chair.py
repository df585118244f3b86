"""AC-31: minutes "signed by the chair" that a coordinator signed, with one row for a moment.

Whoever has the file, or administers people, makes somebody a deputy as easily as the register says
so. Who may sign, another officer signs on approving: nobody does that for themself.
"""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.person.model import Person
from app.audit import record
from app.audit.events import MinutesSigned, MinutesSignerNamed
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.signed_rows import sign_row
from app.db import db, transaction
from app.marac.meeting.model import Meeting
from app.marac.minutes import approving, chasing, copying, drafting, reading, signers, signing
from app.marac.minutes.verifying import verify_all
from app.refusals import Changed, Refused, RuleBroken
from app.vault.errors import Forged
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import approve, sign_minutes, whole
from tests.marac.table import Table
from tests.pages import boxes


def made_deputy(table: Table, who: str = "coordinator") -> Actor:
    """Somebody, with the roles that the register gives them for this moment."""
    actor = table.world.actor(who)
    roles = actor.roles | {Role.DEPUTY_CHAIR}
    with transaction() as session:
        names = [role.value for role in sorted(roles)]
        session.execute(update(Person).where(Person.id == actor.person_id).values(role_names=names))
    db.session.expire_all()
    return replace(actor, roles=roles)


def test_a_role_for_a_moment_signs_nothing(held: Table) -> None:
    """She signed in to the meeting, as every coordinator does, and approved the minutes herself."""
    version = approve(held)
    her = made_deputy(held)
    with pytest.raises(Refused):
        signing.sign_read(her, whole(held).id, version)
    with pytest.raises(Refused):
        signing.to_sign(her, whole(held).id)


def test_nobody_names_themself(held: Table) -> None:
    """Approved as a deputy by herself: those others are named, and she is not."""
    her = made_deputy(held)
    drafting.write(her, held.meeting_id)
    minutes = whole(held)
    version = approving.approve(her, minutes.id, minutes.revision)
    chain = Chain.of(her)
    assert not signers.is_named(chain, held.meeting_id, her.person_id)
    assert signers.is_named(chain, held.meeting_id, held.world.person_id("chair"))
    with pytest.raises(Refused):
        signing.sign_read(her, minutes.id, version.id)


def plant(table: Table, by: str, signed_by: str) -> None:
    """Rows at the end of the trail that name her, and a signature of hers past the program."""
    her, other = table.world.actor("coordinator"), table.world.actor(by)
    keys = table.world.actor(signed_by)
    said = signers._statement(table.meeting_id, her.person_id)
    own = sign_row(keys, said)
    with transaction():
        event = MinutesSignerNamed(
            table.meeting_id, her.person_id, own.key_pair_id, own.signed, own.signed_on
        )
        record(other, event)


@pytest.mark.parametrize(
    ("by", "signed_by"),
    [("coordinator", "coordinator"), ("chair", "coordinator"), ("idva", "idva"), ("chair", "idva")],
)
def test_a_row_more_in_the_trail_names_nobody(held: Table, by: str, signed_by: str) -> None:
    """It needs the signature of an officer other than her, who is the one that the row says."""
    version = approve(held)
    plant(held, by, signed_by)
    with pytest.raises(Refused):
        signing.sign_read(made_deputy(held), whole(held).id, version)


def test_a_signature_past_the_program_is_not_believed(
    held: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reads it as signed, nobody gets a copy of it, and the check names it."""
    version = approve(held)
    with monkeypatch.context() as patch:
        patch.setattr(signers, "is_named", lambda *given, **named: True)
        row = signing.sign_read(made_deputy(held), whole(held).id, version)
    idva = held.world.actor("idva")
    for opens in (reading.read, copying.take):
        with pytest.raises(Forged):
            opens(idva, held.meeting_id)
    assert ("minutes_signature", row.id) in {(each.table, each.id) for each in verify_all()}
    plant(held, "chair", "chair")
    with transaction():
        record(held.world.actor("chair"), MinutesSigned(whole(held).id, version_id=row.version_id))
    with pytest.raises(Forged):
        reading.read(held.world.actor("idva"), held.meeting_id)


def test_the_approver_reads_for_whom_it_is(held: Table) -> None:
    """The page names who can sign; if that changes before the button is pressed, it is said."""
    coordinator = held.world.actor("coordinator")
    drafting.write(coordinator, held.meeting_id)
    room, minutes = Room(held), whole(held)
    page = room.get("coordinator", f"/minutes/{held.meeting_id}/draft").text
    people = chasing.signers(coordinator, minutes, _meeting(held))
    assert {person.name for person in people} == {"Priya Raman", "Tom Okafor"}
    assert all(person.name in page for person in people)
    made_deputy(held, "idva")
    assert len(chasing.signers(coordinator, minutes, _meeting(held))) == 2
    with pytest.raises(Changed):
        approving.approve(coordinator, minutes.id, minutes.revision, [people[0].id])
    made_deputy(held)
    answer = room.post("deputy", f"/minutes/documents/{minutes.id}/approve", _boxes(page))
    assert "Somebody has changed these minutes meanwhile" in answer.text


def test_nobody_approves_what_only_they_could_sign(held: Table) -> None:
    """The chair alone is told whom to ask; once another officer named her, she approves too."""
    chair, deputy = held.world.actor("chair"), held.world.person_id("deputy")
    with transaction() as session:
        session.execute(update(Person).where(Person.id == deputy).values(role_names=[]))
    db.session.expire_all()
    drafting.write(chair, held.meeting_id)
    minutes = whole(held)
    with pytest.raises(RuleBroken) as broken:
        approving.approve(chair, minutes.id, minutes.revision)
    assert "Ask a coordinator or a deputy" in broken.value.message
    approve(held)
    minutes = whole(held)
    version = approving.approve(chair, minutes.id, minutes.revision)
    signing.sign_read(chair, minutes.id, version.id)


def test_honest_minutes_are_believed(held: Table) -> None:
    """Approved by the coordinator, signed by the chair: read, copied, and nothing is found."""
    row = sign_minutes(held)
    assert reading.read(held.world.actor("idva"), held.meeting_id).signers
    assert isinstance(row.id, UUID)
    assert verify_all() == []


def _meeting(table: Table) -> Meeting:
    return drafting.closed_meeting(table.world.actor("coordinator"), table.meeting_id)


def _boxes(page: str) -> dict[str, str]:
    found = boxes(page)
    return {name: found[name] for name in ("revision", "signers") if name in found}
