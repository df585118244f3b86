"""AC-27: somebody who says they are police or an IDVA is told something by telephone, unrecorded.

Nothing can be written down as told unless they were rung back on the register's number first, or a
life was at risk at that moment; and whatever was told stands in the case's log.
"""

from datetime import timedelta

import pytest

from app import clock
from app.confidentiality.circle import service as circle
from app.confidentiality.disclosure import saying, spoken
from app.confidentiality.disclosure.model import Spoken
from app.confidentiality.disclosure.spoken import Rung
from app.confidentiality.recipient import queries as recipients
from app.confidentiality.recipient import service as register
from app.db import db, transaction
from app.refusals import Blocked, RuleBroken
from tests.builders import World
from tests.exits import a_member, a_recipient
from tests.marac import trail
from tests.saying import a_telling, what_was_said


def kept(marac: World) -> int:
    """How many tellings are written down."""
    return db.session.query(Spoken).count()


def test_without_a_call_back_nothing_was_told(marac: World) -> None:
    """No time, a time after it was said, or a register without a number: not kept as rung back."""
    with marac.inside():
        to, now = a_recipient(marac), clock.now()
        with pytest.raises(RuleBroken) as broken:
            a_telling(marac, to.id, rung_at=None)
        assert broken.value.field == "rung_time"
        with pytest.raises(RuleBroken) as broken:
            a_telling(marac, to.id, rung_at=now - timedelta(minutes=5))
        assert broken.value.message == spoken.RANG_FIRST
        assert kept(marac) == 0


def test_only_a_life_at_risk_takes_the_place_of_the_call(marac: World) -> None:
    """It says so in the log, and a chair of another agency is asked to look at it."""
    with marac.inside():
        to = a_recipient(marac)
        row = a_telling(marac, to.id, rung=Rung.LIFE_AT_RISK, rung_at=None)
        assert [each.id for each in saying.waiting(marac.actor("deputy"))] == [row.id]
        assert trail.count("spoken:write") == 1
    log = marac.client("idva").get(f"/cases/{marac.extra['case']}/told").text
    assert "No: a life was at risk at that moment" in log
    assert "A chair has not looked at it yet" in log


def test_there_is_no_box_for_a_number_or_a_name(marac: World) -> None:
    """Whom and which number come from the register; neither can be typed."""
    with marac.inside():
        a_recipient(marac)
    page = marac.client("housing").get(f"/spoken/about/{marac.extra['case']}").text
    assert 'type="tel"' not in page
    for name in ("name", "number", "organisation", "telephone"):
        assert f'name="{name}"' not in page


def test_who_is_not_on_the_register_in_date_was_told_nothing(marac: World) -> None:
    """A closed entry, an invented person: refused, with what to do if it was said already."""
    with marac.inside():
        to = a_recipient(marac)
        said = what_was_said(to.id)
        actor = marac.actor("coordinator")
        register.close(actor, to.id)
        with pytest.raises(RuleBroken) as broken:
            saying.write_down(marac.actor("housing"), marac.extra["case"], said)
        assert broken.value.message == spoken.NOT_THERE
        assert "tell an officer now" in broken.value.message
        assert kept(marac) == 0


def test_from_whom_the_case_is_kept_hears_nothing_of_it(marac: World) -> None:
    """The agency is not on the list, and its id typed in is refused without saying why."""
    with marac.inside():
        to = a_member(marac, "hospital", "deputy")
        circle.exclude(
            marac.actor("chair"), marac.extra["case"], agency_id=marac.agencies["hospital"]
        )
        offered = saying.begin(marac.actor("idva"), marac.extra["case"]).people
        assert to.id not in {each.recipient.id for each in offered}
        with pytest.raises(RuleBroken) as broken:
            a_telling(marac, to.id, by="idva")
        assert broken.value.message == spoken.KEPT_FROM
        assert kept(marac) == 0


@pytest.mark.parametrize("field", ["words", "why"])
def test_nothing_was_told_for_the_home_office(marac: World, field: str) -> None:
    """The firewall is asked of the words; the attempt is in the register of attempts."""
    with marac.inside():
        to = a_recipient(marac)
        with pytest.raises(Blocked) as blocked:
            a_telling(marac, to.id, **{field: "So that they tell the Home Office"})
        assert blocked.value.field == field
        assert trail.count("firewall:block") == 1
        assert kept(marac) == 0


@pytest.mark.parametrize(
    "words", ["That her visa has run out", "She has no recourse to public funds"]
)
def test_status_is_told_to_nobody(marac: World, words: str) -> None:
    """Words that tell it are not kept as told; the message says whom to tell of it now."""
    with marac.inside():
        to = a_recipient(marac)
        with pytest.raises(RuleBroken) as broken:
            a_telling(marac, to.id, words=words)
        assert broken.value.message == spoken.STATUS


def test_a_recipient_renamed_behind_the_register_is_asked_about_again(marac: World) -> None:
    """The signatures of its entry no longer fit, so it is as if it were not there."""
    with marac.inside():
        to = a_recipient(marac)
        said = what_was_said(to.id)
        with transaction():
            recipients.recipient(marac.actor("housing"), to.id).name = "Another Law Centre"
        with pytest.raises(RuleBroken):
            saying.write_down(marac.actor("housing"), marac.extra["case"], said)
        assert kept(marac) == 0
