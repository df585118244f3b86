"""Assessing a case again: earlier answers stay beside new ones, and nobody's words are lost."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.draft.queries import draft_at
from app.audit.queries import rows_about
from app.confidentiality.circle import service as circle
from app.confidentiality.circle.model import SecretKind
from app.confidentiality.circle.queries import generations
from app.marac.case.rules import OpeningReason
from app.marac.case.service import assess, open_case, open_compartment
from app.marac.risk.instrument import CORE, load
from app.marac.risk.instruments import load_instrument
from app.marac.risk.reading import read_instrument
from app.marac.risk.rules import (
    Advice,
    Answer,
    Criterion,
    Given,
    Immigration,
    Judgement,
    Offered,
    Status,
)
from app.marac.risk.service import NewAssessment
from app.refusals import NotVisible, Refused
from tests.builders import World
from tests.pages import boxes, say_why, send
from tests.working import CANARY, a_case

WHY = OpeningReason.PREPARING
YES_TOPICS = load(CORE).topics
AGAIN = NewAssessment(answers={"stalking": Given(Answer.YES, comment="Outside her work")})
YOUNG = """{"id": "young-people", "version": "1", "title": "Topics for young people", "topics": [
    {"code": "injury", "label": "Hurt"}, {"code": "pictures", "label": "Pictures passed on"}]}"""


def section_of(text: str) -> NewAssessment:
    """An assessment of which only the immigration section says something."""
    return NewAssessment(immigration=Immigration(Status.UNCERTAIN, note=text))


def sections(marac: World, who: str) -> list[str]:
    """The notes of the immigration sections that somebody reads, newest first."""
    opened = open_compartment(marac.actor(who), marac.extra["case"], WHY)
    return [each.section.immigration.note for each in opened.sections]


def risk(marac: World) -> str:
    """The address of the first page."""
    return f"/cases/{marac.extra['case']}/risk"


def last(marac: World) -> str:
    """The address of the second page."""
    return f"/cases/{marac.extra['case']}/risk/for-specialists"


def at_work(marac: World, who: str) -> FlaskClient:
    """Somebody who has said why they open the case."""
    client = marac.client(who)
    say_why(client, marac.extra["case"])
    return client


def to_the_last_page(client: FlaskClient, marac: World, **changes: str) -> TestResponse:
    """Send the first page; it leads to the second."""
    sent = send(client, risk(marac), changes)
    assert sent.status_code == 303, sent.text
    assert sent.location == last(marac)
    return client.get(last(marac))


@pytest.mark.parametrize("who", ["coordinator", "housing", "idva"])
def test_those_who_write_in_a_case_assess_it_again(marac: World, who: str) -> None:
    """An officer, the referrer and the IDVA; the earlier assessment stays as it was."""
    with marac.inside():
        assess(marac.actor(who), marac.extra["case"], AGAIN)
        opened = open_case(marac.actor("chair"), marac.extra["case"], WHY)
        rows = rows_about(marac.actor("chair"), marac.extra["case"])
    assert [each.result.core for each in opened.assessments] == [1, 3]
    assert opened.assessment is not None
    assert opened.assessment.answered.answers["stalking"].comment == "Outside her work"
    assert [row.tag for row in rows if row.tag == "assessment:make"] == ["assessment:make"]


@pytest.mark.parametrize("who", ["officer", "second_idva"])
def test_others_do_not(marac: World, who: str) -> None:
    """Whoever cannot open the case is answered as if it were not there."""
    with marac.inside(), pytest.raises(NotVisible):
        assess(marac.actor(who), marac.extra["case"], AGAIN)


def test_a_reader_of_the_case_may_not_write(worked: World) -> None:
    """Somebody who hears the case at the meeting reads it."""
    with worked.inside(), pytest.raises(Refused):
        assess(worked.actor("officer"), worked.extra["case"], AGAIN)
    answer = worked.client("officer").get(risk(worked))
    assert answer.status_code == 403


def test_what_is_written_for_specialists_is_not_read_back(marac: World) -> None:
    """The referrer writes into the section; the assigned IDVA reads it at once."""
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], section_of("Kestrel"))
        assert sections(marac, "idva") == ["Kestrel", "Quokka note about her solicitor"]
        for who in ("housing", "coordinator", "chair"):
            with pytest.raises(NotVisible):
                open_compartment(marac.actor(who), marac.extra["case"], WHY)


def test_every_assessment_makes_a_new_key_whatever_its_section_holds(marac: World) -> None:
    """So that a new key says nothing; and the case still points to its first."""
    case_id = marac.extra["case"]
    with marac.inside():
        first = open_case(marac.actor("chair"), case_id, WHY).case.compartment_id
        assess(marac.actor("housing"), case_id, AGAIN)
        assess(marac.actor("coordinator"), case_id, section_of("Kestrel"))
        assert [row.generation for row in generations(SecretKind.COMPARTMENT, case_id)] == [3, 2, 1]
        assert open_case(marac.actor("chair"), case_id, WHY).case.compartment_id == first


def test_an_untouched_section_hides_nothing(marac: World) -> None:
    """The newest in which anything was asked is shown, with what came before it."""
    with marac.inside():
        assess(marac.actor("coordinator"), marac.extra["case"], AGAIN)
        opened = open_compartment(marac.actor("idva"), marac.extra["case"], WHY)
    assert opened.section is not None
    assert opened.section.section.immigration.status is Status.DEPENDENT
    assert opened.section.whole.core == 1, "counted with the newest answers to the topics"
    assert opened.section.whole.immigration == 3


def test_what_a_newer_section_did_not_ask_about_stands(marac: World) -> None:
    """The referrer cannot read the earlier facts, so adding one takes none of them back."""
    added = Immigration(Status.NOT_ASKED, {"lied_to": Given(Answer.YES)}, "Kestrel")
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], NewAssessment(immigration=added))
        opened = open_compartment(marac.actor("idva"), marac.extra["case"], WHY)
    assert opened.section is not None
    stands = opened.section.stands
    assert (stands.status, stands.note) == (Status.DEPENDENT, "Kestrel")
    yes = {code for code, given in stands.answers.items() if given.answer is Answer.YES}
    assert yes == {"papers_held", "no_public_funds", "lied_to"}
    assert opened.section.whole.immigration == 4


def test_advice_alone_is_something_that_was_asked(marac: World) -> None:
    """That regulated advice was offered is kept with the section."""
    advice = Advice(Offered.YES, "Harbour Law Centre")
    new = NewAssessment(immigration=Immigration(advice=advice))
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], new)
        opened = open_compartment(marac.actor("idva"), marac.extra["case"], WHY)
    assert opened.section is not None
    assert opened.section.section.immigration.advice == advice


def test_who_held_the_earlier_section_gets_the_new_one_at_the_door(worked: World) -> None:
    """The holder whom the area named, and the chair who was let in, keep up."""
    with worked.inside():
        assess(worked.actor("housing"), worked.extra["case"], section_of("Kestrel"))
        assert "Kestrel" in sections(worked, "second_idva"), "given by its writer"
        assert "Kestrel" not in sections(worked, "chair")
        circle.admit(worked.actor("idva"))
        both = ["Kestrel", "Quokka note about her solicitor"]
        assert sections(worked, "chair") == sections(worked, "second_idva") == both


def test_a_criterion_once_met_stands(marac: World) -> None:
    """A second, shorter assessment does not take away why the case is heard."""
    client = at_work(marac, "housing")
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], AGAIN)
    page = client.get(f"/cases/{marac.extra['case']}").text
    for words in (
        *("Professional judgement", "Strangulation, and she is planning to leave."),
        *("Potential escalation", "Answered yes earlier, and not asked again", "Marks on the neck"),
        *("Outside her work", "See all 2 assessments side by side"),
    ):
        assert words in page, words


def shown(client: FlaskClient, path: str) -> str:
    """A page without the form token, which changes with the second."""
    return re.sub(r'data-csrf="[^"]*"|name="csrf_token" value="[^"]*"', "", client.get(path).text)


def test_a_section_alone_leaves_no_trace_in_the_history(marac: World) -> None:
    """To write to the specialists and nothing else does not show as an assessment."""
    client = at_work(marac, "coordinator")
    before = shown(client, f"{risk(marac)}/history")
    case = shown(client, f"/cases/{marac.extra['case']}")
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], section_of("Kestrel"))
    assert shown(client, f"{risk(marac)}/history") == before
    assert shown(client, f"/cases/{marac.extra['case']}") == case


def test_a_section_alone_can_reach_the_threshold_with_the_answers_there_are(marac: World) -> None:
    """It is counted with the newest answers, and shows as a judgement without reasons."""
    codes = [topic.code for topic in YES_TOPICS]
    core = NewAssessment(answers={code: Given(Answer.YES) for code in codes[:13]})
    with marac.inside():
        assess(marac.actor("housing"), marac.extra["case"], core)
        assess(marac.actor("housing"), marac.extra["case"], section_of("Kestrel"))
        opened = open_case(marac.actor("chair"), marac.extra["case"], WHY)
        section = open_compartment(marac.actor("idva"), marac.extra["case"], WHY).section
    newest = opened.assessments[0].answered
    assert newest.judgement == Judgement(True, "")
    assert section is not None
    assert section.whole.reached_only_with_immigration
    assert section.told


def test_the_two_pages_make_one_assessment(marac: World) -> None:
    """Topics and judgement first, the section next, then both are recorded together."""
    client = at_work(marac, "housing")
    page = to_the_last_page(client, marac, answer_fear="no", comment_fear="Calmer since the move")
    assert "saved together with your answers" in page.text
    assert "Quokka" not in page.text
    sent = send(client, last(marac), {"indicator": "uncertain", "note": "Kestrel"})
    assert sent.location == f"/cases/{marac.extra['case']}#risk"
    with marac.inside():
        opened = open_case(marac.actor("chair"), marac.extra["case"], WHY)
        assert sections(marac, "idva")[0] == "Kestrel"
        assert draft_at(marac.actor("housing"), risk(marac)) is None
    assert len(opened.assessments) == 2
    assert opened.assessments[0].answered.answers == {
        "fear": Given(Answer.NO, comment="Calmer since the move")
    }


def test_earlier_answers_stand_beside_and_are_never_copied(marac: World) -> None:
    """Every topic begins at not asked; what was answered before is shown with its date."""
    page = at_work(marac, "housing").get(risk(marac)).text
    held = boxes(page)
    assert {value for name, value in held.items() if name.startswith("answer_")} == {"not_asked"}
    assert page.count("app-risk-topic__before") == 5
    for words in ("Marks on the neck", "(said by her sister)", "and it stands"):
        assert words in page


def test_what_was_sent_from_the_first_page_can_be_changed(marac: World) -> None:
    """Going back shows it again, sealed to its writer until the end."""
    client = at_work(marac, "housing")
    to_the_last_page(client, marac, answer_fear="yes", reasons="Kestrel reasons")
    again = boxes(client.get(risk(marac)).text)
    assert (again["answer_fear"], again["reasons"]) == ("yes", "Kestrel reasons")


def test_two_people_at_once_lose_nothing(marac: World) -> None:
    """The second is shown the first one's answers beside their own, and both are kept."""
    client = at_work(marac, "housing")
    shown = client.get(risk(marac)).text
    with marac.inside():
        assess(marac.actor("idva"), marac.extra["case"], AGAIN)
    mine = boxes(shown) | {"answer_fear": "no", "comment_fear": "Kestrel"}
    stopped = client.post(risk(marac), data=mine)
    assert stopped.status_code == 409
    assert "Outside her work" in stopped.text
    assert boxes(stopped.text)["comment_fear"] == "Kestrel"
    assert client.post(risk(marac), data=boxes(stopped.text)).status_code == 303
    assert send(client, last(marac), {}).status_code == 303
    with marac.inside():
        opened = open_case(marac.actor("chair"), marac.extra["case"], WHY)
    assert len(opened.assessments) == 3


