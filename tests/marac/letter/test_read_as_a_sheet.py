"""A letter that somebody reads by the way of a sheet leaves no receipt."""

from app.confidentiality.gate.model import Receipt, Release
from app.db import db
from app.marac.letter.model import Letter
from app.marac.letter.rules import Purpose
from tests.builders import World
from tests.confidentiality.test_pages import csrf
from tests.marac.letter.writing import Desk


def test_a_letter_read_as_a_sheet_is_not_received(heard: World) -> None:
    """The answer is the 404 of no such page: nobody saw a byte, so nothing says that they did."""
    with heard.inside():
        letter = Desk(heard).signed(Purpose.HOUSING)
        release = db.session.get_one(Letter, letter).release_id
    client = heard.client("housing")
    token = csrf(client.get(f"/released/{release}").text)
    client.post(f"/released/{release}/accept", data={"csrf_token": token})
    answer = client.post(f"/released/{release}/read", data={"csrf_token": token})
    assert answer.status_code == 404
    with heard.inside():
        assert db.session.query(Receipt).count() == 0
        row = db.session.get_one(Release, release)
        assert (row.first_received_at, row.times_received) == (None, 0)
    assert client.post(f"/released/{release}/letter", data={"csrf_token": token}).status_code == 200
