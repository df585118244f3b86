"""Reminding the chair of approved minutes that are late: constant words, once a day, audited."""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle import service as circle
from app.marac.meeting import queries as meetings
from app.marac.minutes import chasing, drafting, rules, signing
from app.marac.minutes.drafting import OpenPart
from app.marac.minutes.model import Minutes
from app.marac.minutes.rules import Passage
from app.refusals import NotVisible, Refused, RuleBroken
from tests.marac import trail
from tests.marac.board.pages import Room
from tests.marac.minutes.sitting import approve, draft_of, whole
from tests.marac.table import VICTIMS, Table


@pytest.fixture
def late(held: Table, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Approved minutes that were due two days ago."""
    approve(held)
    monkeypatch.setattr(rules, "due_on", lambda day: clock.today() - timedelta(days=2))
    return held


def remind(table: Table, who: str = "coordinator") -> list[str]:
    """Remind, and return whom the notice went to."""
    sent: list[str] = []
    chasing.remind(table.world.actor(who), whole(table).id, sent.append)
    return sent


def test_it_goes_to_those_who_may_sign_and_to_nobody_else(late: Table) -> None:
    """The chair and the deputy who was there; one row in the trail, without a name."""
    assert sorted(remind(late)) == sorted(
        late.world.members[who].email for who in ("chair", "deputy")
    )
    last = trail.last()
    assert last.tag == "minutes:remind"
    assert last.subject_id == str(whole(late).id)
    assert '"people":2' in last.detail.replace(" ", "")


def test_once_a_day_whoever_presses(late: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second press the same day sends nothing; the next day it does."""
    remind(late)
    with pytest.raises(RuleBroken, match="today already"):
        remind(late, "deputy")
    assert trail.count("minutes:remind") == 1
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert remind(late)


def test_nothing_is_sent_before_they_are_late_approved_or_after_the_signature(held: Table) -> None:
    """A reminder says that something waits: it must."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    with pytest.raises(RuleBroken, match="do not wait"):
        remind(held)
    version_id = approve(held)
    with pytest.raises(RuleBroken, match="do not wait"):
        remind(held)
    signing.sign_read(held.world.actor("chair"), whole(held).id, version_id)
    with pytest.raises(RuleBroken, match="do not wait"):
        remind(held)
    assert trail.count("minutes:remind") == 0


def test_only_officers_remind(late: Table) -> None:
    """A member has not the right; and another's minutes are not found."""
    with pytest.raises((Refused, NotVisible)):
        remind(late, "idva")
    assert trail.count("minutes:remind") == 0


def test_whoever_is_kept_from_a_case_is_not_told_of_its_minutes(late: Table) -> None:
    """Of minutes that stand apart a person who is kept from their case hears nothing."""
    actor, minutes = late.world.actor("coordinator"), whole(late)
    meeting = meetings.meeting(actor, late.meeting_id)
    assert len(chasing.signers(actor, minutes, meeting)) == 2
    circle.exclude(
        late.world.actor("chair"), late.case(0), person_id=late.world.person_id("deputy")
    )
    told = chasing.signers(actor, Minutes(case_id=late.case(0)), meeting)
    assert [each.id for each in told] == [late.world.person_id("chair")]


def test_the_button_stands_where_the_lateness_is_said(late: Table) -> None:
    """On the draft, for whoever cannot sign it; after the press it says when; constant words."""
    room, at = Room(late), f"/minutes/{late.meeting_id}/draft"
    page = room.get("coordinator", at).text
    assert "2 days late" in page
    assert "Remind the chair" in page
    assert "Remind the chair" not in room.get("chair", at).text
    path = f"/minutes/documents/{whole(late).id}/remind"
    assert room.post("coordinator", path, {}).status_code == 303
    after = room.get("coordinator", at).text
    assert "The chair was reminded on" in after
    assert "Remind the chair" not in after
    sent = [each.read_text() for each in (late.world.instance / "outbox").glob("*.eml")]
    assert len(sent) == 2
    assert all("There is something for you in the MARAC system" in each for each in sent)
    assert not any(name.split()[0] in each for each in sent for name in VICTIMS)
    assert room.post("coordinator", path, {}).status_code == 303
    assert len(list((late.world.instance / "outbox").glob("*.eml"))) == 2


def test_what_is_different_is_asked_only_where_there_was_a_time_before(
    held: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case that is no repeat has no box for it; where the board says something there is one."""
    drafting.write(held.world.actor("coordinator"), held.meeting_id)
    path = f"/minutes/parts/{draft_of(held, held.case(0)).draft.id}"
    room, heading = Room(held), "What is different this time"
    assert heading not in room.get("coordinator", path).text
    said = [(Passage("different", heading, "He is out of prison."), "")]
    monkeypatch.setattr(OpenPart, "passages", property(lambda part: said))
    assert heading in room.get("coordinator", path).text
