"""Writing a referral: what each page asks, and what it says to what cannot be."""

from datetime import date

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.area import service as areas
from app.confidentiality.circle.ring import Ring
from app.db import db
from app.marac.referral.model import EqualityAnswers, Referral
from app.marac.referral.pages import PAGES
from app.marac.referral.rules import Agreement
from app.marac.referral.service import OpenReferral, open_referral
from app.marac.referral.steps import SECTIONS, TITLES, next_step, page_of
from app.marac.risk.instrument import Instrument, Topic
from app.marac.risk.instruments import load_instrument
from app.marac.risk.rules import Answer, Criterion
from app.marac.risk.service import open_sections
from app.refusals import NotVisible
from tests.builders import World
from tests.marac.referral.writing import begin, fill, least, save, send
from tests.pages import boxes


def test_the_least_that_can_be_sent(marac: World) -> None:
    """A name that is not known and what happened, with nobody to keep it from."""
    client = marac.client("housing")
    draft = least(client, name="Not known")
    referral_id = send(client, draft)
    with marac.inside():
        told = open_referral(marac.actor("coordinator"), referral_id).referred
        assert told.victim.name == "Not known"
        assert told.summary.what_happened == "He followed her home."
    page = client.get(f"/referrals/{referral_id}/sent").text
    with marac.inside():
        assert db.session.get_one(Referral, referral_id).reference in page


def test_it_begins_with_whom_it_is_kept_from(marac: World) -> None:
    """That page opens first, stands first, and nothing is sent before it is answered."""
    client = marac.client("housing")
    draft = begin(client)
    assert SECTIONS[0].steps == ("kept-from",)
    save(client, f"{draft}/victim", name="Amina Yusuf")
    save(client, f"{draft}/happened", what_happened="He followed her home.")
    page = client.get(f"{draft}/check").text
    assert "Say first whom this must be kept from" in page
    assert "Send this referral" not in page
    refused = client.post(f"{draft}/send", data=boxes(client.get(draft).text))
    assert refused.status_code == 422
    with marac.inside():
        assert db.session.scalars(select(Referral)).all() == []


WHOLE: dict[str, dict[str, object]] = {
    "kept-from": {"watch_for": "His cousin drives for a contractor."},
    "why": {"criteria": ["professional_judgement"]},
    "judgement": {
        "reasons": "She is planning to leave.",
        "incidents_reported": "4",
        "last_referred_on-day": "1",
        "last_referred_on-month": "3",
        "last_referred_on-year": "2025",
        "tool_1": "DARA",
        "grade_1": "High",
    },
    "urgent": {"urgent": "yes", "urgent_why": "He is released on Monday."},
    "victim": {
        "name": "Amina Yusuf",
        "aliases": "Mina, Amina Ali",
        "date_of_birth-day": "3",
        "date_of_birth-month": "2",
        "date_of_birth-year": "1991",
        "language": "Somali",
    },
    "address": {"address": "1 High St", "postcode": "nb12ab", "address_confidential": "y"},
    "contact": {"phone": "07700 900123", "safe_to_call": "no", "safe_to_text": "yes"},
    "around": {"trusts": "Her midwife", "pregnancy": "Seven months"},
    "agreement": {"aware": "yes", "agrees": "no"},
    "sharing": {
        "why_shared": "Danger to life.",
        "legal_bases": ["common_law"],
        "article_6": "public_task",
    },
    "explained": {"explained_by": "Daniel Price", "explained_in": "Somali"},
    "people/new/perpetrator": {"name": "Idris Yusuf", "relationship": "Husband"},
    "perpetrators": {},
    "people/new/child": {"name": "Sami Yusuf", "school": "Northbrook Infants"},
    "people/new/other_at_risk": {"name": "Her mother"},
    "children": {},
    "happened": {"what_happened": "He followed her home.", "own_words": "I ran."},
    "wishes": {"wishes": "To sleep."},
    "topics": {"answer_injury": "yes", "comment_injury": "Marks on the neck"},
    "specialist-support": {"indicator": "dependent", "answer_papers_held": "yes"},
    "equality": {"sex": "female", "religion": "prefer_not_to_say"},
}


