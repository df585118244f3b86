"""AC-20: a referral is sent again, and only the immigration section was written in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.marac.case.listing import list_referral
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.marac.referral.service import open_referral
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.rules import Criterion, Status
from app.marac.risk.service import open_sections
from tests.builders import World
from tests.marac.referral.writing import least, save, send
from tests.pages import boxes, say_why

THIRTEEN = {f"answer_{topic.code}": "yes" for topic in load(CORE).topics[:13]}
SECTION = {"indicator": "insecure", "note": "Quokka"} | {
    f"answer_{topic.code}": "yes" for topic in load(IMMIGRATION).topics
}
TICK = {"judgement_made": "y"}


def sent(marac: World, topics: Mapping[str, str], judged: Mapping[str, str]) -> UUID:
    """A referral with these answers, by its pages; the area has named a holder of sections."""
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/topics", **topics)
    save(client, f"{draft}/judgement", **judged)
    return send(client, draft)


def sent_again(marac: World, referral_id: UUID, page: str, typed: Mapping[str, str]) -> None:
    """Change one page of it, and send it again."""
    client = marac.client("housing")
    own = f"/referrals/{referral_id}"
    draft = client.post(f"{own}/change", data=boxes(client.get(own).text)).location
    save(client, f"{draft}/{page}", **typed)
    send(client, draft)


def accepted(marac: World, referral_id: UUID) -> list[dict[str, Any]]:
    """Accept it; return what the chair is shown of its assessments, the newest first."""
    with marac.inside():
        list_referral(marac.actor("coordinator"), referral_id, idva_id=marac.person_id("idva"))
        circle.admit(marac.actor("second_idva"))
        opened = open_case(marac.actor("chair"), referral_id, OpeningReason.PREPARING)
        return [each.answered.to_dict() for each in opened.assessed]


@pytest.mark.parametrize(
    ("topics", "judged"),
    [({"answer_injury": "yes"}, {}), (THIRTEEN, TICK)],
    ids=["few answers", "a threshold that shows as judgement already"],
)
def test_nobody_sees_that_a_section_was_written(
    marac: World, topics: Mapping[str, str], judged: Mapping[str, str]
) -> None:
    """Two assessments alike would say so; there is one, and the IDVA reads the section."""
    referral_id = sent(marac, topics, judged)
    sent_again(marac, referral_id, "specialist-support", SECTION)
    officer = marac.client("chair").get(f"/triage/{referral_id}").text
    assert f'app-count__number">{len(topics)}<' in officer
    assert len(accepted(marac, referral_id)) == 1
    client = marac.client("chair")
    say_why(client, referral_id)
    assert "side by side" not in client.get(f"/cases/{referral_id}").text
    with marac.inside():
        sections = open_sections(Ring(marac.actor("idva")), referral_id)
        assert sections[0].section.immigration.status is Status.INSECURE
        assert sections[0].whole.core == len(topics)


def test_a_threshold_reached_by_it_looks_like_a_tick_made_afterwards(marac: World) -> None:
    """The same answers and the same criteria as if the judgement alone had been added."""
    reached, ticked = sent(marac, THIRTEEN, {}), sent(marac, THIRTEEN, {})
    sent_again(marac, reached, "specialist-support", SECTION)
    sent_again(marac, ticked, "judgement", TICK)
    with marac.inside():
        told = [open_referral(marac.actor("chair"), each).referred for each in (reached, ticked)]
    assert told[0].criteria == told[1].criteria == (Criterion.PROFESSIONAL_JUDGEMENT,)
    assert told[0].to_dict() == told[1].to_dict()
    found = [accepted(marac, each) for each in (reached, ticked)]
    assert found[0] == found[1]
    assert len(found[0]) == 2
