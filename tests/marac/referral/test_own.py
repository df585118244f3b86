"""Your own referrals: where they stand, what the officers ask, changing and sending again."""

from uuid import UUID, uuid4

import pytest

from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.case.listing import list_referral
from app.marac.referral import sending, talking
from app.marac.referral.drafting import load
from app.marac.referral.model import EqualityAnswers, Referral
from app.marac.referral.reading import read_referral
from app.marac.referral.rules import ReferralState
from app.marac.referral.service import open_referral, refer
from app.marac.risk.queries import assessments_of
from app.marac.risk.rules import Answer, Status
from app.marac.risk.service import open_sections
from app.refusals import NotVisible, Refused
from tests.builders import World
from tests.marac.referral.test_reading import WHOLE
from tests.marac.referral.writing import fill, least, save, send
from tests.pages import boxes


def sent(marac: World, who: str = "housing") -> UUID:
    """A referral with everything in it, kept from nobody."""
    with marac.inside():
        actor = marac.actor(who)
        read = read_referral(actor, WHOLE | {"kept_from": []})
        row = refer(
            actor,
            read.referred,
            assessment=read.assessment,
            equality=read.equality,
            urgent=read.urgent,
        )
        return row.id


def name_a_holder(marac: World) -> None:
    """The area names somebody who holds every immigration section, and hands its keys on."""
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))


def change(marac: World, referral_id: UUID) -> str:
    """Press ‘Change and send again’; return the address of the draft."""
    client = marac.client("housing")
    page = f"/referrals/{referral_id}"
    answer = client.post(f"{page}/change", data=boxes(client.get(page).text))
    assert answer.status_code == 303
    return str(answer.location)


def test_everybody_of_the_circle_has_their_referrals_in_the_menu(marac: World) -> None:
    """With a way to begin; an administrator has none."""
    for who in ("housing", "idva", "coordinator"):
        client = marac.client(who)
        assert 'href="/referrals"' in client.get("/").text
        assert "Refer somebody" in client.get("/referrals").text
    administrator = marac.client("administrator")
    assert 'href="/referrals"' not in administrator.get("/").text
    assert administrator.get("/referrals").status_code == 403


def test_the_list_says_where_each_is_and_opens_no_name(marac: World) -> None:
    """By its reference; what waits for an answer stands first, and on the home page."""
    first, second = sent(marac), sent(marac)
    with marac.inside():
        talking.ask(marac.actor("coordinator"), first, "Is it safe to call?")
        references = {
            each: db.session.get_one(Referral, each).reference for each in (first, second)
        }
    client = marac.client("housing")
    page = client.get("/referrals").text
    assert page.index(references[first]) < page.index(references[second])
    assert "Waits for your answer" in page
    assert "With the coordinator" in page
    assert "Amina" not in page
    assert "1 of your referrals waits for your answer" in client.get("/").text
    other = marac.client("idva").get("/referrals").text
    assert references[first] not in other


def test_your_own_referral_without_what_is_kept_apart(marac: World) -> None:
    """What was said, not the immigration section and not the equality answers."""
    referral_id = sent(marac)
    page = marac.client("housing").get(f"/referrals/{referral_id}").text
    for words in ("Amina Yusuf", "He followed her home.", "Idris Yusuf", "Sami Yusuf"):
        assert words in page
    for words in ("papers", "A note", "Uncertain", "Female", "Prefer not to say"):
        assert words not in page
    with marac.inside():
        tags = [each.tag for each in rows_about(marac.actor("chair"), referral_id)]
        assert tags[0] == "referral:open"


@pytest.mark.parametrize("who", ["idva", "coordinator", "chair"])
def test_anothers_referral_is_as_none(marac: World, who: str) -> None:
    """Byte for byte, whatever the office: officers have the pages of triage."""
    referral_id = sent(marac)
    client = marac.client(who)
    token = boxes(client.get("/referrals").text)
    for end in ("", "/sent", "/withdraw"):
        answer = client.get(f"/referrals/{referral_id}{end}")
        assert answer.status_code == 404
        assert answer.data == client.get(f"/referrals/{uuid4()}{end}").data
    for end in ("answer", "change", "withdraw"):
        path = f"/referrals/{referral_id}/{end}"
        assert client.post(path, data=token | {"text": "A", "why": "A"}).status_code == 404


def test_a_question_is_answered_on_the_page(marac: World) -> None:
    """An empty answer comes back with what to do; a real one goes to the officers."""
    referral_id = sent(marac)
    with marac.inside():
        talking.ask(marac.actor("coordinator"), referral_id, "Is it safe to call?")
    client = marac.client("housing")
    page = f"/referrals/{referral_id}"
    assert "Is it safe to call?" in client.get(page).text
    refused = client.post(f"{page}/answer", data=boxes(client.get(page).text) | {"text": " "})
    assert refused.status_code == 422
    assert "Enter your answer" in refused.text
    answer = client.post(
        f"{page}/answer", data=boxes(client.get(page).text) | {"text": "Only before noon."}
    )
    assert answer.status_code == 303
    shown = client.get(page).text
    assert "Only before noon." in shown
    assert "With the coordinator" in shown


