"""AC-23: somebody goes to immigration enforcement after they joined us. Words are renewed or lapse.

One's own word at every meeting, the sponsor's each year; what lapses holds every key back, deletes
none, and says what to do. Nothing that can be written past the program lifts it.
"""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.accounts.person import attesting, service
from app.accounts.person.attestation import GOOD_FOR, OWN_WORDS, WARN_BEFORE
from app.accounts.person.model import Attestation, Person
from app.confidentiality.agreement.model import WordingKind
from app.confidentiality.agreement.service import publish
from app.confidentiality.circle import sponsoring
from app.confidentiality.circle.ring import require_signed
from app.db import db, transaction
from app.marac.case.rules import OpeningReason
from app.marac.case.service import open_case
from app.marac.meeting import service as meetings
from app.refusals import Refused
from tests.builders import World
from tests.marac.intake.tokens import a_system, referral_count
from tests.pages import send

OWN = "/attesting/own"


def in_a_year(days: int = 1) -> AbstractContextManager[None]:
    """Some days after the words of the start have run out; with fewer than 0, before."""
    return clock.pretend(clock.now() + GOOD_FOR + timedelta(days=days))


def sponsor(world: World, who: str, by: str = "coordinator") -> None:
    """An officer whose own word is fresh attests for somebody."""
    attesting.renew_own(world.actor(by), attests=True)
    sponsoring.attest_for(world.actor(by), [world.person_id(who)])


def opens(world: World, who: str) -> bool:
    """Whether the case opens for somebody."""
    with world.inside():
        try:
            return bool(open_case(world.actor(who), world.extra["case"], OpeningReason.PREPARING))
        except Refused:
            return False


def test_a_month_before_the_home_page_asks_and_everything_still_opens(marac: World) -> None:
    """One tick and one button; earlier than that nobody is bothered."""
    with in_a_year(-40):
        assert "Who employs you" not in marac.client("idva").get("/").text
    with in_a_year(-WARN_BEFORE.days + 2):
        client = marac.client("idva")
        page = client.get("/").text
        assert "Who employs you" in page
        assert "to do so by" in page
        assert "Priya Raman" in page
        assert opens(marac, "idva")
        refused = send(client, OWN, {})
        assert refused.status_code == 422
        assert "If it is not, do not go on" in refused.text
        assert send(client, OWN, {"attests": "y"}).status_code == 303
        assert "counts for a year" in client.get("/").text


def test_when_it_ran_out_no_case_opens_and_the_page_says_what_to_do(marac: World) -> None:
    """Own word first, then the sponsor by name; then everything is as before."""
    with in_a_year():
        client, case = marac.client("idva"), f"/cases/{marac.extra['case']}"
        answer = client.get(case)
        assert answer.status_code == 403
        assert "one tick" in answer.text
        assert "Nothing opens for you until you say this again" in client.get("/").text
        send(client, OWN, {"attests": "y"})
        answer = client.get(case)
        assert answer.status_code == 403
        assert "Ask Priya Raman" in answer.text
        with marac.inside():
            sponsor(marac, "idva")
        assert opens(marac, "idva")
        assert "Who employs you" not in client.get("/").text


def test_the_coordinator_sees_who_lapses_and_attests_for_several_in_one_sitting(
    marac: World,
) -> None:
    """Each with a tick of their own; who is not ticked stays due."""
    with in_a_year(-10):
        client = marac.client("chair")
        home = client.get("/").text
        assert "Attest for 9 people" in home
        assert "Still to renew their own word" in home
        page = client.get("/attesting").text
        assert "Leila Haddad" in page
        assert "It runs out on" in page
        nobody = send(client, "/attesting", {})
        assert nobody.status_code == 422
        assert "Select the people for whom you attest" in nobody.text
        ticked = [str(marac.person_id(who)) for who in ("idva", "housing", "deputy")]
        assert send(client, "/attesting", {"people": ticked}).status_code == 303  # type: ignore[dict-item]
        assert "Attest for 6 people" in client.get("/").text


def test_i_cannot_attest_stops_the_session_that_is_open(marac: World) -> None:
    """At the next click; every officer is told; the person learns whom to speak to, not why."""
    client, officer = marac.client("idva"), marac.client("coordinator")
    assert opens(marac, "idva")
    path = f"/attesting/{marac.person_id('idva')}/cannot"
    assert send(officer, path, {}).status_code == 422
    assert send(officer, path, {"reason": "works_there"}).status_code == 303
    answer = client.get(f"/cases/{marac.extra['case']}")
    assert answer.status_code == 403
    assert "Speak to" in answer.text
    home = client.get("/").text
    assert "No case opens for you" in home
    assert "employed by, seconded" in home
    for who in ("chair", "deputy", "coordinator"):
        assert "could not attest for Leila Haddad" in marac.client(who).get("/").text
    assert "Coordinator" not in marac.client("housing").get("/").text
    listed = marac.client("chair").get("/attesting").text
    assert "They are employed by, seconded from or warranted by the Home Office" in listed
    lift = f"/attesting/{marac.person_id('idva')}/lift"
    assert send(marac.client("chair"), lift, {}, "/attesting").status_code == 303
    assert opens(marac, "idva")


