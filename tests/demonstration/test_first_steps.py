"""What the sheet tells a newcomer to try is what happens."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.access.actor import Actor
from app.accounts.person.queries import active_pair
from app.confidentiality.agreement import queries as wordings
from app.confidentiality.agreement import service as agreement
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.grants import Ring
from app.confidentiality.circle.model import How
from app.db import db
from app.demonstration import sheet
from app.marac.case import service as cases
from app.marac.match import service as matching
from app.marac.meeting import hearing
from app.marac.meeting import queries as meetings
from app.marac.meeting import service as meeting_service
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.referral.rules import ReferralState
from app.marac.triage import service as triage
from app.marac.triage.service import Acceptance, InTriage
from app.refusals import NotVisible, Refused
from tests.demonstration.people import actor


@pytest.fixture
def instance(demonstration: Flask) -> Iterator[Path]:
    """The instance folder of this test's demonstration, inside its application."""
    with demonstration.app_context():
        yield Path(demonstration.config["MARAC"].instance)
        db.session.remove()
        db.engine.dispose()


def opened_meeting(instance: Path) -> Meeting:
    """Today's meeting after the chair has read the declaration and signed."""
    chair = actor(instance, "chair")
    meeting = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED)).one()
    meeting_service.open_meeting(chair, meeting.id)
    meeting_service.record_declaration_read(chair, meeting.id)
    attend(instance, "chair", meeting)
    return meeting


def attend(instance: Path, key: str, meeting: Meeting) -> Actor:
    """Somebody signs with their own passphrase, and the chair lets them in."""
    who = actor(instance, key)
    meeting_service.attend(who, meeting.id, sheet.read(instance)[key].passphrase)
    circle.admit(actor(instance, "chair"))
    return who


def names(who: Actor, meeting: Meeting) -> list[str]:
    """The names on somebody's agenda that open for them."""
    lines = meetings.agenda(who, meeting.id)
    labels = cases.labels(who, [line.item.case_id for line in lines])
    return [labels[line.item.case_id].name for line in lines if line.item.case_id in labels]


def test_the_first_case_is_hers_and_only_the_idva_has_the_section(instance: Path) -> None:
    """Steps one and two: the chair hears Zarina Mistry; the IDVA alone opens her section."""
    meeting = opened_meeting(instance)
    chair, idva = actor(instance, "chair"), attend(instance, "idva_grace", meeting)
    item = hearing.next_case(chair, meeting.id)
    assert item is not None
    assert names(chair, meeting)[0] == "Zarina Mistry"
    reason = cases.OpeningReason.HEARING
    assert cases.open_case(chair, item.case_id, reason)
    assert cases.open_compartment(idva, item.case_id, reason)
    with pytest.raises(NotVisible):
        cases.open_compartment(chair, item.case_id, reason)


def test_nobody_who_has_not_signed_opens_a_case(instance: Path) -> None:
    """An invited colleague who referred nobody sees sixteen numbers, and no name until he signs."""
    meeting = opened_meeting(instance)
    colleague = actor(instance, "probation_rep")
    assert len(meetings.agenda(colleague, meeting.id)) == 16
    assert names(colleague, meeting) == []
    assert len(names(attend(instance, "probation_rep", meeting), meeting)) == 16


def test_the_excluded_colleague_sees_no_trace(instance: Path) -> None:
    """Step three: fifteen names, numbered without a gap, and hers is not among them."""
    meeting = opened_meeting(instance)
    seen = names(attend(instance, "housing_officer", meeting), meeting)
    assert len(seen) == 15
    assert "Shanice Palmer" not in seen
    assert "Shanice Palmer" in names(attend(instance, "housing_lead", meeting), meeting)


def test_the_late_agency_signs_and_is_let_in(instance: Path) -> None:
    """He can do nothing before he has signed the agreement, and everything of his part after."""
    meeting = opened_meeting(instance)
    late, passphrase = actor(instance, "substance_rep"), sheet.read(instance)["substance_rep"]
    with pytest.raises(Refused):
        meeting_service.attend(late, meeting.id, passphrase.passphrase)
    words = wordings.in_force(late.area_id)[WordingKind.CONFIDENTIALITY_AGREEMENT]
    agreement.sign(late, words.id, "area", passphrase.passphrase)
    assert len(names(attend(instance, "substance_rep", meeting), meeting)) == 16