def test_a_whole_referral_arrives(marac: World) -> None:
    """Every page is asked, and what was typed is where it belongs."""
    client = marac.client("housing")
    draft = begin(client)
    for page, typed in WHOLE.items():
        save(client, f"{draft}/{page}", **typed)
    assert "9 of 9" in client.get(draft).text
    check = client.get(f"{draft}/check").text
    for words in ("Amina Yusuf", "Idris Yusuf", "Sami Yusuf", "Danger to life.", "Marks on the"):
        assert words in check
    referral_id = send(client, draft)
    with marac.inside():
        opened = open_referral(marac.actor("coordinator"), referral_id)
        _is_all_there(opened)
        with pytest.raises(NotVisible):
            open_sections(Ring(marac.actor("housing")), referral_id)
        assert db.session.get(EqualityAnswers, referral_id) is not None


def _is_all_there(opened: OpenReferral) -> None:
    told = opened.referred
    assert told.victim.aliases == ("Mina", "Amina Ali")
    assert told.victim.postcode == "NB1 2AB"
    assert told.victim.address_confidential
    assert told.summary.agrees is Agreement.NO
    assert told.summary.legal_bases == ("common_law",)
    assert told.summary.watch_for == "His cousin drives for a contractor."
    assert told.summary.urgent_why == "He is released on Monday."
    assert told.summary.has_children is Agreement.YES
    assert [each.name for each in told.others_at_risk] == ["Her mother"]
    assert told.criteria == (Criterion.PROFESSIONAL_JUDGEMENT,)
    assert opened.urgent
    assert told.summary.referred_on == clock.today()
    assert told.summary.last_referred_on == date(2025, 3, 1)
    assert opened.assessment is not None
    answered = opened.assessment.answered
    assert answered.answers["injury"].answer is Answer.YES
    assert answered.circumstances.incidents_reported == 4
    assert answered.judgement.made
    assert [tool.name for tool in answered.other_tools] == ["DARA"]


def test_every_page_opens_and_saves_empty_or_says_what_is_needed(marac: World) -> None:
    """Unknown is an answer everywhere but for a name and what happened."""
    client = marac.client("housing")
    draft = begin(client)
    for page in PAGES:
        assert TITLES[page] in client.get(f"{draft}/{page}").text.replace("&#39;", "’")
        status = fill(client, f"{draft}/{page}").status_code
        assert status == (422 if page in ("victim", "happened") else 303), page


def test_every_step_has_a_page_and_the_other_way_round() -> None:
    """No page is forgotten in the list of tasks."""
    steps = [step for section in SECTIONS for step in section.steps]
    assert steps == list(PAGES) == list(TITLES)


def test_who_agrees_is_not_asked_why_it_is_shared_without_agreement() -> None:
    """The four steps are asked only when needed."""
    assert next_step("agreement", {"summary": {"agrees": "yes"}}) == "explained"
    assert next_step("agreement", {}) == "sharing"
    assert next_step("specialist-support", {}) is None


@pytest.mark.parametrize(
    ("field", "page"),
    [
        ("kept_from.0.person", "kept-from"),
        ("victim.name", "victim"),
        ("victim.postcode", "address"),
        ("victim.safe_to_call", "contact"),
        ("summary.why_shared", "sharing"),
        ("summary.what_happened", "happened"),
        ("perpetrators.1.name", "perpetrators"),
        ("risk.answers.injury.answer", "topics"),
        ("risk.circumstances.last_heard_on", "judgement"),
        ("immigration.note", "specialist-support"),
    ],
)
def test_what_is_wrong_leads_to_its_page(field: str, page: str) -> None:
    """From the last page to the one where it can be put right."""
    assert page_of(field) == page


