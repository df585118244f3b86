"""What surrounds the made-up meetings is real too: agendas, minutes, flags, feedback, research."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.agency.model import Agency
from app.confidentiality.circle.grants import Ring
from app.db import db
from app.marac.conflict import verifying as conflicts
from app.marac.feedback.model import Feedback
from app.marac.flag.model import FlagNotice
from app.marac.meeting import verifying as meetings
from app.marac.meeting.model import AgendaItem, Meeting, MeetingState, Publication
from app.marac.minutes import leaves, reading
from app.marac.minutes import verifying as minutes
from app.marac.minutes.model import Minutes, MinutesSignature
from app.marac.pack import verifying as packs
from app.marac.research import service as research
from app.marac.research.model import ResearchLine, ResearchRequest
from app.refusals import NotVisible, Refused
from tests.cli.terminal import run
from tests.demonstration.people import actor

ELSEWHERE = ("coordinator", "deputy", "administrator", "idva_grace", "gp_rep", "housing_lead")
"""People of every other kind, none of them of the police."""


@pytest.fixture
def instance(demonstration: Flask) -> Iterator[Path]:
    """The instance folder of this test's demonstration, inside its application."""
    with demonstration.app_context():
        yield Path(demonstration.config["MARAC"].instance)
        db.session.remove()
        db.engine.dispose()


def held() -> list[Meeting]:
    """The meetings that are over, the first one first."""
    over = select(Meeting).where(Meeting.state == MeetingState.CLOSED)
    return list(db.session.scalars(over.order_by(Meeting.starts_at)))


def test_agendas_conflicts_minutes_and_packs_verify(instance: Path) -> None:
    """Every edition, decision, signature and copy: nothing is found wrong."""
    for noun in (meetings, conflicts, minutes, packs):
        assert noun.verify_all() == [], noun.__name__


def test_the_command_finds_nothing_wrong(demonstration: Flask) -> None:
    """All that is signed holds, as somebody sees it who runs the command."""
    found = run(demonstration, "agreement", "verify")
    assert found.exit_code == 0, found.output


def test_every_meeting_has_a_signed_and_published_agenda(instance: Path) -> None:
    """Each of the four, today's too: its people see it."""
    every = db.session.scalars(select(Meeting)).all()
    signed = set(db.session.scalars(select(Publication.meeting_id)))
    assert len(every) == 4
    assert {meeting.id for meeting in every} == signed
    assert all(meeting.published_at for meeting in every)


def test_two_meetings_have_signed_minutes_and_the_last_waits(instance: Path) -> None:
    """The coordinator reads each that is signed, leaf by leaf, and nothing of the last yet."""
    first, second, last = held()
    keeper = actor(instance, "coordinator")
    for meeting in (first, second):
        found = reading.read(keeper, meeting.id)
        assert found.cases
        for part in leaves.signed_parts(keeper, Ring(keeper), meeting.id):
            assert part.signature.by_person_id == actor(instance, "chair").person_id
    with pytest.raises(NotVisible):
        reading.read(keeper, last.id)
    waiting = db.session.scalars(select(Minutes).where(Minutes.meeting_id == last.id)).all()
    assert waiting
    assert all(row.approved_id for row in waiting)
    assert len(db.session.scalars(select(MinutesSignature)).all()) >= 2


def test_agencies_were_told_of_flags_and_victims_of_the_plan(instance: Path) -> None:
    """Two agencies have set theirs, others have not answered; not every victim is told yet."""
    names = {row.id: row.name for row in db.session.scalars(select(Agency))}
    rows = db.session.scalars(select(FlagNotice)).all()
    answered = Counter(names[row.agency_id] for row in rows if row.answer)
    assert len(answered) == 2
    assert len({row.agency_id for row in rows}) > len(answered)
    heard = len(
        set(db.session.scalars(select(AgendaItem.id).where(AgendaItem.concluded_at.is_not(None))))
    )
    told = len(set(db.session.scalars(select(Feedback.item_id))))
    assert 5 < told < heard


def test_what_the_police_looked_up_is_there_and_nobody_elses_to_read(instance: Path) -> None:
    """Three cases, their own words and what they keep back; no key of anybody elsewhere opens it,
    an officer's neither."""
    police = actor(instance, "police_rep")
    lines = db.session.scalars(select(ResearchLine)).all()
    asked = db.session.scalars(
        select(ResearchRequest).where(ResearchRequest.id.in_({row.request_id for row in lines}))
    ).all()
    assert {row.agency_id for row in asked} == {police.agency_id}
    assert len(asked) == 3
    ring = Ring(police)
    assert all(ring.may_open(row.secret_id) for row in lines)
    for request in asked:
        assert research.open_request(police, request.id).lines
    for who in ELSEWHERE:
        other = Ring(actor(instance, who))
        assert not any(other.may_open(row.secret_id) for row in lines), who
        with pytest.raises((NotVisible, Refused)):
            research.open_request(other.actor, asked[0].id)