def test_it_can_be_withdrawn_with_a_reason(marac: World) -> None:
    """Not without one; and then it cannot be changed any more."""
    referral_id = sent(marac)
    client = marac.client("housing")
    page = f"/referrals/{referral_id}"
    assert fill(client, f"{page}/withdraw").status_code == 422
    save(client, f"{page}/withdraw", why="She moved to another area.")
    shown = client.get(page).text
    assert "Withdrawn" in shown
    assert "Change and send again" not in shown
    assert client.post(f"{page}/change", data=boxes(client.get(page).text)).status_code == 403


def test_a_change_begins_with_what_was_sent_and_ends_in_its_place(marac: World) -> None:
    """Everything but the immigration section is there to be changed; the officers see it after."""
    referral_id = sent(marac)
    with marac.inside():
        talking.send_back(marac.actor("chair"), referral_id, "Who is he?", "His name")
    draft = change(marac, referral_id)
    client = marac.client("housing")
    check = client.get(f"{draft}/check").text
    for words in ("Amina Yusuf", "Idris Yusuf", "DARA: High", "Female", "Danger to life."):
        assert words in check
    for words in ("A note", "Uncertain"):
        assert words not in check
    save(client, f"{draft}/happened", what_happened="He came to her work.")
    with marac.inside():
        told = open_referral(marac.actor("chair"), referral_id).referred
        assert told.summary.what_happened == "He followed her home."
    assert send(client, draft) == referral_id
    with marac.inside():
        opened = open_referral(marac.actor("chair"), referral_id)
        assert opened.referred.summary.what_happened == "He came to her work."
        assert opened.state is ReferralState.SUBMITTED
        assert opened.reference in client.get(f"/referrals/{referral_id}/sent").text
        tags = [each.tag for each in rows_about(marac.actor("chair"), referral_id)]
        assert "referral:send_again" in tags
        assert db.session.get(EqualityAnswers, referral_id) is not None


def test_an_immigration_section_left_empty_stays_as_it_was_sent(marac: World) -> None:
    """Its holders read what was sent, and its judgement is not taken back by a new count."""
    name_a_holder(marac)
    referral_id = sent(marac)
    draft = change(marac, referral_id)
    client = marac.client("housing")
    assert "you cannot read it back" in client.get(f"{draft}/specialist-support").text
    save(client, f"{draft}/topics", answer_injury="no")
    send(client, draft)
    with marac.inside():
        case = list_referral(
            marac.actor("coordinator"), referral_id, idva_id=marac.person_id("idva")
        )
        circle.admit(marac.actor("second_idva"))
        sections = open_sections(Ring(marac.actor("idva")), case.id)
        assert [each.section.immigration.status for each in sections] == [Status.UNCERTAIN]
        opened = open_referral(marac.actor("chair"), referral_id)
        assert opened.assessment is not None
        assert opened.assessment.answered.answers["injury"].answer is Answer.NO
        assert opened.assessment.answered.judgement.made


def test_an_immigration_section_written_anew_takes_a_compartment_of_its_own(marac: World) -> None:
    """Its writer still cannot read either; the assigned IDVA reads the new one first."""
    name_a_holder(marac)
    referral_id = sent(marac)
    draft = change(marac, referral_id)
    client = marac.client("housing")
    save(
        client,
        f"{draft}/specialist-support",
        indicator="dependent",
        note="Her passport is with him.",
    )
    send(client, draft)
    with marac.inside():
        with pytest.raises(NotVisible):
            open_sections(Ring(marac.actor("housing")), referral_id)
        case = list_referral(
            marac.actor("coordinator"), referral_id, idva_id=marac.person_id("idva")
        )
        circle.admit(marac.actor("second_idva"))
        sections = open_sections(Ring(marac.actor("idva")), case.id)
        statuses = [each.section.immigration.status for each in sections]
        assert statuses == [Status.DEPENDENT, Status.UNCERTAIN]
        with pytest.raises(NotVisible):
            open_sections(Ring(marac.actor("officer")), case.id)


def test_what_was_left_open_is_open_when_it_is_changed(marac: World) -> None:
    """Nobody said that it can wait, whether she agrees, or which call is safe; so nor does this."""
    client = marac.client("housing")
    referral_id = send(client, least(client))
    draft = change(marac, referral_id)
    tasks, check = client.get(draft).text, client.get(f"{draft}/check").text
    assert "You have completed 1 of 9 sections" in tasks
    for words in ("can wait", "Not known</dd>", "Not asked, or not known"):
        assert words not in check
    assert "As you said when you sent it." in check
    assert "checked" not in client.get(f"{draft}/urgent").text
    send(client, draft)
    assert "You have completed 1 of 9 sections" in client.get(change(marac, referral_id)).text


