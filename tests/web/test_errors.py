"""The pages that say no: right code, calm words, and working when nothing else does."""

import logging

import pytest
from flask import Blueprint, Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.access.marks import public, requires, signed_in
from app.access.permissions import Permission
from app.refusals import NotSignedIn, NotVisible, Refused, RuleBroken, Unavailable
from app.web.guard import LOADER

NAME = "Zephyrine Canary"
ROADS = {
    "/not-visible": (NotVisible(), 404, "Page not found"),
    "/refused": (Refused("Only the chair may do this."), 403, "Only the chair may do this."),
    "/rule": (RuleBroken("what", "Say what will be done."), 422, "Say what will be done."),
    "/unavailable": (Unavailable(), 503, "cannot do this at the moment"),
    "/database": (OperationalError(NAME, {}, Exception(NAME)), 503, "cannot do this"),
    "/fault": (ValueError(NAME), 500, "Reference"),
}


@pytest.fixture
def broken(app: Flask) -> FlaskClient:
    """A client of an application with a view for every way to fail."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    views = Blueprint("broken", __name__)
    for path, (error, _, _) in ROADS.items():
        views.add_url_rule(path, path[1:], _raising(error))
    for code in (401, 403, 404, 422, 429, 500, 503):
        views.add_url_rule(f"/code-{code}", f"code{code}", _aborting(code))
    views.add_url_rule(
        "/mine", "mine", signed_in("a test page")(lambda: "mine"), methods=["GET", "POST"]
    )
    app.register_blueprint(views)
    return app.test_client()


def _raising(error: Exception):
    @public("a test page")
    def view() -> str:
        raise error

    return view


def _aborting(code: int):
    @public("a test page")
    def view() -> str:
        abort(code)

    return view


def test_every_refusal_has_its_code_and_its_words(broken: FlaskClient) -> None:
    """What services raise becomes the right page."""
    for path, (_, code, words) in ROADS.items():
        answer = broken.get(path)
        assert (answer.status_code, words in answer.text) == (code, True), path


def test_every_code_has_a_page(broken: FlaskClient) -> None:
    """401, 403, 404, 422, 429, 500 and 503 are pages of this service, and are crawled as such."""
    for code in (401, 403, 404, 422, 429, 500, 503):
        answer = broken.get(f"/code-{code}")
        assert answer.status_code == code
        assert "govuk-heading-l" in answer.text


def test_what_may_not_be_seen_is_what_is_not_there(broken: FlaskClient) -> None:
    """Another's record and an address that never was: the same bytes, the same headers."""
    hidden, absent = broken.get("/not-visible"), broken.get("/never/was")
    assert hidden.data == absent.data
    assert list(hidden.headers) == list(absent.headers)


def test_the_log_names_the_kind_and_never_the_words(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault's words, the address's query and the form stay out of the log and off the page."""
    with caplog.at_level(logging.DEBUG):
        answers = [broken.get(f"{path}?name={NAME}") for path in ("/fault", "/database")]
        answers.append(broken.post("/mine", data={"name": NAME}))
    assert NAME not in caplog.text
    assert "Canary" not in caplog.text
    assert all(NAME not in answer.text for answer in answers)
    assert "fault=ValueError" in caplog.text
    reference = answers[0].text.split("Reference: <strong>")[1][:8]
    assert f"reference={reference}" in caplog.text


def test_a_fault_says_where_in_our_code_it_was(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever mends it gets the module and the line."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions[LOADER] = lambda: 1 / 0
    app.test_client().get("/hidden")
    assert "fault=ZeroDivisionError place=app.web.guard:" in caplog.text


def test_pages_of_errors_need_no_database(app: Flask) -> None:
    """With the database's file gone and the session's loader failing, an error page still comes."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["MARAC"].instance.joinpath("marac.db").unlink()
    app.extensions[LOADER] = _no_database
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "s.something")
    for path in ("/hidden", "/never/was", "/"):
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/never/was" else 503), path
        assert "govuk-heading-l" in answer.text
        assert answer.headers["Content-Security-Policy"]


def _no_database() -> None:
    raise Unavailable


def test_a_reader_is_led_to_sign_in_and_back(broken: FlaskClient) -> None:
    """Signed out: a link leads to the sign-in page with the way back, a sent form gets 401."""
    answer = broken.get("/mine?secret=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/mine")
    assert broken.get("/mine", headers={"X-Poll": "1"}).status_code == 401
    assert broken.post("/mine").status_code == 401


def test_the_sign_in_refusal_is_not_an_error(broken: FlaskClient, app: Flask) -> None:
    """NotSignedIn raised by a service while a page is built leads to the sign-in page too."""

    @public("a test page")
    def late() -> str:
        raise NotSignedIn

    app.add_url_rule("/late", "late", late)
    assert broken.get("/late").headers["Location"] == "/sign-in?next=/late"


def test_an_unmarked_view_is_refused(app: Flask) -> None:
    """A view that declares nothing is reached by nobody."""
    app.add_url_rule("/unmarked", "unmarked", lambda: "the secret")
    answer = app.test_client().get("/unmarked")
    assert answer.status_code == 403
    assert "the secret" not in answer.text


def test_a_mark_works_wherever_it_stands(app: Flask) -> None:
    """Above or below the route, a mark is the same mark."""
    views = Blueprint("marked", __name__)

    @requires(Permission.CASE_READ)
    @views.get("/above")
    def above() -> str:
        return "the secret"

    @views.get("/below")
    @requires(Permission.CASE_READ)
    def below() -> str:
        return "the secret"

    app.register_blueprint(views)
    client = app.test_client()
    assert [client.get(path).status_code for path in ("/above", "/below")] == [303, 303]


def test_a_form_without_its_token_does_nothing(app: Flask) -> None:
    """The page says why and what to do, with 422."""
    app.add_url_rule("/send", "send", public("a test page")(lambda: "done"), methods=["POST"])
    answer = app.test_client().post("/send")
    assert answer.status_code == 422
    assert "We could not be sure that this came from you" in answer.text


def test_another_site_cannot_post(app: Flask) -> None:
    """A change that the browser says comes from elsewhere is refused before anything is read."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/send", "send", public("a test page")(lambda: "done"), methods=["POST"])
    client = app.test_client()
    sent = {
        site: client.post("/send", headers={"Sec-Fetch-Site": site}).status_code
        for site in ("cross-site", "same-site", "same-origin", "none")
    }
    assert sent == {"cross-site": 403, "same-site": 403, "same-origin": 200, "none": 200}
