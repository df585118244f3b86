"""What the generator made is real: every signature, grant and row of it can be checked."""

import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.accounts.agency.model import Agency
from app.accounts.area.queries import settings_of, the_area
from app.accounts.person.model import Person
from app.audit.model import AuditRow
from app.audit.verify import verify
from app.confidentiality.agreement.queries import standing
from app.confidentiality.agreement.service import verify_all as verify_agreements
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.chain import Unconfirmed
from app.confidentiality.circle.grants import Ring
from app.confidentiality.circle.service import verify_all as verify_circle
from app.db import db, transaction
from app.demonstration import sheet
from app.demonstration.content import borough
from app.demonstration.generator import ALREADY, make
from app.marac.action.model import Action, ActionState
from app.marac.case import service as cases
from app.marac.meeting import queries as meetings
from app.marac.meeting.model import Meeting, MeetingState
from app.marac.referral.model import Referral
from app.refusals import NotVisible, Refused
from tests.demonstration.conftest import demonstration_app
from tests.demonstration.people import actor


@pytest.fixture
def instance(demonstration: Flask) -> Iterator[Path]:
    """The instance folder of this test's demonstration, inside its application."""
    with demonstration.app_context():
        yield Path(demonstration.config["MARAC"].instance)
        db.session.remove()
        db.engine.dispose()


def todays_meeting() -> Meeting:
    """The one that is planned."""
    return db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED)).one()


def count(table: type) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_it_has_the_promised_size(instance: Path) -> None:
    """Agencies, people, three past meetings and one today, six referrals."""
    assert (count(Agency), count(Person), count(Referral)) == (14, 25, 6)
    states = Counter(db.session.scalars(select(Meeting.state)))
    assert states == {MeetingState.CLOSED: 3, MeetingState.PLANNED: 1}
    assert clock.london(todays_meeting().starts_at).date() >= clock.today() - timedelta(days=1)
    area = the_area()
    assert area is not None
    assert area.is_demonstration
    settings = settings_of(actor(instance, "administrator"))
    assert settings.postcode_districts == borough().postcode_districts


def test_every_signature_and_row_holds(instance: Path) -> None:
    """The three commands that verify find nothing wrong."""
    area = the_area()
    assert area is not None
    assert verify_agreements() == []
    assert verify_circle(area.id) == []
    assert verify(db.session(), None).seq == count(AuditRow)


def test_it_happened_in_order(instance: Path) -> None:
    """The trail tells the weeks one after the other, and nothing lies in the future."""
    moments = list(db.session.scalars(select(AuditRow.at).order_by(AuditRow.seq)))
    assert all(before <= after for before, after in pairwise(moments))
    assert moments[-1] <= clock.now().isoformat()


def test_the_chair_has_sixteen_cases_and_the_excluded_person_fifteen(instance: Path) -> None:
    """A case that is kept from somebody is not on his agenda, and leaves no gap in it."""
    meeting = todays_meeting()
    chair, excluded = actor(instance, "chair"), actor(instance, "housing_officer")
    for who, size in ((chair, 16), (excluded, 15), (actor(instance, "housing_lead"), 16)):
        lines = meetings.agenda(who, meeting.id)
        assert [line.number for line in lines] == list(range(1, size + 1))


def test_a_member_that_is_not_invited_sees_no_meeting(instance: Path) -> None:
    """The no-recourse team is a member, and today's meeting is not there for it."""
    with pytest.raises(NotVisible):
        meetings.meeting(actor(instance, "nrpf_lead"), todays_meeting().id)


def test_the_flags_of_the_agenda(instance: Path) -> None:
    """The chair sees repeats, the transfer, who is 17, and how many children there are."""
    chair = actor(instance, "chair")
    lines = meetings.agenda(chair, todays_meeting().id)
    labels = cases.labels(chair, [line.item.case_id for line in lines]).values()
    assert len(labels) == 16
    assert sum(label.repeat for label in labels) == 4
    assert sum(bool(label.transfer_from) for label in labels) == 1
    assert sum(label.aged_16_17 for label in labels) == 1
    assert sum(label.children for label in labels) > 10


def test_only_holders_open_the_immigration_section(instance: Path) -> None:
    """The IDVA and the specialist hold it; the chair and the coordinator do not."""
    chair, idva = actor(instance, "chair"), actor(instance, "idva_grace")
    lines = meetings.agenda(chair, todays_meeting().id)
    labels = cases.labels(chair, [line.item.case_id for line in lines])
    case_id = next(key for key, label in labels.items() if label.name == "Zarina Mistry")
    reason = cases.OpeningReason.PREPARING
    for holder in (idva, actor(instance, "by_and_for_worker")):
        assert cases.open_compartment(holder, case_id, reason)
    for other in (chair, actor(instance, "coordinator")):
        with pytest.raises(NotVisible):
            cases.open_compartment(other, case_id, reason)


def test_actions_are_in_every_state(instance: Path) -> None:
    """Agreed, begun, done, not possible, not done: a newcomer sees each."""
    assert set(db.session.scalars(select(Action.state))) == set(ActionState)


def test_somebody_waits_to_be_confirmed_and_somebody_has_not_signed(instance: Path) -> None:
    """Two are left for the newcomer: a new key pair, and the late agency."""
    late = actor(instance, "substance_rep")
    assert not standing(late.person_id).signed
    assert standing(late.person_id).agency_missing == ()
    with pytest.raises(Unconfirmed):
        _ = Ring(actor(instance, "new_nurse")).me


def test_whoever_waits_sees_it_grow(made: Path) -> None:
    """The terminal says what is being made, step by step, and what to do next."""
    said = (made / "said.txt").read_text("utf-8")
    assert len(said.splitlines()) > 20
    assert "15 people have keys of their own" in said
    assert "flask demo sign-in-sheet" in said


def test_the_sheet_is_private_and_names_everybody(instance: Path) -> None:
    """Only the owner of the files can read it."""
    path = instance / sheet.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(sheet.read(instance)) == set(borough().people)


def test_a_second_time_is_refused(demonstration: Flask, instance: Path) -> None:
    """Where an area is, nothing is changed; the sentence says how to begin anew."""
    before = (instance / sheet.FILE).read_bytes()
    with pytest.raises(Refused, match="There is an area here already"):
        make(demonstration.config["MARAC"], lambda line: None)
    assert "delete" in ALREADY
    assert (instance / sheet.FILE).read_bytes() == before


def test_interrupted_it_leaves_nothing(
    migrated_instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle: no area, no person, no sheet; the next attempt begins anew."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(circle, "confirm_pair", stop)
    app = demonstration_app(Path(shutil.copytree(migrated_instance, tmp_path / "instance")))
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 130
    assert "Nothing was changed" in result.output
    assert not (tmp_path / "instance" / sheet.FILE).exists()
    with app.app_context(), transaction():
        assert the_area() is None
        assert count(AuditRow) == 0