def test_a_mistake_is_shown_beside_its_field_and_nothing_is_lost(marac: World) -> None:
    """A day to come, a number that is none, a grade without a tool, a comment too long."""
    client = at_work(marac, "housing")
    wrong = {
        "incidents_reported": "many",
        "grade_1": "High",
        "comment_fear": "x" * 301,
        "last_referred_on-day": "1",
        "last_referred_on-month": "1",
        "last_referred_on-year": "2999",
    }
    answer = send(client, risk(marac), wrong)
    assert answer.status_code == 422
    for words in (
        "Enter a number from 0 to 500, or leave it empty",
        "Enter the name of the tool that gave this grade",
        "Comment must be 300 characters or fewer: this is 1 too many",
        "The date must be today or in the past",
    ):
        assert answer.text.count(words) == 2, words
    assert answer.text.index("Comment must be") < answer.text.index("Enter a number from 0")
    assert boxes(answer.text)["incidents_reported"] == "many"


def test_a_holder_sees_the_earlier_section_beside_after_a_reason(marac: World) -> None:
    """She is asked why she opens it, and then it stands beside each fact."""
    client = at_work(marac, "idva")
    asked = client.get(last(marac))
    assert "Why do you need to open the immigration section?" in asked.text
    assert "Quokka" not in asked.text
    why = f"/cases/{marac.extra['case']}/specialist-support/why"
    answer = send(client, why, {"reason": "preparing"}, last(marac))
    assert answer.location == last(marac)
    page = client.get(last(marac)).text
    for words in ("Recorded before", "Depends on the perpetrator", "Quokka: kept in his safe"):
        assert words in page
    assert boxes(page)["answer_papers_held"] == "not_asked"


