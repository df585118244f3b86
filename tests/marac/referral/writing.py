"""Writes a referral as somebody would, page by page."""

from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import boxes

DONE = 303


def begin(client: FlaskClient) -> str:
    """Press ‘Refer somebody’; return the address of the draft."""
    answer = client.post("/referrals/drafts", data=boxes(client.get("/referrals").text))
    assert answer.status_code == DONE, answer.text
    return answer.location.rpartition("/")[0]


def fill(client: FlaskClient, path: str, **typed: object) -> TestResponse:
    """Open a page, type into some of its boxes, and save it. ``birth__day`` is ``birth-day``."""
    shown = client.get(path)
    assert shown.status_code == 200, f"{path}: {shown.status}"
    changes = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(path, data=boxes(shown.text) | changes)


def save(client: FlaskClient, path: str, **typed: object) -> str:
    """As ``fill``, where it must be taken; return where it leads."""
    answer = fill(client, path, **typed)
    assert answer.status_code == DONE, answer.text
    return answer.location


def least(client: FlaskClient, name: str = "Amina Yusuf") -> str:
    """Write the least that can be sent; return the address of the draft."""
    draft = begin(client)
    save(client, f"{draft}/kept-from")
    save(client, f"{draft}/victim", name=name)
    save(client, f"{draft}/happened", what_happened="He followed her home.")
    return draft


def send(client: FlaskClient, draft: str) -> UUID:
    """Check and send; return the referral's id."""
    answer = client.post(f"{draft}/send", data=boxes(client.get(f"{draft}/check").text))
    assert answer.status_code == DONE, answer.text
    assert answer.location.endswith("/sent")
    return UUID(answer.location.split("/")[-2])