@pytest.mark.parametrize(
    ("page", "typed", "message"),
    [
        ("victim", {"name": ""}, "If it is not known, write"),
        ("victim", {"name": "A", "date_of_birth__day": "31", "date_of_birth__month": "2",
                    "date_of_birth__year": "1990"}, "Enter a real date"),
        ("victim", {"name": "A", "date_of_birth__day": "1", "date_of_birth__month": "2",
                    "date_of_birth__year": "2015"}, "contact children’s services"),
        ("victim", {"name": "A", "date_of_birth__day": "1", "date_of_birth__month": "2",
                    "date_of_birth__year": "2090"}, "must be in the past"),
        ("contact", {"phone": "07700"}, "Enter a whole phone number"),
        ("address", {"postcode": "NOWHERE"}, "Enter a full UK postcode, or leave it empty"),
        ("explained", {"explained_on__day": "1", "explained_on__month": "1",
                       "explained_on__year": "2090"}, "today or in the past"),
        ("judgement", {"incidents_reported": "lots"}, "or leave it empty"),
        ("judgement", {"grade_1": "High"}, "Enter the name of the tool"),
        ("urgent", {"urgent": "no", "urgent_why": "Monday"}, "Select ‘No, it cannot wait’"),
        ("kept-from", {"reason": "He is her uncle."}, "Select the person or agency"),
        ("kept-from", {"add": "y"}, "Select a person or an agency"),
        ("happened", {"what_happened": " "}, "Enter what happened"),
    ],
)  # fmt: skip
def test_each_page_says_what_to_do(
    marac: World, page: str, typed: dict[str, str], message: str
) -> None:
    """Beside its field, with everything that was typed still there."""
    client = marac.client("housing")
    draft = begin(client)
    refused = fill(client, f"{draft}/{page}", **typed)
    assert refused.status_code == 422
    assert message in refused.text
    for value in typed.values():
        if value.strip() and value != "y":
            assert value in refused.text


def test_the_check_page_asks_for_reasons_and_for_the_steps_of_sharing(marac: World) -> None:
    """A judgement without reasons, a refusal without the steps: a meeting would ask for both."""
    client = marac.client("housing")
    draft = least(client)
    assert "reasons are not written" not in client.get(f"{draft}/check").text
    save(client, f"{draft}/why", criteria="professional_judgement")
    save(client, f"{draft}/agreement", agrees="no")
    save(client, f"{draft}/sharing", why_shared="Danger to life.")
    check = client.get(f"{draft}/check").text
    assert "your reasons are not written down" in check
    assert "Steps 1 to 3 of sharing without agreement" in check
    save(client, f"{draft}/judgement", judgement_made="y", reasons="She whispers.")
    steps = {"compatible_purpose": "Safety", "legal_bases": "common_law", "article_6": "other"}
    save(client, f"{draft}/sharing", **steps)
    check = client.get(f"{draft}/check").text
    assert "your reasons are not written down" not in check
    assert "Steps 1 to 3" not in check
    send(client, draft)


def test_questions_about_a_repeat_stand_open_where_it_is_one(marac: World) -> None:
    """Else they are behind a line, with the other tools; what is wrong in them opens it."""
    client = marac.client("housing")
    draft = begin(client)
    page = f"{draft}/judgement"
    assert client.get(page).text.count('class="govuk-details" open>') == 0
    wrong = fill(client, page, grade_1="High")
    assert wrong.status_code == 422
    assert wrong.text.count('class="govuk-details" open>') == 1
    save(client, f"{draft}/why", criteria="repeat")
    assert client.get(page).text.count('class="govuk-details" open>') == 1


def test_why_is_one_list_with_what_is_missing(marac: World) -> None:
    """A repeat that was ticked without a date says so, beside what the risk form shows."""
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/why", criteria="repeat")
    said = "The referrer says so; no date of the last referral was given."
    assert said in client.get(f"{draft}/check").text
    referral_id = send(client, draft)
    assert said in client.get(f"/referrals/{referral_id}").text
    officer = marac.client("coordinator").get(f"/triage/{referral_id}").text
    assert officer.count(said) == 1
    assert "Why this case is heard" not in officer


def test_against_her_will_only_with_a_reason(marac: World) -> None:
    """If she does not agree, the page of the four steps must say why."""
    client = marac.client("housing")
    draft = begin(client)
    save(client, f"{draft}/agreement", agrees="no")
    refused = fill(client, f"{draft}/sharing")
    assert refused.status_code == 422
    assert "as the victim does not agree" in refused.text
    save(client, f"{draft}/agreement", agrees="not_known")
    save(client, f"{draft}/sharing")