def test_answers_that_are_no_longer_kept_are_asked_for_and_the_section_is_not_lost(
    marac: World,
) -> None:
    """A week later the draft is gone; the page says so and still has what was written."""
    client = at_work(marac, "housing")
    page = boxes(to_the_last_page(client, marac, answer_fear="yes").text)
    client.post("/drafts/discard", data=page | {"page_of_form": risk(marac)})
    answer = client.post(last(marac), data=page | {"note": "Kestrel"})
    assert answer.status_code == 422
    assert "no longer kept" in answer.text
    assert boxes(answer.text)["note"] == "Kestrel"


def test_the_form_is_chosen_where_an_area_has_several(marac: World) -> None:
    """Another form shows its own topics, keeps what it asks too, and is kept with the answers."""
    with marac.inside():
        load_instrument(None, marac.area_id, read_instrument(YOUNG))
    client = at_work(marac, "housing")
    assert "Which form did you use?" in client.get(risk(marac)).text
    other = send(client, risk(marac), {"which": "young-people", "answer_injury": "yes"})
    assert other.status_code == 200
    assert "Pictures passed on" in other.text
    assert "Strangled" not in other.text
    held = boxes(other.text)
    assert (held["shown"], held["answer_injury"]) == ("young-people", "yes")
    sent = client.post(risk(marac), data=held | {"answer_pictures": "yes"})
    assert sent.status_code == 303
    assert send(client, last(marac), {}).status_code == 303
    with marac.inside():
        opened = open_case(marac.actor("chair"), marac.extra["case"], WHY)
    newest = opened.assessments[0]
    assert newest.answered.instrument.id == "young-people"
    assert (newest.result.core, newest.result.core_of) == (2, 2)
    assert Criterion.VISIBLE_HIGH_RISK not in {each.criterion for each in newest.result.criteria}
    history = client.get(f"{risk(marac)}/history").text
    assert "Not in this form" in history


