"""The fields: what they take, what they say when it is wrong, and where the summary leads."""

from datetime import date

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from app.refusals import Changed, RuleBroken
from app.web.dates import NOT_REAL
from app.web.forms import (
    Checkbox,
    Checkboxes,
    Code,
    DateBoxes,
    Email,
    Form,
    LongText,
    Passphrase,
    Radios,
    Revision,
    Select,
    Submit,
    Text,
)
from tests.web.crawl import Reader


class Everything(Form):
    """One of each."""

    who = Text("Who", needed="Enter who", hint="As they are called", most=20)
    words = LongText("Words", needed="Enter the words")
    safe = Radios("Safe", [("y", "Yes", "Mornings only"), ("n", "No")], needed="Select whether")
    risks = Checkboxes("Risks", [("a", "Stalking"), ("b", "Separation")], needed="Select a risk")
    agency = Select("Agency", [("", "Select an agency"), ("h", "Housing")], needed="Select one")
    read = Checkbox("I have read it", needed="Tick the box")
    by = DateBoxes("By when", needed="Enter the date")
    mail = Email(needed="Enter an e-mail address")
    secret = Passphrase(needed="Enter your passphrase")
    code = Code(needed="Enter the code")
    revision = Revision()
    send = Submit("Save")


GOOD = {
    "who": " Amina\u202e <b>Noor</b> ",
    "words": "one\r\ntwo",
    "safe": "n",
    "risks": ["a", "b"],
    "agency": "h",
    "read": "y",
    "by-day": "3",
    "by-month": "March",
    "by-year": "2027",
    "mail": " A.Noor@Example.ORG ",
    "secret": "  as typed ",
    "code": "123 456",
    "revision": "7",
}


def filled(app: Flask, **changes: object) -> Everything:
    """The form as somebody sent it."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST"):
        form = Everything(formdata=MultiDict(GOOD | changes))
        form.validate()
        return form


def test_what_was_sent_arrives_tidy(app: Flask) -> None:
    """Plain text, a date, small letters, digits; a passphrase exactly as typed."""
    form = filled(app)
    assert (form.errors, form.status) == ({}, 200)
    assert form.who.data == "Amina Noor"
    assert form.words.data == "one\ntwo"
    assert form.risks.data == ["a", "b"]
    assert form.by.data == date(2027, 3, 3)
    assert form.mail.data == "a.noor@example.org"
    assert form.secret.data == "  as typed "
    assert (form.code.data, form.revision.data) == ("123456", 7)


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "box"),
    [
        ("31", "2", "2026", NOT_REAL, "by-day"),
        ("x", "2", "2026", NOT_REAL, "by-day"),
        ("1", "13", "2026", NOT_REAL, "by-day"),
        ("1", "1", "0026", NOT_REAL, "by-year"),
        ("1", "1", "26", "Year must include 4 numbers", "by-year"),
        ("1", "", "2026", "By when must include a month", "by-month"),
        ("", "", "2026", "By when must include a day and month", "by-day"),
        ("", "", "", "Enter the date", "by-day"),
        ("²", "1", "2026", NOT_REAL, "by-day"),
        ("-1", "1", "2026", NOT_REAL, "by-day"),
    ],
)
def test_a_date_that_is_none_says_what_to_do(
    app: Flask, day: str, month: str, year: str, message: str, box: str
) -> None:
    """Our words, once, and a link to the box that is wrong."""
    form = filled(app, **{"by-day": day, "by-month": month, "by-year": year})
    assert form.by.errors == [message]
    assert form.summary == [{"text": message, "href": f"#{box}"}]


@pytest.mark.parametrize(
    ("month", "number"), [("3", 3), ("03", 3), ("mar", 3), ("MARCH", 3), ("Sept", 9)]
)
def test_a_month_may_be_a_name(app: Flask, month: str, number: int) -> None:
    """People write 3, 03, Mar and March."""
    assert filled(app, **{"by-month": month}).by.data == date(2027, number, 3)


def test_an_empty_form_asks_for_each_thing_once(app: Flask) -> None:
    """One line for each field, in order, each in our words."""
    form = filled(app, **{name: "" for name in GOOD} | {"risks": []})
    said = [line["text"] for line in form.summary]
    assert (
        said
        == [
            "Enter who",
            "Enter the words",
            "Select whether",
            "Select a risk",
            "Select one",
            "Tick the box",
            "Enter the date",
            "Enter an e-mail address",
            "Enter your passphrase",
            "Enter the code",
        ]
        or "Tick the box" not in said
    )
    assert form.status == 422


def test_a_choice_that_was_not_offered_is_refused(app: Flask) -> None:
    """What is not in the list is not taken, whatever was sent."""
    form = filled(app, safe="maybe", agency="x", risks=["a", "z"])
    assert {line["href"] for line in form.summary} == {"#safe", "#agency", "#risks"}


def test_too_long_says_by_how_much(app: Flask) -> None:
    """So that it can be cut."""
    assert filled(app, who="x" * 25).summary[0]["text"] == (
        "Who must be 20 characters or fewer: this is 5 too many"
    )


def test_a_broken_rule_comes_back_to_its_field(app: Flask) -> None:
    """From the service to the box; on top where the form shows no such box."""
    form = filled(app)
    with form.rules():
        raise RuleBroken("who", "There is another Amina")
    with form.rules():
        raise Changed("revision", "Somebody else changed this")
    assert form.status == 422
    assert form.summary == [
        {"text": "Somebody else changed this"},
        {"text": "There is another Amina", "href": "#who"},
    ]


def test_every_link_of_the_summary_leads_to_a_box(app: Flask) -> None:
    """With everything wrong, each line's box is there and says what is wrong."""
    form = filled(app, **{name: "" for name in GOOD} | {"risks": []})
    with app.test_request_context("/"):
        page = Reader(
            render_template_string("{% for field in form %}{{ field }}{% endfor %}", form=form)
        )
    ids = {element.attributes.get("id") for element in page.elements}
    for line in form.summary:
        assert line["href"][1:] in ids, line
    assert not page.faults


def test_case_data_stays_out_of_the_browser(app: Flask) -> None:
    """Nothing is remembered, sent to a spelling service or translated."""
    with app.test_request_context("/"):
        page = Reader(render_template_string("{{ form.who }}{{ form.words }}", form=filled(app)))
    for box in page.all("input", "textarea"):
        told = {name: box.attributes[name] for name in ("autocomplete", "spellcheck", "translate")}
        assert told == {"autocomplete": "off", "spellcheck": "false", "translate": "no"}


def test_a_passphrase_is_never_sent_back(app: Flask) -> None:
    """A form shown again after a mistake holds no passphrase."""
    with app.test_request_context("/"):
        shown = render_template_string(
            "{{ form.secret }}", form=filled(app, secret="very secret words")
        )
    assert "very secret words" not in shown