def test_the_new_nurse_is_confirmed_by_calling_back(instance: Path) -> None:
    """The coordinator confirms his key pair; from then on he counts as signed and let in."""
    nurse = actor(instance, "new_nurse")
    pair = active_pair(nurse.person_id)
    assert pair is not None
    circle.confirm_pair(actor(instance, "coordinator"), pair.id, How.CALLED_BACK, attests=True)
    assert Ring(nurse).me.person_id == nurse.person_id


def test_the_administrator_has_no_case(instance: Path) -> None:
    """Step four: no meeting, no case, no key."""
    administrator = actor(instance, "administrator")
    with pytest.raises(Refused):
        _ = Ring(administrator).me


def waiting(officer: Actor, name: str) -> InTriage:
    """The referral of somebody, as an officer looks at it in triage."""
    found = [triage.look(officer, row.id) for row in triage.queue(officer)[0]]
    return next(each for each in found if each.told.victim.name == name)


def accepted(instance: Path, name: str) -> UUID:
    """The case that a referral becomes when the coordinator accepts it, with Grace as IDVA."""
    coordinator = actor(instance, "coordinator")
    referral = waiting(coordinator, name)
    idva = actor(instance, "idva_grace").person_id
    return triage.accept(coordinator, referral.opened.id, Acceptance(idva)).id


def test_six_wait_each_for_something_else(instance: Path) -> None:
    """Step six: one is urgent, one waits for the GP, one is kept from the housing officer."""
    coordinator = actor(instance, "coordinator")
    assert len(triage.queue(coordinator)[0]) == 6
    assert waiting(coordinator, "Aaliyah Grant").opened.urgent
    asked = waiting(coordinator, "Peter Lindsay").opened
    assert asked.state is ReferralState.ASKED
    assert asked.referrer_id == actor(instance, "gp_rep").person_id
    kept = waiting(coordinator, "Leanne Coates").kept
    assert [each.person_id for each in kept] == [actor(instance, "housing_officer").person_id]


def test_a_repeat_under_another_spelling_counts_by_two(instance: Path) -> None:
    """Step seven: Huda Karim is found, and is the same once the chair has confirmed it."""
    coordinator, chair = actor(instance, "coordinator"), actor(instance, "chair")
    referral = waiting(coordinator, "Hoda Kareem")
    assert referral.repeat.claimed
    assert referral.repeat.links == ()
    found = matching.candidates(coordinator, referral.opened.id)
    assert "Huda Karim" in {name for each in found for name in each.other.card.names}
    for each in found:
        matching.decide(coordinator, each.own.id, each.other.id, "same", "Asked the clinic.")
    assert [each.confirmed for each in matching.links(chair, referral.opened.id)] == [False]
    for each in matching.waiting(chair):
        matching.confirm(chair, *each.ids)
    assert [each.confirmed for each in matching.links(chair, referral.opened.id)] == [True]


def test_the_holder_and_the_idva_read_the_section_of_an_accepted_case(instance: Path) -> None:
    """Step eight: the holder at once, the IDVA when the holder was there, the chair never."""
    case_id, reason = accepted(instance, "Selam Tesfay"), cases.OpeningReason.PREPARING
    holder, idva = actor(instance, "by_and_for_worker"), actor(instance, "idva_grace")
    assert cases.open_compartment(holder, case_id, reason)
    with pytest.raises(NotVisible):
        cases.open_compartment(idva, case_id, reason)
    circle.admit(holder)
    assert cases.open_compartment(idva, case_id, reason)
    with pytest.raises(NotVisible):
        cases.open_compartment(actor(instance, "chair"), case_id, reason)


def test_whom_it_is_kept_from_finds_no_case_of_it(instance: Path) -> None:
    """What is kept from somebody as a referral is kept from them as a case."""
    case_id = accepted(instance, "Leanne Coates")
    with pytest.raises(NotVisible):
        cases.open_case(actor(instance, "housing_officer"), case_id, cases.OpeningReason.PREPARING)
