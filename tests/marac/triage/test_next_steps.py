"""What an officer is shown next: who gives the section, the address, what is urgent, the day."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app import clock
from app.audit.queries import rows_of
from app.confidentiality.circle import service as circle
from app.marac.match import service as matches
from app.marac.match.deciding import Waiting
from app.marac.party.rules import PartyKind
from app.marac.referral.service import refer
from app.marac.risk.rules import Immigration, Status
from app.marac.risk.service import NewAssessment
from app.marac.triage import service
from app.marac.triage.conflicts import MAY_BE
from app.marac.triage.service import Acceptance
from tests.builders import World
from tests.marac.triage.conftest import TOLD, Refer
from tests.pages import say_why, send
from tests.working import PERPETRATOR, VICTIM

STREET = "14 Hidden Mews"
HIDDEN = replace(TOLD, victim=replace(VICTIM, address=STREET, address_confidential=True))
LATER = Acceptance(None, "Nobody is free")


def accepted(marac: World, referred: Refer, *, idva: str = "", **more: object) -> UUID:
    """A referral that the coordinator accepted, with an IDVA or without, and no meeting yet."""
    referral_id = referred(**more)
    with marac.inside():
        chosen = Acceptance(marac.person_id(idva)) if idva else LATER
        service.accept(marac.actor("coordinator"), referral_id, chosen)
    return referral_id


def test_the_page_says_who_gives_the_section_to_the_idva(marac: World, referred: Refer) -> None:
    """After accepting, and on the IDVA’s own page of the case, until she has it."""
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
    referral_id = referred()
    with marac.inside():
        circle.admit(marac.actor("idva"))
        chosen = Acceptance(marac.person_id("idva"))
        service.accept(marac.actor("coordinator"), referral_id, chosen)
    officer = marac.client("coordinator").get(f"/triage/{referral_id}").text
    assert "reaches " in officer
    assert "next signs in: Joan Whitfield" in officer
    own = say_why(marac.client("idva"), referral_id, "supporting").text
    assert "is on its way to you. Joan Whitfield gives it" in own
    with marac.inside():
        circle.admit(marac.actor("second_idva"))
    assert "is open to " in marac.client("coordinator").get(f"/triage/{referral_id}").text
    assert "on its way" not in say_why(marac.client("idva"), referral_id).text


def test_the_line_is_the_same_whatever_the_section_holds(marac: World) -> None:
    """Nothing in it, or a status and words: nothing differs, for the officer or for the IDVA."""
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
    seen = []
    for section in (Immigration(), Immigration(Status.INSECURE, {}, "Quokka")):
        with marac.inside():
            told = NewAssessment(immigration=section)
            referral_id = refer(marac.actor("housing"), TOLD, assessment=told).id
            chosen = Acceptance(marac.person_id("idva"))
            service.accept(marac.actor("coordinator"), referral_id, chosen)
        officer = marac.client("coordinator").get(f"/triage/{referral_id}").text
        seen.append((line(officer), line(say_why(marac.client("idva"), referral_id).text)))
    assert seen[0] == seen[1]
    assert all(seen[0])


def line(page: str) -> list[str]:
    """What a page says of the section."""
    return [each.strip() for each in page.splitlines() if "which every case has" in each]


def test_an_officer_is_shown_a_confidential_address_with_a_reason(
    marac: World, referred: Refer
) -> None:
    """Never on the page itself; alone, counted; and to nobody who may not look."""
    referral_id = referred(HIDDEN)
    client, path = marac.client("coordinator"), f"/triage/{referral_id}/address/0"
    page = client.get(f"/triage/{referral_id}").text
    assert path in page
    assert STREET not in page
    assert STREET not in client.get(path).text
    assert send(client, path, {}).status_code == 422
    assert STREET in send(client, path, {"reason": "check"}).text
    for number in (1, 99):
        assert client.get(f"/triage/{referral_id}/address/{number}").status_code == 404
    with marac.inside():
        rows = rows_of(marac.actor("chair"), marac.person_id("coordinator"))
        (row,) = [row for row in rows if row.tag == "address:reveal"]
        assert row.subject_id == referral_id
        service.declare(marac.actor("deputy"), referral_id)
    assert marac.client("deputy").get(path).status_code == 404
    assert client.get(f"/triage/{uuid4()}/address/0").status_code == 404


def test_urgent_stays_urgent_until_a_meeting_has_it(marac: World, referred: Refer) -> None:
    """On top of triage and on the home page, with the way to an emergency meeting."""
    plain = accepted(marac, referred)
    urgent = accepted(marac, referred, urgent=True)
    client = marac.client("coordinator")
    page = client.get("/triage").text
    assert page.index("Urgent, and on no meeting yet") < page.index("To be decided")
    assert f"/meetings/new/{urgent}" in page
    assert f"/meetings/new/{plain}" not in page
    assert "An urgent case is on no meeting yet" in client.get("/").text
    assert "It is urgent, and on no meeting yet" in client.get(f"/triage/{urgent}").text
    sent = send(client, f"/meetings/new/{urgent}", {"time": "23:59", "place": "Town Hall"})
    assert sent.status_code == 303
    assert "Urgent, and on no meeting yet" not in client.get("/triage").text
    assert "urgent case" not in client.get("/").text


def test_an_emergency_meeting_begins_with_today_and_the_usual_place(
    marac: World, referred: Refer, meeting_id: UUID
) -> None:
    """What is usual is filled in; a usual meeting has the place, and no day."""
    assert meeting_id
    case_id = accepted(marac, referred, urgent=True)
    client, today = marac.client("coordinator"), clock.today()
    emergency = client.get(f"/meetings/new/{case_id}").text
    for part in (today.day, today.month, today.year):
        assert f'value="{part}"' in emergency
    assert 'value="Town Hall"' in emergency
    usual = client.get("/meetings/new").text
    assert 'value="Town Hall"' in usual
    assert f'value="{today.year}"' not in usual


def test_where_a_perpetrator_works_is_said_in_the_referrers_words(
    marac: World, referred: Refer
) -> None:
    """One press keeps a whole agency out, so an officer reads what it rests on."""
    words = "Did casual shifts for St Aldhelm Hospital’s contractor"
    referral_id = referred(replace(TOLD, perpetrators=(replace(PERPETRATOR, works_for=words),)))
    page = marac.client("coordinator").get(f"/triage/{referral_id}").text
    assert f"{MAY_BE} “{words}”" in page
    assert "A perpetrator works there" not in page


def test_agencies_come_first_among_whom_to_keep_it_from(marac: World, referred: Refer) -> None:
    """As in the journey of whoever refers."""
    page = marac.client("coordinator").get(f"/triage/{referred()}/kept-from").text
    assert page.index('value="agency:') < page.index('value="person:')
    assert page.rindex('value="agency:') < page.index('value="person:')


def test_an_idva_says_that_she_supports_the_victim(marac: World) -> None:
    """A reason of her own, kept as hers."""
    page = say_why(marac.client("idva"), marac.extra["case"], "supporting").text
    assert "I support the victim" in page


@pytest.fixture
def both_decided(marac: World, referred: Refer) -> UUID:
    """A referral of the case’s victim and perpetrator, as the coordinator decided."""
    referral_id = referred(replace(TOLD, children=()))
    with marac.inside():
        actor = marac.actor("coordinator")
        for each in matches.candidates(actor, referral_id):
            if each.own.kind is each.other.kind:
                matches.decide(actor, each.own.id, each.other.id, "same", "The nurse is sure")
    return referral_id


def waits(marac: World, who: str) -> list[Waiting]:
    """What waits for an officer."""
    with marac.inside():
        return matches.waiting(marac.actor(who))


def test_one_decision_about_two_people_is_confirmed_once(marac: World, both_decided: UUID) -> None:
    """One entry, the victim first, one press for both, and a way on."""
    (each,) = waits(marac, "chair")
    assert each.people == (PartyKind.VICTIM, PartyKind.PERPETRATOR)
    assert each.why == "The nurse is sure"
    client = marac.client("chair")
    assert "1 comparison waits for you" in client.get("/").text
    listed = client.get("/matches").text
    assert listed.count("Compare ") == 1
    assert "Victim and perpetrator" in listed
    path = f"/matches/{both_decided}"
    page = client.get(path).text
    assert page.count("Confirm both: the same people") == 1
    assert page.count("The nurse is sure") == 1
    assert page.index(">Victim ") < page.index(">Perpetrator ")
    first, second = each.ids
    confirm = f"{path}/decisions/{first}/confirm"
    assert send(client, confirm, {"also": "x"}, path).status_code == 404
    assert len(waits(marac, "chair")[0].ids) == len((first, second))
    assert send(client, confirm, {"also": str(second)}, path).status_code == 303
    assert waits(marac, "chair") == []
    page = client.get(path).text
    assert "Go to triage" in page
    assert "Waits for a second officer" not in page


def test_all_of_it_is_confirmed_or_nothing(marac: World, both_decided: UUID) -> None:
    """Another officer took one back meanwhile: nothing is confirmed that was not seen so."""
    (each,) = waits(marac, "chair")
    with marac.inside():
        matches.undo(marac.actor("deputy"), each.ids[1], "Not him")
    path = f"/matches/{both_decided}"
    client, confirm = marac.client("chair"), f"{path}/decisions/{each.ids[0]}/confirm"
    assert send(client, confirm, {"also": str(each.ids[1])}, path).status_code == 303
    assert "This was decided meanwhile" in client.get(path).text
    assert [one.ids for one in waits(marac, "chair")] == [each.ids[:1]]
