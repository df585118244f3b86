"""The frame of every page: the way back, the files, times and dates as people read them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from app.web.pages import local_path
from tests.web.crawl import check_page


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/meetings/1", "/meetings/1"),
        ("//evil.example.org", "/"),
        ("https://evil.example.org", "/"),
        ("/\\evil.example.org", "/"),
        ("/\tx", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_hidden_page_leads_back_into_this_service_only(
    client: FlaskClient, asked: str, given: str
) -> None:
    """A crafted link cannot send somebody to another site."""
    assert local_path(asked) == given
    answer = client.get("/hidden", query_string={"back": asked})
    assert f'href="{given}"' in answer.text


def test_a_files_address_changes_with_the_file(client: FlaskClient) -> None:
    """Every file of a page is asked for by its version, so that it may be kept for good."""
    page = check_page(client.get("/hidden"))
    files = [e.attributes["href"] for e in page.all("link")]
    assert files
    assert all("?v=" in file for file in files)
    for file in files:
        with client.get(file) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]


def test_the_style_sheet_has_neither_font_nor_crest(client: FlaskClient) -> None:
    """What is for gov.uk alone is not served here."""
    with client.get("/static/vendor/govuk-frontend.min.css") as answer:
        assert "GDS Transport" not in answer.text
        assert "url(" not in answer.text


def test_times_are_londons(app: Flask) -> None:
    """A summer moment in UTC is shown as the clock on the wall had it."""
    words = "{{ m | day }} / {{ m | clock_time }} / {{ m | moment }} / {{ d | day }}"
    words += " / {{ m | long_day }} / {{ d | long_day }}"
    late = datetime(2027, 6, 30, 23, 5, tzinfo=UTC)
    with app.test_request_context("/"):
        shown = render_template_string(words, m=late, d=date(2027, 3, 3))
    assert shown == (
        "1 July 2027 / 12:05am / 1 July 2027 at 12:05am / 3 March 2027"
        " / Thursday 1 July 2027 / Wednesday 3 March 2027"
    )


def test_a_slip_in_a_template_is_a_fault(app: Flask) -> None:
    """An undefined name does not pass as nothing; a template escapes whatever it is called."""
    with app.test_request_context("/"):
        assert render_template_string("{{ words }}", words="<b>") == "&lt;b&gt;"
        with pytest.raises(UndefinedError):
            render_template_string("{{ person.nmae }}", person={"name": "x"})