def test_a_system_with_their_token_is_stopped_too(marac: World) -> None:
    """A token acts for a person, so what holds the person back holds it back."""
    system = a_system(marac)
    assert system.send().status_code == 201
    with marac.inside():
        sponsoring.cannot_attest(marac.actor("chair"), marac.person_id("housing"), "not_found_out")
    assert system.send().status_code == 403
    assert referral_count(marac) == 1


def test_nothing_that_is_planted_lifts_it(marac: World) -> None:
    """Dates in the register, a copied row, a later date on a true one: none of it is signed."""
    with in_a_year(), marac.inside():
        with transaction() as session:
            session.execute(
                update(Person).values(attested_at=clock.now(), sponsor_attested_at=clock.now())
            )
            session.execute(update(Attestation).values(at=clock.now()))
        with pytest.raises(Refused):
            require_signed(marac.actor("idva"))
    with in_a_year():
        assert not opens(marac, "idva")


def test_signing_a_meetings_declaration_renews_it(worked: World) -> None:
    """Whose own word runs out at the meeting signs once; the page asks for nothing more."""
    with worked.inside():
        rows = db.session.scalars(
            select(Attestation).where(
                Attestation.occasion == f"meeting:{worked.extra['meeting']}",
                Attestation.person_id == worked.person_id("housing"),
            )
        ).all()
        assert [row.kind for row in rows] == ["own"]


def test_a_declaration_that_lacks_the_words_gets_them_as_a_line_of_its_own(marac: World) -> None:
    """An area's own text stays as it is and stays signed; what is signed stands on the page."""
    with marac.inside():
        chair = marac.actor("chair")
        agencies = [marac.agencies["police"], marac.agencies["housing"]]
        day = clock.now() + timedelta(minutes=5)
        meeting = meetings.plan_meeting(chair, day, "Room 2", agencies, [marac.extra["case"]])
        meetings.open_meeting(chair, meeting.id)
    path, line = f"/meetings/{meeting.id}", f"By signing I also say: {OWN_WORDS}"
    assert OWN_WORDS in marac.client("chair").get(path).text
    assert line not in marac.client("chair").get(path).text
    with marac.inside():
        body = "We keep what we hear to ourselves, and we share it for safeguarding alone.\n" * 4
        publish(marac.actor("chair"), WordingKind.MEETING_DECLARATION, "Declaration", body)
        meetings.record_declaration_read(marac.actor("chair"), meeting.id)
    client = marac.client("housing")
    assert line in client.get(path).text
    typed = {"passphrase": marac.members["housing"].passphrase}
    assert send(client, f"{path}/signature", typed, path).status_code == 303
    with marac.inside():
        words = select(Attestation).where(Attestation.occasion == f"meeting:{meeting.id}")
        assert db.session.scalars(words).one().person_id == marac.person_id("housing")


def test_an_administrator_whose_word_ran_out_brings_nobody_in(marac: World) -> None:
    """They hold no key; what they could do is invite a friend."""
    details = {
        "agency_id": marac.agencies["police"],
        "name": "Martin Vale",
        "email": "martin.vale@police.example.org",
        "job": "Constable",
        "roles": ["representative"],
        "sponsor_attests": True,
    }
    with in_a_year(), marac.inside():
        administrator = marac.actor("administrator")
        with pytest.raises(Refused, match="Say first of yourself"):
            service.invite(administrator, **details)  # type: ignore[arg-type]
        attesting.renew_own(administrator, attests=True)
        with pytest.raises(Refused, match="An officer has to attest"):
            service.change_roles(administrator, marac.person_id("idva"), ["idva"])
        sponsor(marac, "administrator")
        assert service.invite(administrator, **details).person_id  # type: ignore[arg-type]


def test_only_officers_see_who_attests_for_whom(marac: World) -> None:
    """Nobody else learns who is held back."""
    for who in ("idva", "housing", "administrator"):
        assert marac.client(who).get("/attesting").status_code == 403
        path = f"/attesting/{marac.person_id('chair')}/cannot"
        assert marac.client(who).get(path).status_code == 403
