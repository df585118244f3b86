"""Every answer carries the headers, whatever it is."""

from flask import Flask
from flask.testing import FlaskClient

from app.web.headers import ALWAYS, forget_everything
from tests.application import make_app

EXACTLY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def test_every_kind_of_answer_has_them(client: FlaskClient) -> None:
    """A page, an error, a refusal and a file: the same headers."""
    for path in ("/hidden", "/no-such-page", "/static/app.css", "/static/none.css"):
        with client.get(path) as answer:
            headers = answer.headers
        assert {name: headers[name] for name in EXACTLY} == EXACTLY, path
        assert headers["Permissions-Policy"].count("=()") == len(
            headers["Permissions-Policy"].split(",")
        )
    assert set(EXACTLY) | {"Permissions-Policy"} == set(ALWAYS)


def test_another_host_name_is_refused_in_words(app: Flask) -> None:
    """Not a fault: whoever looks for the service under another name is told so."""
    named = make_app(app.config["MARAC"].instance, hostname="marac.example.org")
    answer = named.test_client().get("/hidden", headers={"Host": "127.0.0.1:8000"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "MARAC_HOSTNAME" in answer.text
    assert {name: answer.headers[name] for name in EXACTLY} == EXACTLY


def test_nothing_but_versioned_files_is_kept(client: FlaskClient) -> None:
    """Pages and errors are never stored; a file with its version in the address may be."""
    kept = {}
    for path in ("/hidden", "/static/none.css", "/static/app.css", "/static/app.css?v=1"):
        with client.get(path) as answer:
            kept[path] = answer.headers["Cache-Control"]
    assert kept == {
        "/hidden": "no-store",
        "/static/none.css": "no-store",
        "/static/app.css": "no-cache",
        "/static/app.css?v=1": "public, max-age=31536000, immutable",
    }


def test_only_https_is_promised_where_there_is_https(app: Flask, client: FlaskClient) -> None:
    """Strict-Transport-Security is sent behind TLS, and not on a loopback demonstration."""
    assert "Strict-Transport-Security" not in client.get("/hidden").headers
    behind = make_app(app.config["MARAC"].instance, tls=True).test_client()
    assert "max-age=63072000" in behind.get("/hidden").headers["Strict-Transport-Security"]


def test_signing_out_spares_the_cookies_of_sister_services(app: Flask) -> None:
    """Clear-Site-Data names no cookies: it would clear the whole council's."""
    answer = forget_everything(app.response_class())
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
