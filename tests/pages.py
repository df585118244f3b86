"""How tests use pages: they open one, fill in its form and send it."""

from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.crawl import Reader


def boxes(page: str) -> dict[str, str]:
    """What the boxes of a page's forms hold, as a browser would send it."""
    read = Reader(page)
    held = {}
    for box in read.all("input"):
        kind = box.attributes.get("type", "text")
        if kind in ("radio", "checkbox") and "checked" not in box.attributes:
            continue
        if "name" in box.attributes and kind != "submit":
            held[box.attributes["name"]] = box.attributes.get("value", "")
    for box in read.all("textarea"):
        held[box.attributes["name"]] = "".join(box.words).removeprefix("\n")
    return held


def send(
    client: FlaskClient, path: str, changes: dict[str, str], page: str | None = None
) -> TestResponse:
    """Open a page, change some boxes of its form, and send it."""
    shown = client.get(page or path)
    assert shown.status_code == 200, shown.status
    return client.post(path, data=boxes(shown.text) | changes)


def say_why(client: FlaskClient, case_id: UUID, reason: str = "preparing") -> TestResponse:
    """Answer why the case is opened; it opens for the rest of the session."""
    path = f"/cases/{case_id}"
    answer = send(client, f"{path}/why", {"reason": reason}, path)
    assert answer.status_code == 303, answer.text
    return client.get(path)
