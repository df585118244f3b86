"""The fields of the risk form: plain values in and out, nothing lost, and never a closed door."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.marac.risk.forms import ImmigrationForm, JudgementForm, assess_form, topics_form
from app.marac.risk.instrument import CORE, IMMIGRATION, load
from app.marac.risk.rules import (
    Advice,
    Answer,
    Circumstances,
    Given,
    Immigration,
    Judgement,
    Offered,
    OtherTool,
    Status,
)

CORE_TOPICS = load(CORE)
ANSWERS = {
    "fear": Given(Answer.YES, "her sister", "Shaking"),
    "weapons": Given(Answer.DONT_KNOW),
    "animals": Given(Answer.NO, comment="None in the house"),
}
HEARD = Circumstances(4, True, date(2026, 5, 1), date(2026, 6, 2))
TOOLS = (OtherTool("DARA", "High"), OtherTool("MeRIT", "Gold"))


def sent(values: dict[str, str]) -> MultiDict[str, str]:
    """A form as a browser sends it."""
    return MultiDict(values)


def test_nothing_touched_is_nothing_said(app: Flask) -> None:
    """Every topic begins at not asked, and an untouched form is a whole answer."""
    with app.test_request_context():
        topics = topics_form(CORE_TOPICS)(formdata=None)
        assert {topics[f"answer_{code}"].data for code in CORE_TOPICS.codes} == {"not_asked"}
        assert topics.written() == {}
        assert JudgementForm(formdata=None).written() == (Judgement(), Circumstances(), ())
        assert ImmigrationForm(formdata=None).written().is_untouched


def test_what_is_shown_is_written_as_it_was(app: Flask) -> None:
    """Each form gives back what it was given."""
    section = Immigration(
        Status.NOT_KNOWN,
        {"papers_held": Given(Answer.YES, "her", "In a safe")},
        "A note",
        Advice(Offered.YES, "Harbour Law Centre", date(2026, 5, 1)),
    )
    with app.test_request_context():
        topics, apart = topics_form(CORE_TOPICS)(formdata=None), ImmigrationForm(formdata=None)
        judged = JudgementForm(formdata=None)
        topics.show(ANSWERS)
        apart.show(section)
        judged.show((Judgement(True, "Stalking."), HEARD, TOOLS))
        assert topics.written() == ANSWERS
        assert apart.written() == section
        assert judged.written() == (Judgement(True, "Stalking."), HEARD, TOOLS)


def test_reasons_are_a_judgement(app: Flask) -> None:
    """Whoever writes why they are worried need not find the box to tick."""
    with app.test_request_context():
        form = JudgementForm(sent({"reasons": "She is planning to leave."}), meta={"csrf": False})
        assert form.written()[0] == Judgement(True, "She is planning to leave.")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"incidents_reported": "-1"}, "incidents_reported"),
        ({"incidents_reported": "2.5"}, "incidents_reported"),
        ({"incidents_reported": "²"}, "incidents_reported"),
        ({"incidents_reported": "501"}, "incidents_reported"),
        ({"grade_2": "High"}, "tool_2"),
        ({"reasons": "x" * 2001}, "reasons"),
        (
            {"last_heard_on-day": "31", "last_heard_on-month": "2", "last_heard_on-year": "2026"},
            "last_heard_on",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    app: Flask, typed: dict[str, str], field: str
) -> None:
    """One message, at the box that it is about."""
    with app.test_request_context():
        form = JudgementForm(sent(typed), meta={"csrf": False})
        assert not form.validate()
        assert list(form.errors) == [field]


@pytest.mark.parametrize("typed", ["", "0", "3", "500"])
def test_a_number_of_incidents_or_none(app: Flask, typed: str) -> None:
    """Not known is left empty; none is nought."""
    with app.test_request_context():
        form = JudgementForm(sent({"incidents_reported": typed}), meta={"csrf": False})
        assert form.validate()
        assert form.written()[1].incidents_reported == (int(typed) if typed else None)


def test_an_answer_that_is_none_is_refused_and_no_answer_is(app: Flask) -> None:
    """Every answer of every topic is taken; a made-up one is not."""
    with app.test_request_context():
        for answer in Answer:
            values = {f"answer_{code}": answer.value for code in CORE_TOPICS.codes}
            assert topics_form(CORE_TOPICS)(sent(values), meta={"csrf": False}).validate()
        values = {"answer_fear": "perhaps"}
        form = topics_form(CORE_TOPICS)(sent(values), meta={"csrf": False})
        assert not form.validate()
        assert form.errors == {"answer_fear": ["Select one of the choices shown"]}


@given(st.dictionaries(st.sampled_from(sorted(CORE_TOPICS.codes)), st.sampled_from(Answer)))
def test_no_combination_of_answers_is_refused(answers: dict[str, Answer]) -> None:
    """The form takes whatever was answered."""
    app = Flask("topics")
    app.secret_key = "for this test alone"
    with app.test_request_context():
        values = {f"answer_{code}": answer.value for code, answer in answers.items()}
        form = topics_form(CORE_TOPICS)(sent(values), meta={"csrf": False})
        assert form.validate()
        asked = {code: Given(each) for code, each in answers.items()}
        assert form.written() == {code: each for code, each in asked.items() if each != Given()}


def test_a_page_s_faults_are_listed_in_its_order(app: Flask) -> None:
    """Topics, then judgement; in the section the facts, then the note."""
    with app.test_request_context():
        names = list(assess_form(CORE_TOPICS)(formdata=None)._fields)
        assert names[:2] == ["answer_injury", "said_by_injury"]
        assert names.index("comment_police_record") < names.index("reasons")
        section = list(ImmigrationForm(formdata=None)._fields)
        assert section.index("comment_language_isolation") < section.index("note")


def test_each_form_of_an_area_has_fields_of_its_own(app: Flask) -> None:
    """Two instruments do not share a form, and one is made once."""
    assert topics_form(CORE_TOPICS) is topics_form(load(CORE))
    assert topics_form(CORE_TOPICS) is not topics_form(load(IMMIGRATION))