def test_what_was_answered_is_answered_when_it_is_changed(marac: World) -> None:
    """Also that it can wait, that nothing is known, and a page that was left empty."""
    client = marac.client("housing")
    draft = least(client)
    for page in ("why", "judgement", "perpetrators", "contact", "agreement", "equality"):
        save(client, f"{draft}/{page}")
    save(client, f"{draft}/urgent", urgent="no")
    again = change(marac, send(client, draft))
    check = client.get(f"{again}/check").text
    assert check.count("Not asked, or not known") == 2
    assert '<dd class="govuk-summary-list__value">Yes</dd>' in check
    with marac.inside():
        assert {"why", "judgement", "perpetrators", "contact", "equality", "urgent"} <= set(
            load(marac.actor("housing"), UUID(again.rpartition("/")[2])).saved
        )


def test_an_urgent_page_saved_without_an_answer_says_nothing(marac: World) -> None:
    """Nothing selected is not that it can wait."""
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/urgent")
    assert "can wait" not in client.get(f"{draft}/check").text.replace("Can it wait", "")


def test_the_home_page_leads_to_referring_and_to_what_is_not_sent(marac: World) -> None:
    """Somebody who was interrupted need not remember it."""
    client = marac.client("housing")
    assert "Refer somebody" in client.get("/").text
    least(client)
    assert "1 referral is not sent yet" in client.get("/").text
    assert "Refer somebody" not in marac.client("administrator").get("/").text


def test_nothing_changed_makes_no_new_assessment(marac: World) -> None:
    """Sent again as it was, the history does not grow."""
    referral_id = sent(marac)
    client = marac.client("housing")
    send(client, change(marac, referral_id))
    with marac.inside():
        assert len(assessments_of(marac.actor("chair"), referral_id)) == 1


def test_a_change_over_something_newer_is_shown_before_it_is_sent(marac: World) -> None:
    """A question that came meanwhile is not passed over without a word."""
    referral_id = sent(marac)
    draft = change(marac, referral_id)
    with marac.inside():
        talking.ask(marac.actor("coordinator"), referral_id, "Is it safe to call?")
    client = marac.client("housing")
    refused = client.post(f"{draft}/send", data=boxes(client.get(f"{draft}/check").text))
    assert refused.status_code == 422
    assert "Look at the referral" in refused.text
    send(client, draft)


def test_what_is_listed_is_not_changed_here(marac: World) -> None:
    """It is a case then; a change that was begun before is refused, and nothing of it is lost."""
    referral_id = sent(marac)
    draft = change(marac, referral_id)
    with marac.inside():
        list_referral(marac.actor("coordinator"), referral_id, idva_id=None)
        with pytest.raises(Refused):
            sending.begin_change(marac.actor("housing"), referral_id)
    client = marac.client("housing")
    refused = client.post(f"{draft}/send", data=boxes(client.get(f"{draft}/check").text))
    assert refused.status_code == 403
    assert client.get(draft).status_code == 200
    page = client.get(f"/referrals/{referral_id}").text
    assert "go to the case" in page
    assert "Change and send again" not in page


def test_who_it_is_kept_from_stays_when_it_is_sent_again(marac: World) -> None:
    """Also somebody whom an officer added meanwhile."""
    referral_id = sent(marac)
    draft = change(marac, referral_id)
    with marac.inside():
        circle.exclude(marac.actor("chair"), referral_id, person_id=marac.person_id("deputy"))
    client = marac.client("housing")
    page = client.get(f"{draft}/kept-from").text
    assert "write to the coordinator" in page
    assert 'name="who"' not in page
    save(client, f"{draft}/wishes", wishes="To stay with her sister.")
    send(client, draft)
    with marac.inside():
        with pytest.raises(NotVisible):
            open_referral(marac.actor("deputy"), referral_id)
        told = open_referral(marac.actor("coordinator"), referral_id).referred
        assert told.summary.wishes == "To stay with her sister."


def test_equality_is_never_in_a_case(marac: World) -> None:
    """Not in what officers open of a referral, and not in the case that it becomes."""
    referral_id = sent(marac)
    with marac.inside():
        opened = open_referral(marac.actor("coordinator"), referral_id)
        assert "female" not in str(opened.referred.to_dict())
        list_referral(marac.actor("coordinator"), referral_id, idva_id=None)
    client = marac.client("coordinator")
    path = f"/cases/{referral_id}"
    client.post(f"{path}/why", data=boxes(client.get(path).text) | {"reason": "preparing"})
    page = client.get(path).text
    assert "Amina Yusuf" in page
    assert "Prefer not to say" not in page
