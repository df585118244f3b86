"""Fills forms in as a person does: open the page, type, send what the page's form would send."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.crawl import Reader


def hidden(response: TestResponse) -> dict[str, str]:
    """The hidden values of a page's last form, the token among them."""
    boxes = Reader(response.text).all("input")
    return {
        box.attributes["name"]: box.attributes.get("value", "")
        for box in boxes
        if box.attributes.get("type") == "hidden" and "name" in box.attributes
    }


def submit(
    client: FlaskClient, path: str, typed: dict[str, Any] | None = None, to: str | None = None
) -> TestResponse:
    """Open a page and send its form; ``to`` for a form that goes to another address."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return client.post(to or path, data=hidden(page) | (typed or {}))


def value_of(response: TestResponse, name: str) -> str:
    """What stands in a box."""
    for box in Reader(response.text).all("input"):
        if box.attributes.get("name") == name:
            return box.attributes.get("value", "")
    raise AssertionError(f"There is no box {name}.")


def error_beside(response: TestResponse, name: str) -> str:
    """The message beside a field."""
    for element in Reader(response.text).elements:
        if element.attributes.get("id") == f"{name}-error":
            return element.text
    raise AssertionError(f"There is no message beside {name}.")
