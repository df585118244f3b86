"""AC-34: a role that an administrator gives, or a row that an operator writes, opens no case."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update

from app import clock
from app.access.actor import Actor
from app.access.permissions import Role
from app.accounts.person import service as people
from app.accounts.person.joining import join
from app.confidentiality.agreement import queries as agreements
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.rules import meeting_occasion
from app.confidentiality.agreement.service import publish, standard_text, store_signature
from app.confidentiality.circle import service as circle
from app.db import db, new_id, transaction
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.marac.meeting import queries, service, statements
from app.marac.meeting.model import AgendaItem, Meeting, MeetingState
from app.refusals import NotVisible, Refused, RuleBroken
from app.vault import totp
from tests.builders import World
from tests.marac.table import Table

CHAIR = frozenset({Role.CHAIR, Role.SIGNATORY})
PASSPHRASE = "granite-window-orchid"
AGREEMENT = WordingKind.CONFIDENTIALITY_AGREEMENT


def opens(actor: Actor, case_id: UUID) -> bool:
    """Whether somebody opens a case."""
    try:
        open_case(actor, case_id, OpeningReason.RECORD_CHECK)
    except NotVisible:
        return False
    return True


def thief_of(world: World, who: str) -> Actor:
    """Whoever took somebody's link: the role, and keys that no officer has seen."""
    made = people.invite_again(world.actor("administrator"), world.person_id(who))
    joined = join(
        made.token,
        attests=True,
        passphrase=PASSPHRASE,
        again=PASSPHRASE,
        totp_secret=totp.new_secret(),
        last_step=0,
    )
    return replace(world.actor(who), keyring=joined.keyring)


def write(*statements: object) -> None:
    """What an operator of the database does."""
    with transaction() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        session.expire_all()


def test_a_chair_whom_only_the_administrator_made_is_let_in_to_nothing(table: Table) -> None:
    """Somebody of an agency that was not asked gets the role, signs, and still holds no key."""
    world = table.world
    people.change_roles(world.actor("administrator"), world.person_id("children"), CHAIR)
    world.members["children"] = replace(world.members["children"], roles=CHAIR)
    table.begin()
    table.seat("children", "housing")
    assert opens(world.actor("housing"), table.case(0))
    assert not opens(world.actor("children"), table.case(0))


def test_a_role_without_an_office_runs_nothing_and_publishes_nothing(table: Table) -> None:
    """A stolen link for a deputy chair's account: no meeting is opened, no wording replaced."""
    thief, meeting_id = thief_of(table.world, "deputy"), table.meeting_id
    words = agreements.in_force(table.world.area_id)[AGREEMENT]
    store_signature(thief, words.id, "area")
    housing = table.world.agencies["housing"]
    for act in (
        lambda: service.open_meeting(thief, meeting_id),
        lambda: service.record_declaration_read(thief, meeting_id),
        lambda: service.witness(thief, meeting_id, "Somebody Else", housing),
        lambda: service.close_meeting(thief, meeting_id),
        lambda: publish(thief, AGREEMENT, "Agreement", standard_text(AGREEMENT) + "\nOne more."),
    ):
        with pytest.raises(Refused):
            act()
    assert agreements.in_force(table.world.area_id)[AGREEMENT].id == words.id


def test_a_meeting_of_the_past_gives_no_key_though_its_row_is_open_again(table: Table) -> None:
    """An operator reopens an old meeting and plants a case on it for somebody who signed there."""
    officer, case_id = table.world.actor("officer"), table.case(1)
    write(delete(AgendaItem).where(AgendaItem.case_id == case_id))
    table.begin()
    table.seat("officer")
    service.close_meeting(table.world.actor("chair"), table.meeting_id)
    planted = {
        "id": new_id(),
        "area_id": table.world.area_id,
        "meeting_id": table.meeting_id,
        "case_id": case_id,
        "position": 9,
        "starts_at": clock.now(),
    }
    write(insert(AgendaItem).values(planted), _now(table, state=MeetingState.OPEN))
    with clock.pretend(clock.now() + timedelta(days=2)):
        for change in ({}, {"declared_at": clock.now()}):
            write(_now(table, **{"state": MeetingState.OPEN} | change))
            circle.admit(table.world.actor("chair"))
            assert not opens(officer, case_id)


def test_a_reading_counts_only_from_an_officer(table: Table) -> None:
    """Somebody signs with their own key that the words were read: nobody is let in for it."""
    table.begin()
    officer = table.world.actor("officer")
    meeting = db.session.get_one(Meeting, table.meeting_id)
    with transaction():
        meeting.key_pair_id = officer.keys.key_id
        words = service.declaration(meeting)
        said = statements.declaration_read(meeting, words, officer.person_id)
        meeting.statement, meeting.signature = said, officer.keys.sign(said)
    table.seat("officer")
    assert not opens(officer, table.case(0))


def test_who_signs_while_the_chair_closes_was_not_there(table: Table) -> None:
    """The signature came before the close and the seat after it: no seat, no references."""
    table.begin()
    housing = table.world.actor("housing")
    meeting = queries.meeting(housing, table.meeting_id)
    words = service.declaration(meeting)
    signed = store_signature(housing, words.id, meeting_occasion(meeting.id))
    service.close_meeting(table.world.actor("chair"), meeting.id)
    with pytest.raises(RuleBroken, match="closed"):
        service.sit_down(housing, meeting.id, signed.id)
    assert queries.attendance_of(meeting.id, housing.person_id) is None


def test_nobody_names_herself_to_hold_every_immigration_section(table: Table) -> None:
    """Two people must have thought about it."""
    coordinator = table.world.actor("coordinator")
    with pytest.raises(RuleBroken, match="Another officer"):
        circle.name_compartment_holder(coordinator, coordinator.person_id)


def _now(table: Table, **values: object) -> object:
    return update(Meeting).where(Meeting.id == table.meeting_id).values(**values)