def test_somebody_of_sixteen_is_heard_as_a_victim(marac: World) -> None:
    """And the page says what that means."""
    client = marac.client("housing")
    draft = begin(client)
    year = clock.today().year - 17
    save(
        client,
        f"{draft}/victim",
        name="A Person",
        date_of_birth__day="1",
        date_of_birth__month="1",
        date_of_birth__year=str(year),
    )
    assert "a child in law" in client.get(draft).text
    assert "a child in law" in client.get(f"{draft}/check").text


def test_a_postcode_elsewhere_never_stops_a_referral(marac: World) -> None:
    """It says that the coordinator transfers it, if the area has said which postcodes are its."""
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/address", postcode="ZZ9 9ZZ")
    assert "outside" not in client.get(draft).text.partition("<main")[2]
    with marac.inside():
        areas.change_setting(marac.actor("administrator"), "postcode_districts", "NB1 NB2")
    save(client, f"{draft}/address", postcode="ZZ9 9ZZ")
    assert "Still send the referral" in client.get(draft).text
    assert "outside this area" in client.get(f"{draft}/check").text
    save(client, f"{draft}/address", postcode="NB2 1AA")
    assert "outside" not in client.get(f"{draft}/check").text.partition("<main")[2]
    send(client, draft)


def test_people_are_added_changed_and_removed(marac: World) -> None:
    """Each with a page of their own; taking one away asks once more."""
    client = marac.client("housing")
    draft = begin(client)
    save(client, f"{draft}/people/new/perpetrator", name="One", works_for="Northbrook Housing")
    save(client, f"{draft}/people/new/perpetrator", name="Two")
    page = client.get(f"{draft}/perpetrators").text
    assert "works for an agency of this MARAC" in page
    links = [line.split('"')[0] for line in page.split('href="') if "/people/" in line]
    change = next(link for link in links if "new" not in link)
    save(client, change, name="One and a half")
    page = client.get(f"{draft}/perpetrators").text
    assert "One and a half" in page
    remove = change.replace("/people/", "/listed/") + "/remove"
    assert "Remove" in client.get(remove).text
    save(client, remove)
    page = client.get(f"{draft}/perpetrators").text
    assert "One and a half" not in page
    assert "Two" in page
    assert client.get(change).status_code == 404


def test_there_are_no_children_is_an_answer(marac: World) -> None:
    """And it is not the same as nobody having asked."""
    client = marac.client("housing")
    draft = least(client)
    assert "not known whether there are children" in client.get(f"{draft}/check").text
    save(client, f"{draft}/children", has_children="no")
    assert "There are no children" in client.get(f"{draft}/check").text
    referral_id = send(client, draft)
    with marac.inside():
        told = open_referral(marac.actor("chair"), referral_id).referred
        assert told.summary.has_children is Agreement.NO


def test_another_form_of_the_area_can_be_used(marac: World) -> None:
    """It is offered on the page, its questions are asked, and its answers are sent as its own."""
    topics = (Topic("online", "Threatened or watched online"), Topic("fear", "Very frightened"))
    with marac.inside():
        administrator = marac.actor("administrator")
        other = Instrument("young-people", "1", "A form for young people", topics)
        assert load_instrument(administrator, marac.area_id, other)
    client = marac.client("housing")
    draft = least(client)
    save(client, f"{draft}/topics", answer_injury="yes", answer_fear="yes")
    assert "A form for young people" in client.get(f"{draft}/topics").text
    page = f"{draft}/topics?form=young-people"
    assert "Threatened or watched online" in client.get(page).text
    save(client, page, answer_online="yes")
    assert "Threatened or watched online" in client.get(f"{draft}/check").text
    referral_id = send(client, draft)
    with marac.inside():
        opened = open_referral(marac.actor("coordinator"), referral_id)
        assert opened.assessment is not None
        answered = opened.assessment.answered
        assert answered.instrument.id == "young-people"
        assert sorted(answered.answers) == ["fear", "online"]