def test_an_area_with_one_form_is_not_asked_which(marac: World) -> None:
    """A question with one answer is none."""
    assert "Which form" not in at_work(marac, "housing").get(risk(marac)).text


def test_the_history_stands_side_by_side(marac: World) -> None:
    """Dates, who, which form, counts, criteria, each topic's answers; nothing of the section."""
    with marac.inside():
        new = NewAssessment(answers={"fear": Given(Answer.NO), "stalking": Given(Answer.YES)})
        assess(marac.actor("idva"), marac.extra["case"], new)
    page = at_work(marac, "chair").get(f"{risk(marac)}/history").text
    fear = page[page.index("Very frightened") :]
    fear = fear[: fear.index("</li>")]
    assert re.findall(r"<dd[^>]*><span[^>]*>([^<]+)", fear) == ["No", "Yes"]
    assert "Changed" in fear
    for words in ("Leila Haddad", "core-24 2026-1", "Professional judgement", "DARA: High"):
        assert words in page, words
    assert "Quokka" not in page


@pytest.mark.parametrize("who", ["officer", "second_idva", "administrator"])
@pytest.mark.parametrize("page", ["risk", "risk/for-specialists", "risk/history"])
def test_who_has_no_key_finds_nothing(marac: World, who: str, page: str) -> None:
    """The same answer as for a case that is not there."""
    client = marac.client(who)
    answer = client.get(f"/cases/{marac.extra['case']}/{page}")
    nowhere = client.get(f"/cases/{UUID(int=7)}/{page}")
    assert answer.status_code in (403, 404)
    assert answer.data == nowhere.data
    assert CANARY not in answer.text


def test_it_is_said_where_nobody_could_read_the_section(marac: World) -> None:
    """No IDVA is assigned and nobody is named; once somebody is, nothing is said."""
    words = "Nobody could read this section yet"
    with marac.inside():
        case_id = a_case(marac, idva=None)
    client, page = marac.client("housing"), f"/cases/{case_id}/risk/for-specialists"
    say_why(client, case_id)
    assert words in client.get(page).text
    assert words not in at_work(marac, "housing").get(last(marac)).text
    with marac.inside():
        circle.name_compartment_holder(marac.actor("chair"), marac.person_id("second_idva"))
    assert words not in client.get(page).text
