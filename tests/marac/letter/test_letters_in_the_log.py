"""Letters stand in the case's log for its IDVA and the officers; a member reads one as a file."""

from app.confidentiality.gate import service as gate
from app.db import db
from app.marac.letter import deciding
from app.marac.letter.model import Letter
from app.marac.letter.rules import Purpose
from app.paper import is_locked, unlock
from tests.builders import World
from tests.confidentiality.test_pages import csrf
from tests.marac.letter.writing import Desk


def test_a_letter_and_one_that_was_not_sent_are_in_the_log(heard: World) -> None:
    """What it is, to whom, her agreement, by whose decision; no word of the letter itself."""
    with heard.inside():
        desk = Desk(heard)
        desk.signed(Purpose.HEARD_ADVISER)
        refused = desk.asked(Purpose.LEGAL_AID)
        revision = desk.open(refused, "chair").letter.revision
        deciding.refuse(heard.actor("chair"), refused, "not_safe", "Wait a week", revision)
    path = f"/cases/{heard.extra['case']}/told"
    page = heard.client("idva").get(path).text
    assert "Northbrook Advice" in page
    assert "The victim agreed on" in page
    assert "Letter not sent: " in page
    assert "Wait a week" in page
    assert "Priya Raman" in page
    assert heard.client("housing").get(path).status_code == 404


def test_a_member_takes_a_letter_as_a_locked_file(heard: World) -> None:
    """Conditions first, then the passphrase by itself; the sealed original lies inside."""
    with heard.inside():
        letter_id = Desk(heard).signed(Purpose.HOUSING)
        release = db.session.get_one(Letter, letter_id).release_id
    assert release is not None
    client, path = heard.client("housing"), f"/released/{release}"
    page = client.get(path).text
    token = csrf(page)
    assert client.post(f"{path}/letter", data={"csrf_token": token}).status_code == 403
    client.post(f"{path}/accept", data={"csrf_token": token})
    assert "This is a letter" in client.get(path).text
    shown = client.post(f"{path}/passphrase", data={"csrf_token": token}).text
    words = shown.split('class="app-passphrase" translate="no">')[1].split("<")[0]
    file = client.post(f"{path}/letter", data={"csrf_token": token})
    assert is_locked(file.data)
    assert b"MARAC-SEAL" in unlock(file.data, words).attachments["letter.pdf"]
    with heard.inside():
        assert len(gate.receipts_of([release])[release]) == 1
