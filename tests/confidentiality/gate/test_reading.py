"""Somebody reads what was released to them: conditions first, then by a POST, each time counted."""

from app.confidentiality.gate.model import Receipt
from app.db import db
from tests.builders import World
from tests.confidentiality.test_pages import csrf
from tests.releases import SECRET, a_release


def test_it_is_accepted_then_read(marac: World) -> None:
    """The list says nothing of a case; the conditions come first; reading writes one receipt."""
    release = a_release(marac)
    client = marac.client("housing")
    home = client.get("/").text
    assert "For you to read" in home
    listed = client.get("/released").text
    assert "Not read yet" in listed
    path = f"/released/{release}"
    page = client.get(path).text
    assert "Tell only the locksmith" in page
    assert SECRET not in home + listed + page
    token = csrf(page)
    assert client.post(f"{path}/read", data={"csrf_token": token}).status_code == 403
    assert client.post(f"{path}/accept", data={"csrf_token": token}).status_code == 303
    read = client.post(f"{path}/read", data={"csrf_token": token})
    assert read.status_code == 200
    assert SECRET in read.text
    assert "Northbrook Housing · Daniel Price · " in read.text
    with marac.inside():
        assert [row.how for row in db.session.query(Receipt)] == ["read"]
    assert "Read</strong>" in client.get("/released").text
